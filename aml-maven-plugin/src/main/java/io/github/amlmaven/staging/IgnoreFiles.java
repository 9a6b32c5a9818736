package io.github.amlmaven.staging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The ignore files in force in a project: those named {@code .amlignore} if the project's own folder has one, else git's.
 *
 * <p>Git's are the {@code .gitignore} files of the project and of the folders above it up to the work tree, and the
 * repository's {@code info/exclude}. If those above leave out the project as a whole (a project generated below
 * {@code target/}, say), they were not written for it and do not count.
 */
final class IgnoreFiles {
    private static final String OWN = ".amlignore";
    private static final String GIT = ".gitignore";

    private final Path project;
    private final boolean own;
    private boolean git;

    IgnoreFiles(Path project) {
        this.project = project;
        this.own = GitWorkTree.exists(project.resolve(OWN));
    }

    /** The name of the files that are read, in every folder. */
    String name() {
        return own ? OWN : GIT;
    }

    /** Whether git's ignore files have been read and decide, so that a new {@code .amlignore} would take their place. */
    boolean gitDecides() {
        return git;
    }

    /** The rules in force in the project's own folder. */
    IgnoreLayer top() throws IOException {
        IgnoreLayer layer = IgnoreLayer.builtIn();
        GitWorkTree tree = own ? null : GitWorkTree.around(project);
        if (tree != null) {
            layer = aboveProject(layer, tree);
        }
        return GitWorkTree.exists(project.resolve(name())) ? enter(layer, "") : layer;
    }

    /** The rules in force in a folder of the project that holds an ignore file of its own. */
    IgnoreLayer enter(IgnoreLayer outer, String folder) throws IOException {
        String shown = folder.isEmpty() ? name() : folder + "/" + name();
        List<IgnoreRule> rules = IgnoreFile.read(project.resolve(shown), shown);
        git |= !own;
        return outer.fromFolder(folder, rules);
    }

    /** As {@link #enter}, for a folder that may hold no ignore file or not exist. */
    IgnoreLayer enterIfThere(IgnoreLayer outer, String folder) throws IOException {
        return GitWorkTree.exists(project.resolve(folder).resolve(name())) ? enter(outer, folder) : outer;
    }

    /** What a path of the project is; one that does not exist counts as a file. */
    ProjectFile.Kind kindOf(String path) throws IOException {
        Path file = project.resolve(path);
        if (!GitWorkTree.exists(file)) {
            return ProjectFile.Kind.FILE;
        }
        return ProjectFile.kind(FileStatus.of(file));
    }

    private IgnoreLayer aboveProject(IgnoreLayer builtIn, GitWorkTree tree) throws IOException {
        String inTree = posix(tree.root().relativize(project));
        IgnoreLayer layer = builtIn;
        Path exclude = tree.excludeFile();
        if (Files.exists(exclude)) {
            layer = layer.fromAbove(inTree.isEmpty() ? "" : inTree + "/", read(exclude));
        }
        // Down from the work tree's root, as git reads them.
        Path folder = tree.root();
        String rest = inTree;
        while (!rest.isEmpty()) {
            Path file = folder.resolve(GIT);
            if (GitWorkTree.exists(file)) {
                layer = layer.fromAbove(rest + "/", read(file));
            }
            int slash = rest.indexOf('/');
            folder = folder.resolve(slash < 0 ? rest : rest.substring(0, slash));
            rest = slash < 0 ? "" : rest.substring(slash + 1);
            if (layer.leavesOutFolderAbove(rest)) {
                return builtIn;
            }
        }
        git |= layer != builtIn;
        return layer;
    }

    private List<IgnoreRule> read(Path file) throws IOException {
        return IgnoreFile.read(file, posix(project.relativize(file)));
    }

    static String posix(Path path) {
        String separator = path.getFileSystem().getSeparator();
        return separator.equals("/") ? path.toString() : path.toString().replace(separator, "/");
    }
}

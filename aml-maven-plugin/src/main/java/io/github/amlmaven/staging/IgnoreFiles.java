package io.github.amlmaven.staging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
    private final Path files;
    private final boolean own;
    private final Map<String, IgnoreLayer> layers = new HashMap<>();
    private boolean git;

    IgnoreFiles(Path project) {
        this(project, project);
    }

    /** @param files the folder with the ignore files that count as those of the project and its folders */
    IgnoreFiles(Path project, Path files) {
        this.project = project;
        this.files = files;
        this.own = GitWorkTree.exists(files.resolve(OWN));
    }

    static boolean isIgnoreFile(String name) {
        return name.equals(OWN) || name.equals(GIT);
    }

    /** The name of the files that are read, in every folder. */
    String name() {
        return own ? OWN : GIT;
    }

    /** Whether git's ignore files have been read and decide, so that a new {@code .amlignore} would take their place. */
    boolean gitDecides() {
        return git;
    }

    /** Whether there is such a file, so that its rules decide besides the built-in ones. */
    boolean inUse() {
        return own || git;
    }

    /** The rules in force in the project's own folder. */
    IgnoreLayer top() throws IOException {
        IgnoreLayer layer = IgnoreLayer.builtIn();
        GitWorkTree tree = own ? null : GitWorkTree.around(project);
        if (tree != null) {
            layer = aboveProject(layer, tree);
        }
        layers.put("", layer);
        return GitWorkTree.exists(files.resolve(name())) ? enter(layer, "") : layer;
    }

    /** The rules in force in a folder of the project that holds an ignore file of its own. */
    IgnoreLayer enter(IgnoreLayer outer, String folder) throws IOException {
        String shown = folder.isEmpty() ? name() : folder + "/" + name();
        List<IgnoreRule> rules = IgnoreFile.read(files.resolve(shown), shown);
        git |= !own;
        IgnoreLayer layer = outer.fromFolder(folder, rules);
        layers.put(folder, layer);
        return layer;
    }

    /**
     * The rule that leaves out a path or a folder it is in, by the ignore files that have been read; null when none does. A
     * path that does not exist counts as a file.
     */
    @Nullable
    IgnoreRule ignoring(String path) {
        return ignoring(path, kindOf(path));
    }

    /** As the other, whatever the path is now. */
    @Nullable
    IgnoreRule ignoring(String path, ProjectFile.Kind kind) {
        IgnoreLayer rules = Objects.requireNonNull(layers.get(""));
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String folder = path.substring(0, slash);
            IgnoreRule rule = rules.deciding(folder, ProjectFile.Kind.FOLDER);
            if (rule != null && rule.ignores()) {
                return rule;
            }
            rules = layers.getOrDefault(folder, rules);
        }
        IgnoreRule rule = path.isEmpty() ? null : rules.deciding(path, kind);
        return rule != null && rule.ignores() ? rule : null;
    }

    private ProjectFile.Kind kindOf(String path) {
        Path file = project.resolve(path);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return ProjectFile.Kind.FOLDER;
        }
        return Files.isSymbolicLink(file) ? ProjectFile.Kind.LINK : ProjectFile.Kind.FILE;
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

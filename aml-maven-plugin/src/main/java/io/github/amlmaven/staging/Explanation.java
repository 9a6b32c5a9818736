package io.github.amlmaven.staging;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of every path of a project whether it is staged, and which rule decided so. */
public final class Explanation {
    private Explanation() {}

    /** The fates of all entries, sorted by path; an ignored folder is one of them and what it holds is not looked at. */
    public static List<Fate> of(Path project) throws IOException {
        Path root = ProjectTree.rootOf(project);
        List<Fate> fates = walk(root, project, new IgnoreFiles(root));
        fates.sort(Comparator.comparing(Fate::path));
        return fates;
    }

    /**
     * The fate of one path that exists in the project, given relative to it or absolute; below an ignored folder it is that
     * folder's.
     *
     * @throws AmlException when the project has no such path
     */
    public static Fate of(Path project, String path) throws IOException {
        Path root = ProjectTree.rootOf(project);
        String inside = inside(root, project, path);
        FileStatus status;
        try {
            status = FileStatus.of(root.resolve(inside));
        } catch (FileSystemException missing) {
            throw notThere(project, path, missing);
        }
        boolean folder = status.is(FileStatus.FOLDER);
        String shown = folder ? inside + "/" : inside;
        IgnoreFiles ignoreFiles = new IgnoreFiles(root);
        for (Fate fate : walk(root, project, ignoreFiles)) {
            if (fate.path().equals(shown)) {
                return fate;
            }
        }
        IgnoreRule rule = ignoreFiles.ignoring(inside);
        if (rule == null) {
            throw notThere(project, path, null);
        }
        return new Fate(shown, false, status.is(FileStatus.FILE) ? status.size() : 0, rule.text());
    }

    private static List<Fate> walk(Path root, Path project, IgnoreFiles ignoreFiles) throws IOException {
        List<Fate> fates = new ArrayList<>();
        new TreeWalk(root, project, ignoreFiles, Set.of(), fates).walk();
        return fates;
    }

    private static String inside(Path root, Path project, String path) {
        Path named;
        try {
            named = Path.of(path);
        } catch (InvalidPathException impossible) {
            throw notThere(project, path, impossible);
        }
        if (named.isAbsolute()) {
            Path given = project.toAbsolutePath().normalize();
            named = named.startsWith(given) ? given.relativize(named) : root.relativize(named);
        }
        String inside = IgnoreFiles.posix(named.normalize());
        if (inside.isEmpty() || inside.equals("..") || inside.startsWith("../")) {
            throw notThere(project, path, null);
        }
        return inside;
    }

    private static AmlException notThere(Path project, String path, @Nullable Throwable cause) {
        String problem = "'" + path + "' is not in the project " + project;
        String remedy = "name a file or folder relative to the project, or leave the path out to see all of them";
        return cause == null ? new AmlException(problem, remedy) : new AmlException(problem, remedy, cause);
    }
}

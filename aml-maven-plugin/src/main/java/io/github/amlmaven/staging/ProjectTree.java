package io.github.amlmaven.staging;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of a project is staged, as one walk found it.
 *
 * <p>Everything belongs to the experiment but the folders {@code docs}, {@code outputs}, {@code target}, {@code .azureml},
 * {@code azureml-logs} and {@code azureml-setup} of the project, {@code .git} and {@code .ipynb_checkpoints} anywhere, and
 * what the {@code .amlignore} files leave out, or the {@code .gitignore} files where the project has no
 * {@code .amlignore}. The built-in folders come first: a rule {@code !docs/} brings one back.
 *
 * <p>Links that stay in the project are staged as links; those that lead out of it are refused, and so is everything that
 * is no file, link or folder, or cannot be read.
 */
public final class ProjectTree {
    private final Path root;
    private final IgnoreFiles ignoreFiles;
    private final List<ProjectFile> files;
    private final List<String> warnings;
    private final long totalBytes;

    private ProjectTree(Path root, IgnoreFiles ignoreFiles, TreeWalk walk) {
        this.root = root;
        this.ignoreFiles = ignoreFiles;
        this.files = Collections.unmodifiableList(walk.files);
        List<String> sentences = new ArrayList<>(walk.warnings);
        KeyFiles.warning(files).ifPresent(sentences::add);
        this.warnings = List.copyOf(sentences);
        long total = 0;
        for (ProjectFile file : files) {
            total += file.size();
        }
        this.totalBytes = total;
    }

    /**
     * Walks the project once; ignored folders are not entered, whatever they hold.
     *
     * @throws AmlException naming everything that cannot be staged (at most ten entries, and the number of the others), or
     *     the line of an ignore file that is no pattern
     * @throws IOException when the system fails to list a folder
     */
    public static ProjectTree scan(Path project) throws IOException {
        return scan(project, Set.of());
    }

    /**
     * As the other {@code scan}, leaving out folders that may lie in the project but are never a part of it: what grows with
     * every run must not be copied into the next one.
     */
    public static ProjectTree scan(Path project, Set<Path> apart) throws IOException {
        Path root = rootOf(project);
        IgnoreFiles ignoreFiles = new IgnoreFiles(root);
        TreeWalk walk = new TreeWalk(root, project, ignoreFiles, below(root, project, apart), null);
        walk.walk();
        walk.refusals.throwIfAny(ignoreFiles);
        Collections.sort(walk.files);
        return new ProjectTree(root, ignoreFiles, walk);
    }

    /** The project's folder, absolute and free of links. */
    public Path root() {
        return root;
    }

    /** Files, links and folders (the project's own not among them), sorted by path; a folder comes before what it holds. */
    public List<ProjectFile> files() {
        return files;
    }

    /** The sum of the sizes of the regular files, in bytes. */
    public long totalBytes() {
        return totalBytes;
    }

    /** Sentences on what is staged but may not work as meant, such as links that lead to nothing. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * The rule that leaves a path of the project out, such as {@code .amlignore:3: data/} or {@code built-in: docs/}; empty
     * when none does, whether the path exists or not.
     */
    public Optional<String> ignoredBy(String path) {
        IgnoreRule rule = ignoreFiles.ignoring(path);
        return rule == null ? Optional.empty() : Optional.of(rule.text());
    }

    /** As the other, for a path that would be of that kind. */
    public Optional<String> ignoredBy(String path, ProjectFile.Kind kind) {
        IgnoreRule rule = ignoreFiles.ignoring(path, kind);
        return rule == null ? Optional.empty() : Optional.of(rule.text());
    }

    /** What leaves files out besides the built-in rules: {@code .amlignore}, {@code .gitignore}; empty: nothing does. */
    public Optional<String> ignoreFile() {
        return ignoreFiles.inUse() ? Optional.of(ignoreFiles.name()) : Optional.empty();
    }

    /** The largest regular files, so many of them, the largest first. */
    public List<ProjectFile> biggest(int count) {
        return files.stream()
                .filter(file -> file.kind() == ProjectFile.Kind.FILE)
                .sorted(Comparator.comparingLong(ProjectFile::size).reversed().thenComparing(ProjectFile::path))
                .limit(count)
                .toList();
    }

    IgnoreFiles ignoreFiles() {
        return ignoreFiles;
    }

    /** The folders as the walk meets them, whatever links the project was named by. */
    private static Set<Path> below(Path root, Path project, Set<Path> folders) {
        Set<Path> below = new HashSet<>();
        Path named = project.toAbsolutePath().normalize();
        for (Path folder : folders) {
            Path absolute = folder.toAbsolutePath().normalize();
            if (absolute.startsWith(named)) {
                below.add(root.resolve(named.relativize(absolute)));
            }
        }
        return below;
    }

    static Path rootOf(Path project) throws IOException {
        if (!Files.isDirectory(project)) {
            throw new AmlException(
                    "'" + project + "' is not a folder", "name the project's folder, the one with aml_config/");
        }
        return project.toRealPath();
    }
}

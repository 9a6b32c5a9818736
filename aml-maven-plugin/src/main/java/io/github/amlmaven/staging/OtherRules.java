package io.github.amlmaven.staging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What would be left out of a project if other ignore files were in its folders; those above it stay. */
public final class OtherRules {
    private final IgnoreFiles ignoreFiles;

    private OtherRules(IgnoreFiles ignoreFiles) {
        this.ignoreFiles = ignoreFiles;
    }

    /**
     * Reads other ignore files.
     *
     * @param files a folder with nothing but them, each in the folder where the project would have it
     */
    public static OtherRules of(ProjectTree tree, Path files) throws IOException {
        IgnoreFiles ignoreFiles = new IgnoreFiles(tree.root(), files);
        Map<String, IgnoreLayer> layers = new HashMap<>();
        layers.put("", ignoreFiles.top());
        List<String> folders;
        try (Stream<Path> found = Files.walk(files)) {
            folders = found.filter(file -> file.endsWith(ignoreFiles.name()))
                    .map(file -> IgnoreFiles.posix(files.relativize(file)))
                    .filter(path -> path.indexOf('/') > 0)
                    .map(path -> path.substring(0, path.lastIndexOf('/')))
                    .sorted()
                    .toList();
        }
        for (String folder : folders) {
            layers.put(folder, ignoreFiles.enter(outer(layers, folder), folder));
        }
        return new OtherRules(ignoreFiles);
    }

    private static IgnoreLayer outer(Map<String, IgnoreLayer> layers, String folder) {
        String above = folder;
        while (!layers.containsKey(above)) {
            above = above.substring(0, Math.max(0, above.lastIndexOf('/')));
        }
        return layers.get(above);
    }

    /** Whether a file is one of those that leave files out. */
    public static boolean isIgnoreFile(String path) {
        return IgnoreFiles.isIgnoreFile(path.substring(path.lastIndexOf('/') + 1));
    }

    /** The rule that would leave a path out; empty when none would. */
    public Optional<String> ignoredBy(String path, ProjectFile.Kind kind) {
        IgnoreRule rule = ignoreFiles.ignoring(path, kind);
        return rule == null ? Optional.empty() : Optional.of(rule.text());
    }
}

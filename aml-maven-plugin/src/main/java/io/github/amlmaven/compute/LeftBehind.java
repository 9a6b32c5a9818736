package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The files a script has made outside {@code outputs/}: they are not kept, which is what users of the Workbench found out
 * too late.
 */
public final class LeftBehind {
    /** Enough to tell; a script that unpacks a data set makes more. */
    private static final int MOST_LOOKED_AT = 10_000;

    private static final Set<String> OWN_FOLDERS = Set.of("outputs", "azureml-logs", "azureml-setup");

    private LeftBehind() {}

    /**
     * Their paths in order, caches of Python left out; folders the script has made unreadable are passed over.
     *
     * @param staged the paths that were copied from the project
     */
    public static List<String> in(RunDirectory directory, Set<String> staged) throws IOException {
        List<String> found = new ArrayList<>();
        Path root = directory.root();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            private int lookedAt;

            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = root.relativize(folder).toString();
                boolean passed = OWN_FOLDERS.contains(name) || name.endsWith("__pycache__");
                return passed ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = root.relativize(file).toString();
                if (attributes.isRegularFile() && !staged.contains(name)) {
                    found.add(name);
                }
                return ++lookedAt < MOST_LOOKED_AT ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found);
        return found;
    }
}

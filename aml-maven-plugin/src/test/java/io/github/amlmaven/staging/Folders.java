package io.github.amlmaven.staging;

import io.github.amlmaven.Required;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real folders with real files for the tests of this package. */
final class Folders {
    private Folders() {}

    static Path write(Path root, String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A file of a size that takes no place on the disk. */
    static Path sized(Path root, String path, long bytes) throws IOException {
        Path file = write(root, path, "");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
        return file;
    }

    static List<String> paths(ProjectTree tree) {
        List<String> paths = new ArrayList<>();
        for (ProjectFile file : tree.files()) {
            paths.add(file.path());
        }
        return paths;
    }

    /** Runs a program of the system; a test whose program is not installed is skipped with a sentence. */
    static String run(Path folder, String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException missing) {
            Required.that(false, command[0] + " is not installed, so this is not tested here");
            throw missing;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output);
        }
        return output;
    }
}

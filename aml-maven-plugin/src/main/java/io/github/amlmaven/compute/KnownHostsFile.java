package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The host keys of a project, which are no secret: sorted by name, so that two people's changes meet in one order. */
record KnownHostsFile(Path file) {
    private static final String HEAD =
            "# The host keys of this project's compute targets, one a line; mvn aml:attach adds them.";

    /** Adds a line, unless it is there. */
    void pin(String host, HostKeyBlob key) throws IOException {
        List<String> lines = lines();
        String line = host + " " + key.type() + " " + key.base64();
        if (!lines.contains(line)) {
            lines.add(line);
            write(lines);
        }
    }

    /** Removes the lines of a host that are about nobody else. */
    int unpin(String host) throws IOException {
        List<String> lines = lines();
        int before = lines.size();
        lines.removeIf(line -> line.startsWith(host + " "));
        if (lines.size() < before) {
            write(lines);
        }
        return before - lines.size();
    }

    private List<String> lines() throws IOException {
        return Files.exists(file)
                ? new ArrayList<>(Files.readAllLines(file, StandardCharsets.ISO_8859_1))
                : new ArrayList<>(List.of(HEAD));
    }

    /** Whoever reads it meanwhile sees the old one or the new one. */
    private void write(List<String> lines) throws IOException {
        // Comments stay on top.
        lines.removeIf(String::isBlank);
        lines.sort(Comparator.comparing((String line) -> !line.startsWith("#"))
                .thenComparing(line -> line.startsWith("#") ? "" : line));
        Path folder = file.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(folder, ".known_hosts", "");
        try {
            Files.write(temporary, lines, StandardCharsets.ISO_8859_1);
            if (Files.getFileStore(temporary).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}

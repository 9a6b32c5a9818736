package io.github.amlmaven.compute;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * What a project folder holds, a line an entry: {@code f <mode> <SHA-256>  <name>} for a file, written so that {@code
 * sha256sum -c} reads it from the hash on, {@code d <mode> <name>} for a folder, {@code l <SHA-256 of the target> <name>} for
 * a link.
 *
 * @param entries the lines by the path
 */
record RemoteManifest(Map<String, String> entries) {
    private static final int BUFFER = 128 * 1024;

    /** Of a run directory, but for what belongs to the run. */
    static RemoteManifest of(Path root) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        byte[] buffer = new byte[BUFFER];
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                String path = root.relativize(folder).toString();
                if (isNotSent(path)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (!path.isEmpty()) {
                    entries.put(path, "d " + mode(folder) + " " + RemoteCall.line(path));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String path = root.relativize(file).toString();
                if (isNotSent(path)) {
                    return FileVisitResult.CONTINUE;
                }
                if (attributes.isSymbolicLink()) {
                    byte[] target = Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8);
                    entries.put(path, "l " + hex(digest().digest(target)) + " " + RemoteCall.line(path));
                } else {
                    String line = RemoteCall.line(path);
                    // So marks sha256sum a name that is not written as it is.
                    String escaped = line.equals(path) ? "" : "\\";
                    entries.put(path, "f " + mode(file) + " " + escaped + hash(file, buffer) + "  " + line);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new RemoteManifest(entries);
    }

    private static boolean isNotSent(String path) {
        return path.equals(RunPath.LOGS) || path.equals(RunPath.SETUP) || path.startsWith(RunDirectory.OURS);
    }

    private static String mode(Path path) throws IOException {
        return String.format("%04o", FileMode.of(FileMode.attributes(path)));
    }

    private static String hash(Path file, byte[] buffer) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return hex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** What {@link #bytes} gave, compressed by gzip. */
    static RemoteManifest read(InputStream in) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        String text = new String(new GZIPInputStream(in).readAllBytes(), StandardCharsets.UTF_8);
        text.lines().forEach(line -> entries.put(path(line), line));
        return new RemoteManifest(entries);
    }

    private static String path(String line) {
        int name = line.startsWith("f") ? line.indexOf("  ") + 2 : line.indexOf(' ', 2) + 1;
        StringBuilder path = new StringBuilder();
        for (int i = name; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && ++i < line.length()) {
                c = line.charAt(i) == 'n' ? '\n' : line.charAt(i);
            }
            path.append(c);
        }
        return path.toString();
    }

    /** The paths of the folders with each mode, a NUL after each. */
    Map<String, String> foldersByMode() {
        Map<String, String> folders = new TreeMap<>();
        entries.forEach((path, line) -> {
            if (line.startsWith("d ")) {
                folders.merge(line.substring(2, line.indexOf(' ', 2)), path + "\0", String::concat);
            }
        });
        return folders;
    }

    byte[] bytes() {
        return (String.join("\n", entries.values()) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** By which the same content is known. */
    String id() {
        return hex(digest().digest(bytes()));
    }
}

package io.github.amlmaven.compute;

import io.github.amlmaven.ArtifactPath;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The name under which a file waits to be brought into the history, from which its path can be told after a crash.
 *
 * <p>It is the path with {@code |} for {@code /} (a {@code |} or {@code %} of its own is {@code %7C} or {@code %25}), in
 * pieces of about 240 bytes, each but the last a folder; a {@code _} comes first, so that no piece is {@code ..}.
 */
final class TakenName {
    private static final int PIECE = 240;
    /** No folder of ours has fewer characters, each of them 4 bytes at most. */
    private static final int SHORTEST_FOLDER = PIECE / 4;

    private TakenName() {}

    static Path of(Path folder, ArtifactPath path) {
        String encoded = encode(path.value());
        Path name = folder;
        StringBuilder piece = new StringBuilder("_");
        int bytes = 0;
        for (int i = 0; i < encoded.length(); i += Character.charCount(encoded.codePointAt(i))) {
            int c = encoded.codePointAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (bytes > PIECE) {
                name = name.resolve(piece.toString());
                piece.setLength(1);
                bytes = 0;
            }
            piece.appendCodePoint(c);
        }
        return name.resolve(piece.toString());
    }

    /** Adds what is waiting in the folder. */
    static void all(Path folder, OutputWalk walk) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            below(folder, "", walk);
        }
    }

    private static void all(Path folder, String prefix, OutputWalk walk) throws IOException {
        BasicFileAttributes own = Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        try (HeldFolder held = HeldFolder.open(folder, own.fileKey())) {
            for (Path name : held.names()) {
                BasicFileAttributes attributes = held.attributes(name);
                String encoded = prefix + name.toString().substring(1);
                if (!name.toString().startsWith("_") || encoded.length() > 3 * ArtifactPath.LONGEST) {
                    continue; // the script's: we write no such name
                }
                if (attributes.isDirectory()) {
                    if (name.toString().length() < SHORTEST_FOLDER) {
                        continue; // the script's, and perhaps one of thousands in each other
                    }
                    below(folder.resolve(name), encoded, walk);
                } else if (attributes.isRegularFile()
                        && isOurs(encoded)
                        && EntryName.of(name).isText()) {
                    walk.addTaken(
                            new ArtifactPath(decode(encoded)), folder.resolve(name), attributes.size(), own.fileKey());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void below(Path folder, String prefix, OutputWalk walk) throws IOException {
        try {
            all(folder, prefix, walk);
        } catch (FileSystemException e) {
            walk.leave(".aml-taken", 0, "cannot be listed in all its folders: " + OutputWalk.words(e));
        }
    }

    private static boolean isOurs(String encoded) {
        String path = decode(encoded);
        return ArtifactPath.isSafe(path) && encode(path).equals(encoded);
    }

    private static String encode(String path) {
        return path.replace("%", "%25").replace("|", "%7C").replace('/', '|');
    }

    private static String decode(String encoded) {
        return encoded.replace('|', '/').replace("%7C", "|").replace("%25", "%");
    }
}

package io.github.amlmaven.compute;

import io.github.amlmaven.ArtifactPath;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The name under which a file waits to be brought into the history, from which its path can be told after a crash.
 *
 * <p>The path is written as in a form's address, in pieces of 200 characters, each but the last a folder; a {@code _} comes
 * first, so that no piece is {@code ..}.
 */
final class TakenName {
    private static final int PIECE = 200;

    private TakenName() {}

    static Path of(Path folder, ArtifactPath path) {
        String encoded = URLEncoder.encode(path.value(), StandardCharsets.UTF_8);
        Path name = folder;
        for (int start = 0; start < encoded.length(); start += PIECE) {
            name = name.resolve("_" + encoded.substring(start, Math.min(encoded.length(), start + PIECE)));
        }
        return name;
    }

    /** Adds what is waiting in the folder. */
    static void all(Path folder, OutputWalk walk) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            all(folder, "", walk);
        }
    }

    private static void all(Path folder, String prefix, OutputWalk walk) throws IOException {
        BasicFileAttributes own = Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        try (HeldFolder held = HeldFolder.open(folder, own.fileKey())) {
            for (Path name : held.names()) {
                BasicFileAttributes attributes = held.attributes(name);
                String piece = name.toString();
                String encoded = prefix + piece.substring(Math.min(1, piece.length()));
                if (attributes.isDirectory() && encoded.length() < 3 * ArtifactPath.LONGEST && piece.startsWith("_")) {
                    all(folder.resolve(name), encoded, walk);
                } else if (attributes.isRegularFile() && isOurs(encoded)) {
                    walk.addTaken(
                            new ArtifactPath(URLDecoder.decode(encoded, StandardCharsets.UTF_8)),
                            folder.resolve(name),
                            attributes.size(),
                            own.fileKey());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Only what we would have written, since a script can put there what it likes. */
    private static boolean isOurs(String encoded) {
        try {
            String path = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
            return ArtifactPath.isSafe(path)
                    && URLEncoder.encode(path, StandardCharsets.UTF_8).equals(encoded);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

package io.github.amlmaven.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A file that is read from its beginning to its end, and tells whether it stayed the same meanwhile. */
final class SteadyFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final BasicFileAttributes before;

    private SteadyFile(Path path, FileChannel channel, BasicFileAttributes before) {
        this.path = path;
        this.channel = channel;
        this.before = before;
    }

    /** Opens a regular file, and nothing else. */
    static SteadyFile open(Path path) throws IOException {
        Intake.sizeOf(path);
        try {
            BasicFileAttributes before = attributes(path);
            return new SteadyFile(
                    path, FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS), before);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw SourceException.of(path, e);
        }
    }

    /** Its size in bytes when it was opened. */
    long size() {
        return before.size();
    }

    /** Fills a buffer from a place on; 0 at the end. */
    int read(long place, byte[] buffer) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer);
        try {
            while (bytes.hasRemaining() && channel.read(bytes, place + bytes.position()) >= 0) {
                // A read may bring less than the rest.
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw SourceException.of(path, e);
        }
        return bytes.position();
    }

    /**
     * To be called when all has been read.
     *
     * @param expected the SHA-256 it should have; null: whatever was read
     */
    void check(long size, String sha256, @Nullable String expected) throws IOException {
        if (expected != null) {
            if (!sha256.equals(expected)) {
                throw new SourceException(
                        path, "is not what it was: its SHA-256 is " + sha256 + " instead of " + expected);
            }
            return;
        }
        BasicFileAttributes after;
        try {
            after = attributes(path);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw SourceException.of(path, e);
        }
        if (size != before.size()
                || after.size() != size
                || !before.lastModifiedTime().equals(after.lastModifiedTime())) {
            throw new SourceException(path, SourceException.CHANGING);
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package io.github.amlmaven.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is deleted on closing, under its temporary name.
 *
 * @param target the file it is to become, which failures name
 */
record Temporary(Path target, Path path, FileChannel channel) implements AutoCloseable {
    void write(byte[] content, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content, 0, length);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw named(target, e);
        }
    }

    /** Returns when the content is on the disk. */
    void force() throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw named(target, e);
        }
    }

    /** A failure of a channel, such as a full disk, says what but not where; an interrupt is nowhere. */
    static IOException named(Path file, IOException failure) {
        if (failure instanceof FileSystemException || failure instanceof ClosedByInterruptException) {
            return failure;
        }
        FileSystemException named =
                new FileSystemException(file.toString(), null, String.valueOf(failure.getMessage()));
        named.initCause(failure);
        return named;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            Files.deleteIfExists(path);
        }
    }
}

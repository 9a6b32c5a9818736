package io.github.amlmaven.run;

import io.github.amlmaven.compute.RunDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A driver log that is written while it is read. It is opened once, so it can be read to its end although it has been
 * moved into the history meanwhile, and nothing that a script puts in its place is ever opened.
 */
final class GrowingLog implements Closeable {
    private static final int BUFFER = 64 * 1024;

    private final FileChannel file;
    private long position;

    private GrowingLog(FileChannel file) {
        this.file = file;
    }

    /** The log in a run folder; empty when there is none, or something else in its place. */
    static Optional<GrowingLog> open(RunDirectory directory) throws IOException {
        Path log = directory.driverLog();
        if (!directory.isIntact(log)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new GrowingLog(FileChannel.open(log, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // collected a moment ago
        }
    }

    /**
     * Copies what has come since the last time.
     *
     * @return false when the log had been made shorter, and was copied from its beginning again
     */
    boolean copyTo(OutputStream out) throws IOException {
        long end = file.size();
        boolean grown = end >= position;
        position = grown ? position : 0;
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, end - position));
        while (position < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
            int count = file.read(buffer, position);
            if (count < 0) {
                break; // made shorter just now, which the next call will see
            }
            out.write(buffer.array(), 0, count);
            position += count;
        }
        out.flush();
        return grown;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

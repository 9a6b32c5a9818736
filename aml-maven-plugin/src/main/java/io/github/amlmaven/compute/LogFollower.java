package io.github.amlmaven.compute;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Copies a growing file to the console, as it comes and byte for byte. */
final class LogFollower implements Closeable {
    private final FileChannel log;
    private final OutputStream console;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private boolean consoleWorks = true;

    LogFollower(Path log, OutputStream console) throws IOException {
        this.log = FileChannel.open(log, StandardOpenOption.READ);
        this.console = console;
    }

    /**
     * Copies what has come since the last call, one buffer at most, so that whoever calls stays able to act.
     *
     * @return whether there may be more
     */
    boolean copy() throws IOException {
        buffer.clear();
        int count = log.read(buffer);
        if (count <= 0) {
            return false;
        }
        if (consoleWorks) {
            try {
                console.write(buffer.array(), 0, count);
                console.flush();
            } catch (IOException e) {
                // The reader of Maven's output has gone (mvn | head); the run goes on, the log file has it all.
                consoleWorks = false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}

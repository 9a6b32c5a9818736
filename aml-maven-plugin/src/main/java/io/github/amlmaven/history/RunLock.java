package io.github.amlmaven.history;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * That one thread of all processes of this computer does something; gone with its process.
 *
 * <p>A process loses the lock of a file when it closes that file anywhere, so that each is open once in a process at most.
 */
final class RunLock implements AutoCloseable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
    private static final long POLL_MILLIS = 20;

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** The lock; null when somebody else has it. */
    static @Nullable RunLock tryTake(Path file) throws IOException {
        Path path = file.toAbsolutePath().normalize();
        if (!HELD.add(path)) {
            return null;
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            PrivateFiles.createFolder(Objects.requireNonNull(path.getParent()));
            channel = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PrivateFiles.mode(path, "rw-------"));
            FileLock lock = channel.tryLock();
            taken = lock != null;
            return taken ? new RunLock(path, channel) : null;
        } finally {
            if (!taken) {
                if (channel != null) {
                    channel.close();
                }
                HELD.remove(path);
            }
        }
    }

    /** Work that needs the lock. */
    interface Work<T> {
        T done() throws IOException;
    }

    /** Does something with the lock, however long somebody else has it. */
    static <T> T holding(Path file, Work<T> work) throws IOException {
        RunLock lock = tryTake(file);
        while (lock == null) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while another process was waited for");
            }
            lock = tryTake(file);
        }
        try {
            return work.done();
        } finally {
            lock.close();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}

package io.github.amlmaven.compute;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a growing file to the console, as it comes and byte for byte, in a thread of its own: a console that takes
 * nothing for a while (a paused terminal, a pager) keeps nobody from stopping the job.
 */
final class LogFollower implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
    private static final int BUFFER = 64 * 1024;
    private static final long FASTEST_POLL_MILLIS = 2;
    private static final long SLOWEST_POLL_MILLIS = 50;
    /** How long a user who wants to stop waits for a console that takes nothing. */
    private static final long PATIENCE_MILLIS = 2000;

    private final Path file;
    private final RandomAccessFile log;
    private final OutputStream console;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = new Thread(this::follow, "aml-log");
    private volatile boolean abandoned;

    private LogFollower(Path file, RandomAccessFile log, OutputStream console) {
        this.file = file;
        this.log = log;
        this.console = console;
    }

    /** Opens the file, which the job may later remove or replace, and begins to follow it. */
    static LogFollower start(Path file, OutputStream console) throws IOException {
        LogFollower follower = new LogFollower(file, new RandomAccessFile(file.toFile(), "r"), console);
        follower.thread.setDaemon(true);
        follower.thread.start();
        return follower;
    }

    /**
     * Waits until the console has all that is in the file now; a process that cannot be ended may go on writing.
     *
     * @param cancellation once requested, a console that is too slow is left behind
     */
    void finish(Cancellation cancellation) {
        ended.countDown();
        long waited = 0;
        while (thread.isAlive() && !(cancellation.requested() && waited >= PATIENCE_MILLIS)) {
            try {
                thread.join(SLOWEST_POLL_MILLIS);
                waited += SLOWEST_POLL_MILLIS;
            } catch (InterruptedException e) {
                cancellation.request();
            }
        }
    }

    /** Ends the following, wherever it is. */
    @Override
    public void close() {
        abandoned = true;
        ended.countDown();
    }

    private void follow() {
        try (log) {
            long copied = 0;
            for (long pause = FASTEST_POLL_MILLIS;
                    !ended.await(pause, TimeUnit.MILLISECONDS);
                    pause = Math.min(SLOWEST_POLL_MILLIS, pause * 2)) {
                long before = copied;
                copied += copy(log.length() - copied);
                pause = copied > before ? 1 : pause;
            }
            copy(log.length() - copied);
        } catch (IOException e) {
            // The reader of Maven's output has gone (mvn | head); the run goes on, the log file has it all.
            LOG.debug("the log {} is no longer shown", file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Copies so many bytes, less when the file has shrunk. */
    private long copy(long wanted) throws IOException {
        byte[] buffer = new byte[(int) Math.max(0, Math.min(BUFFER, wanted))];
        long copied = 0;
        while (copied < wanted && !abandoned) {
            int count = log.read(buffer, 0, (int) Math.min(buffer.length, wanted - copied));
            if (count < 0) {
                break;
            }
            show(buffer, count);
            copied += count;
        }
        return copied;
    }

    private void show(byte[] bytes, int count) throws IOException {
        try {
            console.write(bytes, 0, count);
            console.flush();
        } catch (RuntimeException e) {
            // Maven's own console interprets escape sequences and fails on some, such as ESC [99999999999m: what a
            // script
            // prints must not end its run.
            LOG.debug("the console failed on {} bytes of {}", count, file, e);
        }
    }
}

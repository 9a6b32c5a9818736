package io.github.amlmaven.compute;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it when that has waited for an engine for too long: a local socket of Java's has no time
 * limit of its own.
 */
final class EngineWatch implements Closeable {
    private final Thread worker = Thread.currentThread();
    private final long patience;
    private volatile boolean waiting;
    private volatile long since;
    private boolean ended;
    private boolean gaveUp;
    private boolean postponed;

    EngineWatch(Duration patience) {
        this.patience = patience.toNanos();
        Thread thread = new Thread(this::watch, "aml-engine-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on it is the engine's turn. */
    void waiting() {
        since = System.nanoTime();
        waiting = true;
    }

    /** The engine has done something. */
    void answered() {
        waiting = false;
    }

    private synchronized void watch() {
        try {
            while (!ended) {
                long left = waiting ? patience - (System.nanoTime() - since) : patience;
                if (left <= 0) {
                    gaveUp = true;
                    worker.interrupt();
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /**
     * The failure of a transfer, which is the engine's silence when it was ended for that.
     *
     * @throws InterruptedIOException when the thread was interrupted by somebody else
     */
    synchronized UncheckedIOException explained(IOException failure) throws InterruptedIOException {
        if (gaveUp) {
            return new UncheckedIOException(new SocketTimeoutException("no answer"));
        }
        if (failure instanceof ClosedByInterruptException) {
            throw new InterruptedIOException("interrupted while files were copied from or to a container");
        }
        return new UncheckedIOException(failure);
    }

    /** As the other, of a failure in which docker-java has wrapped that. */
    synchronized RuntimeException explained(RuntimeException failure) {
        return gaveUp ? new UncheckedIOException(new SocketTimeoutException("no answer")) : failure;
    }

    /**
     * Takes an interruption of the thread by somebody else, to be had again when this is closed.
     *
     * @return whether there was one, so that what it has broken off is to be done again
     */
    synchronized boolean postponeInterruption() {
        boolean others = !gaveUp && Thread.interrupted();
        postponed |= others;
        return others;
    }

    @Override
    public synchronized void close() {
        ended = true;
        notifyAll();
        if (gaveUp && Thread.interrupted()) {
            gaveUp = false; // the interruption was ours, and has been told
        }
        if (postponed) {
            worker.interrupt();
        }
    }
}

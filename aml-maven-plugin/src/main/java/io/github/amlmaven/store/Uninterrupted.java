package io.github.amlmaven.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Finishes work on files although its thread is interrupted, as an IDE or a Maven daemon does to end a build.
 *
 * <p>Java closes a file that an interrupted thread reads or writes. The work is then done again from its beginning, and
 * the thread is interrupted again when the work is done.
 */
final class Uninterrupted {
    /** Whoever interrupts again and again does not want the work to be finished. */
    private static final int TRIES = 16;

    private Uninterrupted() {}

    /** Work that can be begun again, whatever of it has been done. */
    interface Work<T> {
        T begin() throws IOException;
    }

    /** @throws InterruptedIOException when the interrupts do not end; what was begun has been cleared away */
    static <T> T call(Work<T> work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            for (int i = 1; ; i++) {
                try {
                    return work.begin();
                } catch (ClosedByInterruptException | InterruptedIOException e) {
                    interrupted = true;
                    boolean again = Thread.interrupted() && i < TRIES;
                    if (!again) {
                        throw ended(e);
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static InterruptedIOException ended(IOException failure) {
        InterruptedIOException ended = new InterruptedIOException("interrupted while a file was read or written");
        ended.initCause(failure);
        return ended;
    }
}

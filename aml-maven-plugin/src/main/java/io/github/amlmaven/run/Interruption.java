package io.github.amlmaven.run;

import io.github.amlmaven.compute.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns the end of the Java process (Ctrl-C, TERM) into a cancellation, and holds the end back until the run has been
 * recorded: until {@link #close}, or {@value #LONGEST_SECONDS} seconds.
 */
public final class Interruption implements AutoCloseable {
    private static final int LONGEST_SECONDS = 45;

    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::cancelAndWait, "aml-interruption");
    private final Runnable said;

    private Interruption(Runnable said) {
        this.said = said;
    }

    /**
     * Listens from now on.
     *
     * @param said called once when the end has been asked for, from another thread
     */
    public static Interruption listen(Runnable said) {
        Interruption interruption = new Interruption(said);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** Lets the Java process end. */
    @Override
    public void close() {
        closed.countDown();
        if (!cancellation.requested()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The end has begun in this very moment; the hook sees that there is nothing to wait for.
                return;
            }
        }
    }

    private void cancelAndWait() {
        if (closed.getCount() == 0) {
            return;
        }
        cancellation.request();
        said.run();
        try {
            closed.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.github.amlmaven.run;

import io.github.amlmaven.compute.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the end of the Java process (Ctrl-C, TERM) into a cancellation, and holds the end back until the run has been
 * recorded: until {@link #close}, or for the grace period and {@value #COLLECTING_SECONDS} seconds. A second Ctrl-C cuts
 * the grace period short.
 */
public final class Interruption implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
    private static final int COLLECTING_SECONDS = 45;

    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::cancelAndWait, "aml-interruption");
    private final Runnable said;
    private final long longestMillis;

    private Interruption(Runnable said, Duration gracePeriod) {
        this.said = said;
        this.longestMillis = gracePeriod.plusSeconds(COLLECTING_SECONDS).toMillis();
    }

    /**
     * Listens from now on.
     *
     * @param said called once when the end has been asked for, from another thread
     * @param gracePeriod the time a script has to end by itself
     */
    public static Interruption listen(Runnable said, Duration gracePeriod) {
        Interruption interruption = new Interruption(said, gracePeriod);
        try {
            Runtime.getRuntime().addShutdownHook(interruption.hook);
        } catch (IllegalStateException e) {
            // Ctrl-C was a moment ago, during another module's run: this one is not to begin.
            interruption.cancellation.request();
        }
        return interruption;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** Lets the Java process end. */
    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The end has begun; the hook sees that there is nothing to wait for.
            return;
        }
    }

    private void cancelAndWait() {
        if (closed.getCount() == 0) {
            return;
        }
        SecondInterrupt.listen(cancellation::request);
        cancellation.request();
        // Aside: a console that takes nothing must not hold the end back for ever.
        Thread saying = new Thread(said, "aml-saying");
        saying.setDaemon(true);
        // The console may be in the middle of the script's words, and Maven's is not made for two threads.
        saying.setUncaughtExceptionHandler((thread, e) -> LOG.debug("not said", e));
        saying.start();
        try {
            closed.await(longestMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

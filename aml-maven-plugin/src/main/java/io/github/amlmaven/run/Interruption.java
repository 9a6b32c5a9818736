package io.github.amlmaven.run;

import io.github.amlmaven.compute.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the end of the Java process (Ctrl-C, TERM) into a cancellation, and holds the end back until the run has been
 * recorded: until {@link #close}, or for the grace period and {@value #COLLECTING_SECONDS} seconds.
 *
 * <p>A second Ctrl-C ends the script by force and leaves {@value #LAST_SECONDS} seconds for the rest, a third none: what
 * has not been recorded by then the next goal finds in the journal. A closed terminal (HUP) is not a wish to stop: the
 * process ends at once and the script goes on.
 */
public final class Interruption implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
    private static final int COLLECTING_SECONDS = 35;
    private static final int LAST_SECONDS = 5;
    private static final int INTERRUPTED = 130;
    private static final int HUNG_UP = 129;
    private static final long POLL_MILLIS = 50;

    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::cancelAndWait, "aml-interruption");
    private final Runnable said;
    private final long longestMillis;
    private volatile long deadline = Long.MAX_VALUE;

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
        Signals.onHangUp(interruption::leave);
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

    private void leave() {
        if (closed.getCount() == 0) {
            Runtime.getRuntime().exit(HUNG_UP);
        } else {
            Runtime.getRuntime().halt(HUNG_UP);
        }
    }

    private void cancelAndWait() {
        if (closed.getCount() == 0) {
            return;
        }
        deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(longestMillis);
        AtomicInteger again = new AtomicInteger();
        Signals.onInterrupt(() -> {
            cancellation.request();
            if (again.incrementAndGet() > 1) {
                Runtime.getRuntime().halt(INTERRUPTED);
            }
            deadline = Math.min(deadline, System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_SECONDS));
        });
        cancellation.request();
        // Aside: a console that takes nothing must not hold the end back for ever.
        Thread saying = new Thread(said, "aml-saying");
        saying.setDaemon(true);
        // The console may be in the middle of the script's words, and Maven's is not made for two threads.
        saying.setUncaughtExceptionHandler((thread, e) -> LOG.debug("not said", e));
        saying.start();
        try {
            while (deadline - System.nanoTime() > 0 && !closed.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                // A second Ctrl-C may have brought the deadline forward.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

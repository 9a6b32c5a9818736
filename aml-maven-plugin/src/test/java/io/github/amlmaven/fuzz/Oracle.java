package io.github.amlmaven.fuzz;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Holds a reader to its promise: whatever it is given, an answer or a refusal in two lines, within two seconds.
 *
 * <p>The bound on memory is the heap of the process, see the execution {@code fuzz} in the POM.
 */
public final class Oracle {
    /** Two seconds of the processor; how long it takes until a busy computer grants them is not the reader's fault. */
    private static final long MOST_NANOS = 2_000_000_000;

    /** What waits, for a pipe say, spends nothing. */
    private static final long LONGEST_SECONDS = 60;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static volatile Thread worker = Thread.currentThread();
    private static ExecutorService executor = executor();
    private static int inputs;
    private static int refusals;
    private static long slowestNanos;

    /** Reads one input. */
    public interface Reading {
        /** Throws for an input that is refused. */
        void run() throws IOException;
    }

    private Oracle() {}

    static void begin() {
        inputs = 0;
        refusals = 0;
        slowestNanos = 0;
    }

    static String figures() {
        return inputs + " inputs, " + refusals + " refused, slowest " + slowestNanos / 1_000_000
                + " ms of processor time, heap at most " + Runtime.getRuntime().maxMemory() / 1024 / 1024 + " MiB";
    }

    /** Gives the reader one input. */
    public static void check(Reading reading) {
        inputs++;
        long before = THREADS.getThreadCpuTime(worker.getId());
        Future<Boolean> refused = executor.submit(() -> isRefused(reading));
        for (long second = 1; ; second++) {
            try {
                refusals += refused.get(1, TimeUnit.SECONDS) ? 1 : 0;
                slowestNanos = Math.max(slowestNanos, spent(before));
                return;
            } catch (ExecutionException e) {
                throw new AssertionError("the reader was brought down: " + e.getCause(), e.getCause());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } catch (TimeoutException e) {
                long spent = spent(before);
                slowestNanos = Math.max(slowestNanos, spent);
                if (spent > MOST_NANOS || second == LONGEST_SECONDS) {
                    throw new AssertionError(
                            "no answer within " + spent / 1_000_000 + " ms of processor time, " + second + " s: "
                                    + abandoned(),
                            e);
                }
            }
        }
    }

    private static long spent(long before) {
        return THREADS.getThreadCpuTime(worker.getId()) - Math.max(0, before);
    }

    /** Leaves what hangs to itself; where it was. */
    private static String abandoned() {
        String stack = Arrays.toString(worker.getStackTrace());
        executor.shutdownNow();
        executor = executor();
        return stack;
    }

    /** Whether a part of a reading is refused; what is neither refused in two lines nor read is thrown on. */
    public static boolean isRefused(Reading reading) throws IOException {
        try {
            reading.run();
            return false;
        } catch (AmlException e) {
            if (e.problem().isBlank() || e.remedy().isBlank()) {
                throw new AssertionError("a refusal without problem or remedy: " + e.getMessage(), e);
            }
            return true;
        }
    }

    private static ExecutorService executor() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "fuzz");
            thread.setDaemon(true);
            worker = thread;
            return thread;
        });
    }
}

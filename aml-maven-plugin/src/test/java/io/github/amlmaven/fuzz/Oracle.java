package io.github.amlmaven.fuzz;

import io.github.amlmaven.AmlException;
import java.io.IOException;
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
    private static final long LONGEST_SECONDS = 2;

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
        return inputs + " inputs, " + refusals + " refused, slowest " + slowestNanos / 1_000_000 + " ms, heap at most "
                + Runtime.getRuntime().maxMemory() / 1024 / 1024 + " MiB";
    }

    /** Gives the reader one input. */
    public static void check(Reading reading) {
        inputs++;
        long start = System.nanoTime();
        try {
            inTime(() -> {
                refusals += isRefused(reading) ? 1 : 0;
                return null;
            });
        } finally {
            slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
        }
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

    /** A busy computer can make anything slow once; what hangs does so again. */
    private static void inTime(java.util.concurrent.Callable<Void> task) {
        for (int attempt = 1; ; attempt++) {
            Future<Void> result = executor.submit(task);
            try {
                result.get(LONGEST_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException e) {
                throw new AssertionError("the reader was brought down: " + e.getCause(), e.getCause());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } catch (TimeoutException e) {
                String stack = Arrays.toString(worker.getStackTrace());
                executor.shutdownNow();
                executor = executor();
                if (attempt == 2) {
                    throw new AssertionError("no answer within " + LONGEST_SECONDS + " s, twice: " + stack, e);
                }
            }
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

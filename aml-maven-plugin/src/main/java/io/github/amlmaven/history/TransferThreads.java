package io.github.amlmaven.history;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Does the same to many things, several at once; after the first failure nothing more is begun. */
final class TransferThreads {
    private TransferThreads() {}

    /** What is done to each. */
    interface Step<T> {
        void take(T thing) throws IOException;
    }

    /** @throws IOException the first failure, once all threads have come to rest */
    static <T> void each(int threads, List<T> things, Step<T> step) throws IOException {
        if (Math.min(threads, things.size()) <= 1) {
            for (T thing : things) {
                step.take(thing);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        int helpers = Math.min(threads, things.size());
        CountDownLatch resting = new CountDownLatch(helpers);
        for (int i = 0; i < helpers; i++) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            work(next, things, step, failure);
                        } finally {
                            resting.countDown();
                        }
                    },
                    "aml-transfer");
            thread.setDaemon(true);
            thread.start();
        }
        try {
            resting.await();
        } catch (InterruptedException e) {
            next.set(things.size());
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while files were brought");
        }
        rethrow(failure.get());
    }

    private static <T> void work(
            AtomicInteger next, List<T> things, Step<T> step, AtomicReference<@Nullable Exception> failure) {
        for (int i = next.getAndIncrement(); i < things.size(); i = next.getAndIncrement()) {
            try {
                step.take(things.get(i));
            } catch (IOException | RuntimeException e) {
                next.set(things.size());
                if (!failure.compareAndSet(null, e)) {
                    Exception first = failure.get();
                    if (first != null && first != e) {
                        first.addSuppressed(e);
                    }
                }
                return;
            }
        }
    }

    private static void rethrow(@Nullable Exception failure) throws IOException {
        if (failure instanceof IOException outside) {
            throw outside;
        }
        if (failure instanceof RuntimeException known) {
            throw known;
        }
    }
}

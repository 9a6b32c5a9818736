package io.github.amlmaven.web;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that read requests and answer them: a few, however many ask. A client that keeps one of them waiting loses its
 * connection; how long our own work takes is another matter.
 */
final class AnsweringThreads implements Executor, Closeable {
    private static final int THREADS = 12;
    private static final long IDLE_SECONDS = 30;
    private static final long LOOK_MILLIS = 250;

    private final ThreadPoolExecutor pool;
    private final ScheduledThreadPoolExecutor watch;
    private final Map<Thread, Work> works = new ConcurrentHashMap<>();
    private final long askingNanos;
    private final long sendingNanos;

    /**
     * @param askingMillis how long a request may take to arrive
     * @param sendingMillis how long a client may take nothing of its answer
     */
    AnsweringThreads(long askingMillis, long sendingMillis) {
        this.askingNanos = TimeUnit.MILLISECONDS.toNanos(askingMillis);
        this.sendingNanos = TimeUnit.MILLISECONDS.toNanos(sendingMillis);
        AtomicInteger number = new AtomicInteger();
        this.pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> daemon(work, "aml-ui-" + number.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
        this.watch = new ScheduledThreadPoolExecutor(1, work -> daemon(work, "aml-ui-watch"));
        var unused = watch.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** One request and until when it has to go on. */
    private static final class Work {
        private final Thread thread = Thread.currentThread();
        private long deadline;
        private boolean waits;
        private boolean over;

        synchronized void waitUntil(long time) {
            deadline = time;
            waits = true;
        }

        synchronized void goOn() {
            waits = false;
        }

        synchronized void end() {
            over = true;
        }

        synchronized void look(long now) {
            if (!over && waits && now - deadline > 0) {
                waits = false;
                thread.interrupt(); // closes the connection it waits for
            }
        }
    }

    @Override
    public void execute(Runnable request) {
        pool.execute(() -> {
            Work work = new Work();
            work.waitUntil(System.nanoTime() + askingNanos);
            works.put(work.thread, work);
            try {
                request.run();
            } finally {
                work.end();
                works.remove(work.thread);
                Thread.interrupted();
            }
        });
    }

    /** The request has arrived; what follows may take its time. */
    void working() {
        Work work = works.get(Thread.currentThread());
        if (work != null) {
            work.goOn();
        }
    }

    /** The client is to take something of its answer. */
    void sending() {
        Work work = works.get(Thread.currentThread());
        if (work != null) {
            work.waitUntil(System.nanoTime() + sendingNanos);
        }
    }

    /** A stream to a client that is watched while it is written to. */
    OutputStream watched(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                sending();
                out.write(b);
                working();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                sending();
                out.write(bytes, offset, length);
                working();
            }

            @Override
            public void close() throws IOException {
                sending();
                out.close();
            }
        };
    }

    private void look() {
        long now = System.nanoTime();
        works.values().forEach(work -> work.look(now));
    }

    @Override
    public void close() {
        watch.shutdownNow();
        pool.shutdownNow();
    }
}

package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a store elsewhere know how a run goes that is kept on this computer until it has ended, and looks there whether
 * somebody wants it stopped; in a thread of its own, so that nobody waits for a store that is slow or away.
 */
final class Announcements {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long IDLE_SECONDS = 10;
    private static final int WAITING = 16;

    private final Store store;
    private final Layout layout;
    private final ThreadPoolExecutor thread;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean cancelRequested;
    private volatile long looked;

    Announcements(Store store, Layout layout) {
        this.store = store;
        this.layout = layout;
        this.looked = System.nanoTime();
        this.thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), work -> {
                    Thread worker = new Thread(work, "aml-announcements");
                    worker.setDaemon(true);
                    return worker;
                });
        thread.allowCoreThreadTimeOut(true);
    }

    /** One call to the store. */
    private interface Call {
        void make() throws IOException;
    }

    void started(RunId run, byte[] content) {
        soon(() -> store.create(layout.started(run), content));
    }

    void heartbeat(RunId run, byte[] content) {
        soon(() -> store.replace(layout.heartbeat(run), content));
    }

    /** As far as is known; has it looked for again when that was some seconds ago. */
    boolean cancelRequested(RunId run) {
        if (!cancelRequested && System.nanoTime() - looked >= LOOK_NANOS && looking.compareAndSet(false, true)) {
            boolean asked = soon(() -> {
                try {
                    cancelRequested = store.size(layout.cancel(run)).isPresent();
                } finally {
                    looked = System.nanoTime();
                    looking.set(false);
                }
            });
            if (!asked) {
                looking.set(false);
            }
        }
        return cancelRequested;
    }

    private boolean soon(Call call) {
        try {
            thread.execute(() -> make(call));
            return true;
        } catch (RejectedExecutionException e) {
            // The store has not answered for minutes, and a heartbeat that could not be told is replaced by the next.
            LOG.debug("{} does not answer; it does not hear of the run for now", store, e);
            return false;
        }
    }

    private void make(Call call) {
        try {
            call.make();
        } catch (IOException | AmlException e) {
            LOG.debug("{} does not hear of the run for now", store, e);
        }
    }
}

package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.SentRun;
import io.github.amlmaven.history.TransferListener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for little time of a store that may be away: in a thread aside, which is given up on. */
public final class OutboxSweep {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxSweep.class);

    private OutboxSweep() {}

    /** What is done aside. */
    private interface Work {
        void begin() throws IOException;
    }

    /**
     * Brings runs that wait to where they belong, as many as there is time for.
     *
     * @return how many still wait
     */
    public static int briefly(Outbox outbox, Duration most, TransferListener listener) throws IOException {
        if (!outbox.hasWork()) {
            return 0;
        }
        Hearing hearing = new Hearing(listener);
        aside(most, () -> outbox.sync(hearing, hearing.over::get));
        hearing.end();
        return outbox.count();
    }

    static boolean isReachable(Outbox outbox, Duration most) throws IOException {
        AtomicBoolean answered = new AtomicBoolean();
        aside(most, () -> {
            outbox.elsewhere().size("numbers");
            answered.set(true);
        });
        return answered.get();
    }

    private static void aside(Duration most, Work work) throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        work.begin();
                    } catch (IOException | AmlException e) {
                        LOG.debug("not now", e);
                    } finally {
                        done.countDown();
                    }
                },
                "aml-outbox");
        thread.setDaemon(true);
        thread.start();
        try {
            if (!done.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("the store has not answered within {}", most);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the store was asked");
        }
    }

    /** Passes on what is heard until the time is over. */
    private static final class Hearing implements TransferListener {
        final AtomicBoolean over = new AtomicBoolean();
        private final TransferListener listener;

        Hearing(TransferListener listener) {
            this.listener = listener;
        }

        synchronized void end() {
            over.set(true);
        }

        @Override
        public synchronized void sent(SentRun run) {
            if (!over.get()) {
                listener.sent(run);
            }
        }

        @Override
        public synchronized void failed(RunId run, Exception failure) {
            if (!over.get()) {
                listener.failed(run, failure);
            }
        }
    }
}

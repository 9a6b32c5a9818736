package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.Cancellation;
import io.github.amlmaven.history.OpenRun;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every 30 seconds that the process that looks after a run is alive, and looks every second whether somebody has asked
 * for the run's end ({@code mvn aml:cancel}).
 */
final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final int BEAT_SECONDS = 30;

    private final OpenRun run;
    private final Cancellation cancellation;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Heartbeat(OpenRun run, Cancellation cancellation) {
        this.run = run;
        this.cancellation = cancellation;
    }

    static Heartbeat start(OpenRun run, Cancellation cancellation) {
        Heartbeat heartbeat = new Heartbeat(run, cancellation);
        Thread thread = new Thread(heartbeat::beat, "aml-heartbeat");
        thread.setDaemon(true);
        thread.start();
        return heartbeat;
    }

    private void beat() {
        try {
            for (int second = 1; !stopped.await(1, TimeUnit.SECONDS); second++) {
                each(second);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void each(int second) {
        try {
            if (!cancellation.requested() && run.cancelRequested()) {
                cancellation.request();
            }
            if (second % BEAT_SECONDS == 0) {
                run.heartbeat();
            }
        } catch (IOException | AmlException e) {
            // It is advisory: a store that is away for a moment must not stop the script.
            LOG.debug("no heartbeat for run {}", run.id(), e);
        }
    }

    /** Stops it; the run has its record, or will be brought to it by another process. */
    void stop() {
        stopped.countDown();
    }
}

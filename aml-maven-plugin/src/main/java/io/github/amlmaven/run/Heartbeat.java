package io.github.amlmaven.run;

import io.github.amlmaven.history.OpenRun;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says every 30 seconds that the process that looks after a run is alive. */
final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final long SECONDS = 30;

    private final OpenRun run;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Heartbeat(OpenRun run) {
        this.run = run;
    }

    static Heartbeat start(OpenRun run) {
        Heartbeat heartbeat = new Heartbeat(run);
        Thread thread = new Thread(heartbeat::beat, "aml-heartbeat");
        thread.setDaemon(true);
        thread.start();
        return heartbeat;
    }

    private void beat() {
        try {
            while (!stopped.await(SECONDS, TimeUnit.SECONDS)) {
                beatOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beatOnce() {
        try {
            run.heartbeat();
        } catch (IOException e) {
            // It is advisory: a store that is away for a moment must not stop the script.
            LOG.debug("no heartbeat for run {}", run.id(), e);
        }
    }

    void stop() {
        stopped.countDown();
    }
}

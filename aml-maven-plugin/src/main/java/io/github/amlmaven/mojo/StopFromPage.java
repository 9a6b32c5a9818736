package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.Recovery;
import io.github.amlmaven.run.StopListener;
import io.github.amlmaven.run.StopRequest;
import java.io.IOException;
import java.time.Duration;
import org.apache.maven.plugin.logging.Log;

/** Has a run stopped that somebody looks at in a browser, who sees its end there. */
record StopFromPage(RunHistory history, Journal journal, Recovery recovery, GoalCommand command, Log log) {
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(10);

    void stop(RunRecord run) throws IOException {
        if (run.status().isFinal()) {
            throw new AmlException(
                    "run " + run.number() + " is " + run.status().label() + " already", "there is nothing to stop");
        }
        history.cancel(run);
        Thread waiting = new Thread(() -> await(run), "aml-stop-" + run.number());
        waiting.setDaemon(true);
        waiting.start();
    }

    private void await(RunRecord run) {
        try {
            new StopRequest(history, journal, recovery, GRACE_PERIOD, new Silence()).stop(run, false);
        } catch (AmlException | IOException e) {
            log.warn("run " + run.number() + " has been asked to stop: " + OutsideWorld.reason(e) + "\n-> "
                    + command.of("cancel", "-Daml.run=" + run.number()));
        }
    }

    /** The page shows what becomes of the run. */
    private static final class Silence implements StopListener {
        @Override
        public void stoppedBy(RunRecord run, long process) {}

        @Override
        public void stoppedHere(RunRecord run) {}

        @Override
        public void stoppedElsewhere(RunRecord run) {}
    }
}

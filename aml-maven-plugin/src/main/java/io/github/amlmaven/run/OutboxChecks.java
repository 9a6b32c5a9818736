package io.github.amlmaven.run;

import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.WaitingRuns;
import java.io.IOException;

/**
 * Tells of runs that have ended and wait on this computer for their history elsewhere.
 *
 * @param sync the command that sends them
 */
public record OutboxChecks(Outbox outbox, String sync) implements Checkup.Examination {
    private static final String SUBJECT = "outbox";

    @Override
    public void examine(Checkup checkup) throws IOException {
        WaitingRuns waiting = outbox.waiting();
        if (waiting.runs() == 0) {
            checkup.ok(SUBJECT, "nothing waits for " + outbox.elsewhere());
        } else {
            checkup.warn(
                    SUBJECT,
                    waiting.runs() + " runs with " + waiting.files() + " files, " + waiting.bytes()
                            + " bytes, wait for " + outbox.elsewhere() + " in " + waiting.folder(),
                    sync);
        }
    }
}

package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.JournalEntry;
import java.time.Instant;

/**
 * A run in the journal, as it was when it was looked at.
 *
 * @param number 0 for a run that has none
 * @param name how to speak of it: {@code Run 3}, {@code Run iris_1504873881116}, {@code A run}
 * @param detached whether the user wanted it to be left to itself
 * @param store the address of its history
 * @param project account, workspace and project joined by {@code /}
 * @param folder its run folder; empty when it has none yet
 * @param note where it is noted
 */
public record UnfinishedRun(
        int number,
        String name,
        boolean tracked,
        boolean detached,
        Instant begun,
        String store,
        String project,
        String folder,
        String note) {
    static UnfinishedRun of(JournalEntry entry) {
        try {
            int number = entry.runNumber();
            String name = number > 0
                    ? "Run " + number
                    : entry.run().map(id -> "Run " + id).orElse("A run");
            return new UnfinishedRun(
                    number,
                    name,
                    entry.tracked(),
                    entry.detached(),
                    entry.begun(),
                    entry.storeAddress(),
                    entry.project().path(),
                    entry.runFolder().map(Object::toString).orElse(""),
                    entry.toString());
        } catch (AmlException e) {
            // Damaged: whoever tries to bring it to its end meets, and tells, the same.
            return new UnfinishedRun(0, "A run", false, false, Instant.EPOCH, "", "", "", entry.toString());
        }
    }
}

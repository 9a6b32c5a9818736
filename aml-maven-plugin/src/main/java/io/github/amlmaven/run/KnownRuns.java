package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this history and the journal of this computer say of runs.
 *
 * <p>A run leaves the journal only once it is in the outbox or in the history for good, and the outbox only once it is in
 * the history, so they are asked in this order: then no run is in none of them.
 */
final class KnownRuns {
    private final Map<RunId, RunRecord> recorded = new HashMap<>();
    private final Journal journal;
    private final Map<RunId, JournalEntry> noted = new HashMap<>();
    private Optional<JournalEntry> damaged = Optional.empty();
    private Optional<JournalEntry> preparing = Optional.empty();

    KnownRuns(RunHistory history, Journal journal, @Nullable Outbox outbox) throws IOException {
        this.journal = journal;
        readJournal();
        if (outbox != null) {
            outbox.records(history.project()).forEach(run -> recorded.put(run.id(), run));
        }
        history.list(RunFilter.ALL)
                .runs()
                .forEach(run -> recorded.merge(
                        run.id(), run, (waits, there) -> there.status().isFinal() ? there : waits));
    }

    /** Runs begin at any time; what the history has said of a run that had ended holds for ever. */
    void readJournal() throws IOException {
        noted.clear();
        damaged = Optional.empty();
        preparing = Optional.empty();
        for (JournalEntry entry : journal.entries()) {
            try {
                entry.run().ifPresent(run -> noted.put(run, entry));
                if (!entry.isAbandoned() && mayNeedAnImage(entry)) {
                    preparing = Optional.of(entry);
                }
            } catch (AmlException e) {
                damaged = Optional.of(entry); // of which the goal tells when it looks after interrupted runs
            }
        }
    }

    /** A run that has not come to its target yet may be about to go to any. */
    private static boolean mayNeedAnImage(JournalEntry entry) {
        return entry.target().map(target -> !"local".equals(target.get("type"))).orElse(true);
    }

    Optional<RunRecord> record(RunId run) {
        return Optional.ofNullable(recorded.get(run));
    }

    Optional<JournalEntry> entry(RunId run) {
        return Optional.ofNullable(noted.get(run));
    }

    /** An entry of which cannot be told whose it is; it can be that of any run. */
    Optional<JournalEntry> damaged() {
        return damaged;
    }

    /** A run under way, of any project, that may be about to use an image. */
    Optional<JournalEntry> preparing() {
        return preparing;
    }
}

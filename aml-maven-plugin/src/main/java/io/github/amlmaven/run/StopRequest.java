package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Has a run stopped, whoever looks after it, and waits for its end. */
public final class StopRequest {
    private static final Duration COLLECTING = Duration.ofSeconds(35);
    private static final Duration ELSEWHERE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 250;

    private final RunHistory history;
    private final Journal journal;
    private final Recovery recovery;
    private final Duration gracePeriod;
    private final StopListener listener;

    /**
     * @param recovery ends a run that nobody looks after, within the grace period
     * @param gracePeriod that and 35 seconds are waited for an owner on this computer, 60 seconds for one elsewhere
     */
    public StopRequest(
            RunHistory history, Journal journal, Recovery recovery, Duration gracePeriod, StopListener listener) {
        this.history = history;
        this.journal = journal;
        this.recovery = recovery;
        this.gracePeriod = gracePeriod;
        this.listener = listener;
    }

    /**
     * Asks for the end and waits for it.
     *
     * @param giveUp whether a run is recorded as failed that nobody answers for any more
     * @return the final record; at once for a run that has ended already
     * @throws AmlException when the run has not ended in time
     */
    public RunRecord stop(RunRecord run, boolean giveUp) throws IOException {
        if (run.status().isFinal()) {
            return run;
        }
        if (run.reason()
                .filter(reason -> reason.kind() == Reason.Kind.RECORD_DAMAGED)
                .isPresent()) {
            throw new AmlException(
                    "run " + run.number() + " has ended, and its record is damaged",
                    run.reason().orElseThrow().words());
        }
        history.cancel(run);
        Optional<JournalEntry> entry = journal.find(run.id());
        if (entry.isPresent() && entry.get().isAbandoned()) {
            listener.stoppedHere(run);
        }
        // It may have become abandoned after it was looked at.
        recovery.finish(run.id());
        RunRecord now = again(run);
        OptionalLong owner = entry.isPresent() ? entry.get().ownersProcess() : OptionalLong.empty();
        if (now.status().isFinal()) {
            return now;
        } else if (owner.isPresent()) {
            listener.stoppedBy(now, owner.getAsLong());
            return await(now, gracePeriod.plus(COLLECTING));
        } else if (now.status() == RunStatus.UNKNOWN || now.status() == RunStatus.INTERRUPTED) {
            return unanswered(now, giveUp);
        }
        listener.stoppedElsewhere(now);
        return await(now, ELSEWHERE);
    }

    private RunRecord unanswered(RunRecord run, boolean giveUp) throws IOException {
        if (giveUp) {
            return history.giveUp(run);
        }
        String why = run.reason().map(Reason::words).orElse("nobody looks after it");
        throw new AmlException(
                "run " + run.number() + " has been asked to stop, but " + why,
                run.status() == RunStatus.UNKNOWN
                        ? "it stops when that computer is back; to give it up with what has reached the history: "
                                + "-Daml.force"
                        : "name the journal it was started with: -Daml.journalFolder=<folder>; or give it up with what"
                                + " has reached the history: -Daml.force (its script may still be running)");
    }

    private RunRecord await(RunRecord run, Duration patience) throws IOException {
        Deadline deadline = Deadline.in(patience);
        while (!deadline.passed()) {
            pause();
            recovery.finish(run.id());
            RunRecord now = again(run);
            if (now.status().isFinal()) {
                return now;
            }
        }
        OptionalLong owner =
                journal.find(run.id()).map(JournalEntry::ownersProcess).orElse(OptionalLong.empty());
        throw new AmlException(
                "run " + run.number() + " has been asked to stop and has not ended within " + patience.toSeconds()
                        + " s: "
                        + (owner.isPresent()
                                ? "process " + owner.getAsLong() + " of this computer looks after it"
                                : "another computer looks after it"),
                owner.isPresent()
                        ? "wait longer with a greater -Daml.gracePeriod; or end that process, then cancel again: kill -9 "
                                + owner.getAsLong()
                        : "the request stays; it can be given up once that computer has been silent for 5 minutes:"
                                + " -Daml.force");
    }

    private RunRecord again(RunRecord run) throws IOException {
        return history.find(Integer.toString(run.number()));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted; the request to stop stays");
        }
    }
}

package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.Cancellation;
import io.github.amlmaven.history.ClaimedRun;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.ProjectSnapshot;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStart;
import io.github.amlmaven.history.SentRun;
import io.github.amlmaven.store.StoreAwayException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where runs are claimed, and where they are brought once they have ended. */
public final class RunHome {
    private static final Logger LOG = LoggerFactory.getLogger(RunHome.class);
    private static final Duration SECOND_LOOK = Duration.ofSeconds(5);

    private final RunHistory history;
    private final Journal journal;
    private final @Nullable Outbox outbox;
    private final boolean offline;

    /**
     * @param history where the runs are in the end
     * @param journal where their steps are noted, so that they can be brought to their end after a crash
     * @param outbox where they are until they have been brought there; null for a history on this computer
     * @param offline whether a history elsewhere is not to be asked now
     */
    public RunHome(RunHistory history, Journal journal, @Nullable Outbox outbox, boolean offline) {
        this.history = history;
        this.journal = journal;
        this.outbox = outbox;
        this.offline = offline;
    }

    ProjectId project() {
        return history.project();
    }

    /** The project as a run got it; empty when that is not known here. */
    Optional<ProjectSnapshot> snapshot(RunRecord run) throws IOException {
        return history.snapshot(run);
    }

    /** Whether something is still to be done for a run that has ended. */
    boolean isUnfinished(RunId run) throws IOException {
        return journal.find(run).isPresent();
    }

    /** Notes a run that is not to be recorded. */
    JournalEntry untracked() {
        return journal.begin(history, 0, false);
    }

    ClaimedRun claim(RunStart start, RunListener listener) throws IOException {
        if (outbox == null) {
            history.exposure().ifPresent(words -> listener.warning(exposed(words)));
            JournalEntry entry = journal.begin(history, history.newest(), true);
            return new ClaimedRun(history.claim(start, entry), entry, false, null);
        }
        ClaimedRun claimed = outbox.claim(project(), start, journal, offline);
        int number = claimed.run().number();
        StoreAwayException away = claimed.away();
        if (away != null) {
            listener.warning(away.problem() + "; the run goes on with the number " + number
                    + " of this computer, and is brought there, where it gets its own, by a later goal\n-> "
                    + away.remedy());
        } else if (claimed.provisional()) {
            listener.info("Offline: the run has the number " + number + " of this computer until it is brought to "
                    + outbox.elsewhere());
        } else {
            tellOfExposure(listener);
        }
        return claimed;
    }

    private void tellOfExposure(RunListener listener) {
        try {
            history.exposure().ifPresent(words -> listener.warning(exposed(words)));
        } catch (IOException | AmlException e) {
            LOG.debug("who else can see {} is not known", history, e);
        }
    }

    private static String exposed(String words) {
        return "The run history is not yours alone: " + words;
    }

    /** Brings a run that has ended to where it belongs; what does not succeed waits in the outbox, and the run has ended. */
    RunRecord bring(ClaimedRun claimed, RunRecord record, RunListener listener, Cancellation cancellation)
            throws IOException {
        if (outbox == null) {
            return record;
        }
        if (offline) {
            listener.waits(outbox.waiting(), null);
            return record;
        }
        try {
            if (claimed.away() != null && !OutboxSweep.isReachable(outbox, SECOND_LOOK)) {
                listener.waits(outbox.waiting(), claimed.away());
                return record;
            }
            listener.sending();
            Optional<SentRun> sent =
                    new SendingAside(listener.transfer(), cancellation).send(outbox, project(), record.id());
            sent.ifPresent(listener.transfer()::sent);
            return sent.isPresent()
                    ? sent.get().record()
                    : history.find(record.id().value());
        } catch (IOException | AmlException | CancellationException e) {
            listener.waits(outbox.waiting(), e);
            return record;
        }
    }

    /** As {@link #bring}, for a run that failed before its script did anything. */
    void bringFailed(ClaimedRun claimed, Exception failure, RunListener listener, Cancellation cancellation) {
        if (outbox != null && !offline && claimed.away() == null) {
            try {
                new SendingAside(listener.transfer(), cancellation)
                        .send(outbox, project(), claimed.run().id());
            } catch (IOException | AmlException | CancellationException e) {
                failure.addSuppressed(e); // what went wrong first is what the user has to mend
            }
        }
    }
}

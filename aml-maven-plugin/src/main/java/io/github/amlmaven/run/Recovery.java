package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.Cancellation;
import io.github.amlmaven.compute.ComputeTarget;
import io.github.amlmaven.compute.ExitStatus;
import io.github.amlmaven.compute.Job;
import io.github.amlmaven.compute.JobState;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.compute.RunsFolder;
import io.github.amlmaven.compute.TargetSettings;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.TransferListener;
import io.github.amlmaven.store.StoreAccess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings runs of this computer to their end that nobody looks after any more: what had ended is collected and recorded,
 * what never started is closed as such, what still goes on is left alone.
 *
 * <p>It may be stopped at any point, and any number of processes may do it at once: each run is taken by one of them.
 */
public final class Recovery {
    private static final int SHORTEST_GRACE_MILLIS = 500;

    private final Journal journal;
    private final RecoveryListener listener;
    private final Duration gracePeriod;
    private final StoreAccess access;
    private final @Nullable Outbox outbox;

    /** A recovery of runs whose histories are on this computer, and of those in an outbox, which stay there. */
    public Recovery(Journal journal, RecoveryListener listener, Duration gracePeriod) {
        this(journal, listener, gracePeriod, StoreAccess.NONE, null);
    }

    /**
     * @param gracePeriod the time processes get to end by themselves, when they have to
     * @param access what opens stores elsewhere
     * @param outbox whose runs are brought to where they belong at once, however long it takes; null for none
     */
    public Recovery(
            Journal journal,
            RecoveryListener listener,
            Duration gracePeriod,
            StoreAccess access,
            @Nullable Outbox outbox) {
        this.journal = journal;
        this.listener = listener;
        this.gracePeriod = gracePeriod;
        this.access = access;
        this.outbox = outbox;
    }

    /** Looks after every run in the journal, for so long; what is left over waits for the next time. */
    public void sweep(Duration most) throws IOException {
        heal(journal.entries(), Deadline.in(most));
    }

    /** Looks after every run in the journal, however long it takes. */
    public void sweep() throws IOException {
        heal(journal.entries(), Deadline.never());
    }

    /** Looks after one run, however long it takes; nothing when it is not in the journal or has a living owner. */
    public void finish(RunId run) throws IOException {
        Optional<JournalEntry> entry = journal.find(run);
        if (entry.isPresent()) {
            heal(List.of(entry.get()), Deadline.never());
        }
    }

    private void heal(List<JournalEntry> entries, Deadline deadline) {
        for (JournalEntry entry : entries) {
            if (deadline.passed()) {
                listener.notAll();
                return;
            }
            UnfinishedRun run = UnfinishedRun.of(entry);
            try {
                if (outbox != null && outbox.holds(entry)) {
                    healAndSend(outbox, entry, run, deadline);
                } else if (entry.isAbandoned()) {
                    heal(entry, run, deadline);
                }
            } catch (AmlException | IOException e) {
                // What could not be read may be the entry that another process has just closed.
                if (!entry.isClosed()) {
                    listener.failed(run, e);
                }
            }
        }
    }

    private void healAndSend(Outbox box, JournalEntry entry, UnfinishedRun run, Deadline deadline) throws IOException {
        ProjectId project = entry.project();
        Optional<RunId> id = entry.run();
        if (entry.isAbandoned()) {
            heal(entry, run, deadline);
        }
        if (id.isPresent()) {
            box.send(project, id.get(), TransferListener.NONE);
        }
    }

    private void heal(JournalEntry entry, UnfinishedRun run, Deadline deadline) throws IOException {
        Optional<OpenRun> claimed = entry.tracked() ? history(entry).resume(entry) : Optional.empty();
        Optional<RunDirectory> directory = directory(entry);
        boolean launched = entry.target().isPresent();
        boolean recorded = claimed.isPresent() && claimed.get().hasEnded();
        if (recorded || (directory.isEmpty() && !launched)) {
            if (entry.take()) {
                Optional<RunDirectory> copy = launched ? Optional.empty() : directory;
                owned(entry, () -> {
                    if (recorded && launched && directory.isPresent()) {
                        stopGivenUp(entry, run, directory.get(), deadline);
                    }
                    neverStarted(entry, run, recorded ? Optional.empty() : claimed, copy);
                });
            }
            return;
        }
        if (directory.isEmpty()) {
            throw new AmlException(
                    "the journal does not say in which folder the run is",
                    "bring staging.json back, or remove " + entry + " to give the run up");
        }
        if (!launched) {
            heal(entry, run, claimed, directory.get(), null, deadline);
            return;
        }
        try (ComputeTarget target = reopen(entry)) {
            heal(entry, run, claimed, directory.get(), target, deadline);
        }
    }

    private ComputeTarget reopen(JournalEntry entry) throws IOException {
        return TargetSettings.reopen(entry.target().orElseThrow(), entry.project(), access.credentials());
    }

    private void heal(
            JournalEntry entry,
            UnfinishedRun run,
            Optional<OpenRun> claimed,
            RunDirectory directory,
            @Nullable ComputeTarget target,
            Deadline deadline)
            throws IOException {
        JobState state =
                target == null || entry.isNeverStarting() ? new JobState.NeverStarted() : target.look(directory);
        boolean stop = entry.canceled() || (claimed.isPresent() && claimed.get().cancelRequested());
        if (state instanceof JobState.Running running && !stop) {
            if (claimed.isPresent()) {
                claimed.get().leaveTo(running.process());
            }
            listener.stillRunning(run);
        } else if (entry.take()) {
            owned(entry, () -> {
                if (state instanceof JobState.NeverStarted || target == null) {
                    neverStarted(entry, run, claimed, Optional.of(directory));
                } else {
                    end(entry, run, claimed, directory, target, stop, deadline);
                }
            });
        }
    }

    /** What has been taken and not brought to its end is left again: this process may be a long one, or try again. */
    private static void owned(JournalEntry entry, Step step) throws IOException {
        try {
            step.take();
        } finally {
            entry.leave();
        }
    }

    /** What is done for a run that is ours. */
    private interface Step {
        void take() throws IOException;
    }

    /**
     * A run that was given up can have a script that goes on, for nobody: its record is written for ever. One that ended while
     * its target was away can have left something there.
     */
    private void stopGivenUp(JournalEntry entry, UnfinishedRun run, RunDirectory directory, Deadline deadline)
            throws IOException {
        try (ComputeTarget target = reopen(entry)) {
            if (target.look(directory) instanceof JobState.Running) {
                Cancellation cancellation = new Cancellation();
                cancellation.request();
                target.resume(directory, limits(entry, deadline), OutputStream.nullOutputStream(), cancellation);
                listener.stopped(run);
            }
            target.release(directory);
        }
    }

    private Job.Limits limits(JournalEntry entry, Deadline deadline) {
        Duration grace = deadline.left(gracePeriod);
        Duration atLeast = Duration.ofMillis(SHORTEST_GRACE_MILLIS);
        return new Job.Limits(null, grace.compareTo(atLeast) < 0 ? atLeast : grace, false, entry.outputSizeLimit());
    }

    private void neverStarted(
            JournalEntry entry, UnfinishedRun run, Optional<OpenRun> claimed, Optional<RunDirectory> halfCopy)
            throws IOException {
        if (halfCopy.isPresent()) {
            // Whoever goes on with a removal that stopped half way no longer sees that the script did not start.
            entry.neverStarting();
        }
        if (halfCopy.isPresent() && Files.isDirectory(halfCopy.get().root(), LinkOption.NOFOLLOW_LINKS)) {
            halfCopy.get().delete();
        }
        if (claimed.isEmpty()) {
            entry.close();
            return;
        }
        Reason reason = entry.canceled()
                ? Reason.canceledByUser()
                : entry.holdsOthers()
                        ? new Reason(Reason.Kind.OWNER_GONE, "the build ended before the sweep did")
                        : new Reason(Reason.Kind.NEVER_STARTED, "the build ended before the script was started");
        listener.recovered(run, new RunRecording(claimed.get(), entry).complete(reason));
    }

    private void end(
            JournalEntry entry,
            UnfinishedRun run,
            Optional<OpenRun> claimed,
            RunDirectory directory,
            ComputeTarget target,
            boolean stop,
            Deadline deadline)
            throws IOException {
        if (claimed.isPresent()) {
            claimed.get().regain(entry);
        }
        Cancellation cancellation = new Cancellation();
        if (stop) {
            cancellation.request();
        }
        ExitStatus seen =
                target.resume(directory, limits(entry, deadline), OutputStream.nullOutputStream(), cancellation);
        Optional<ExitStatus> known = entry.ended().map(Ending::of);
        ExitStatus status = known.orElse(seen);
        // A stop that came after the end was known has not changed it.
        if (known.isEmpty() && entry.canceled() && status.cause() != ExitStatus.Cause.CANCELED) {
            status = status.because(ExitStatus.Cause.CANCELED);
        }
        entry.ended(Ending.toMap(status));
        Ending ending = new Ending(status, Execution.lastLines(directory, status), null, entry.isBeforeReboot());
        if (claimed.isEmpty()) {
            if (RunRecording.release(target, directory)) {
                entry.close();
            }
            return;
        }
        RunRecording recording = new RunRecording(claimed.get(), entry);
        Optional<RunRecord> record = recording.complete(directory, ending, target, deadline);
        if (record.isPresent()) {
            listener.recovered(run, record.get());
        } else {
            listener.collecting(run, claimed.get().artifacts());
        }
    }

    private RunHistory history(JournalEntry entry) {
        return RunHistory.of(entry, access);
    }

    /** The run directory of an entry, which may not be there (any more); empty when it has not come so far. */
    static Optional<RunDirectory> directory(JournalEntry entry) throws IOException {
        Optional<RunId> run = entry.run();
        Optional<Path> folder = entry.runFolder();
        return run.isPresent() && folder.isPresent()
                ? Optional.of(RunsFolder.reopen(run.get(), folder.get()))
                : Optional.empty();
    }
}

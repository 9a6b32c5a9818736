package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.DiskException;
import io.github.amlmaven.compute.ComputeTarget;
import io.github.amlmaven.compute.OutputException;
import io.github.amlmaven.compute.OutputIntake;
import io.github.amlmaven.compute.Outputs;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.Metrics;
import io.github.amlmaven.history.NotCollected;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunOutcome;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.history.SnapshotFile;
import io.github.amlmaven.staging.StagedFile;
import io.github.amlmaven.store.SourceException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a run leaves behind into its record, and writes the record's end.
 *
 * <p>It may be stopped at any point, by a crash or a deadline: another one goes on where it was.
 */
final class RunRecording {
    private static final Logger LOG = LoggerFactory.getLogger(RunRecording.class);

    private final OpenRun run;
    private final JournalEntry entry;
    private @Nullable Instant start;

    RunRecording(OpenRun run, JournalEntry entry) {
        this.run = run;
        this.entry = entry;
        this.start = run.startTime().orElse(null);
    }

    /** Keeps the files as they were copied, not as the project has them by now. */
    void snapshot(List<StagedFile> staged, RunDirectory directory) throws IOException {
        List<SnapshotFile> files = new ArrayList<>(staged.size());
        for (StagedFile file : staged) {
            String kind = file.kind().name().toLowerCase(Locale.ROOT);
            files.add(new SnapshotFile(file.path(), kind, file.mode(), file.size(), file.sha256(), file.linkTarget()));
        }
        run.snapshot(files, directory.root());
    }

    /** @param prepared what the script runs in, as its target tells it */
    void started(Map<String, Object> prepared) throws IOException {
        Map<String, Object> facts = new TreeMap<>(prepared);
        facts.put("host", HostFacts.fields());
        run.started(facts);
        start = Instant.now();
    }

    /** To be called by whoever has seen the script end. */
    RunRecord complete(RunDirectory directory, Ending ending, ComputeTarget target) throws IOException {
        try {
            return complete(directory, ending, target, Deadline.never()).orElseThrow();
        } catch (IOException e) {
            IOException cause = DiskException.of(e, directory.root(), -1, "-Daml.store=<folder>");
            throw new AmlException(
                    "the script of run " + run.number() + " ended, but its results could not be kept: "
                            + cause.getMessage(),
                    "what has not reached the store is still in " + directory.root()
                            + ": make room, or see that the store can be written to; the next goal goes on with it",
                    e);
        }
    }

    /**
     * Collects and records, at most until the deadline.
     *
     * @return empty when the deadline came first
     */
    Optional<RunRecord> complete(RunDirectory directory, Ending ending, ComputeTarget target, Deadline deadline)
            throws IOException {
        Instant end = endOf(directory);
        run.collecting();
        List<NotCollected> notCollected = new ArrayList<>();
        if (!collect(directory, notCollected, deadline)) {
            return Optional.empty();
        }
        LoggedResults logged = LoggedResults.of(directory);
        Map<String, Object> facts = new TreeMap<>(logged.facts());
        facts.putAll(target.outcome(directory));
        RunOutcome outcome = new RunOutcome(
                ending.runStatus(),
                ending.reason(),
                ending.status().code() < 0 ? null : ending.status().code(),
                start,
                end,
                logged.metrics(),
                notCollected,
                List.of(),
                facts);
        RunRecord record = run.complete(outcome);
        if (release(target, directory)) {
            entry.close();
        }
        return Optional.of(record);
    }

    /** Records a run of which there is nothing to collect. */
    RunRecord complete(Reason reason) throws IOException {
        return end(without(reason));
    }

    private RunOutcome without(Reason reason) {
        RunStatus status = reason.kind() == Reason.Kind.CANCELED_BY_USER ? RunStatus.CANCELED : RunStatus.FAILED;
        return new RunOutcome(status, reason, null, start, Instant.now(), Metrics.NONE, List.of(), List.of());
    }

    /** Keeps what was printed while the target was prepared, before the copy goes that it lies in. */
    void keepPrepareLog(RunDirectory directory, Exception failure) {
        try {
            if (directory.isIntact(directory.prepareLog())) {
                run.add(new ArtifactPath(Outputs.PREPARE_LOG), directory.prepareLog());
            }
        } catch (IOException | AmlException e) {
            failure.addSuppressed(e); // what went wrong first is what the user has to mend
        }
    }

    /**
     * Records that the run ended before its script did anything.
     *
     * @param tidy whether nothing of it is left; if there is, the journal keeps the entry, and the next sweep removes both
     */
    void fail(Exception failure, boolean tidy) {
        Reason.Kind kind = start == null ? Reason.Kind.NEVER_STARTED : Reason.Kind.LAUNCH_FAILED;
        String words = failure instanceof AmlException known ? known.problem() : failure.toString();
        try {
            run.complete(without(new Reason(kind, words)));
            if (tidy) {
                entry.close();
            }
        } catch (IOException | AmlException e) {
            failure.addSuppressed(e); // what went wrong first is what the user has to mend
        }
    }

    private RunRecord end(RunOutcome outcome) throws IOException {
        RunRecord record = run.complete(outcome);
        entry.close();
        return record;
    }

    /**
     * When the script ended: the time its end was written down, for a run that is healed long afterwards, unless the clock of
     * its target, or the script, has made nonsense of it.
     */
    private Instant endOf(RunDirectory directory) throws IOException {
        Instant now = Instant.now();
        Path written = directory.complete();
        if (!directory.isIntact(written)) {
            return now;
        }
        Instant end =
                Files.getLastModifiedTime(written, LinkOption.NOFOLLOW_LINKS).toInstant();
        boolean possible = !end.isAfter(now) && (start == null || !end.isBefore(start));
        return possible ? end : now;
    }

    /**
     * Has the target removed what it has kept of a run that needs nothing any more.
     *
     * @return false when it could not; then the journal is to keep the entry, and the next sweep tries again
     */
    static boolean release(ComputeTarget target, RunDirectory directory) {
        try {
            target.release(directory);
            return true;
        } catch (AmlException | IOException e) {
            LOG.debug("left for the next goal: what {} has kept on its target", directory, e);
            return false;
        }
    }

    private boolean collect(RunDirectory directory, List<NotCollected> notCollected, Deadline deadline)
            throws IOException {
        if (!Files.isDirectory(directory.root(), LinkOption.NOFOLLOW_LINKS)) {
            notCollected.add(new NotCollected("outputs", 0, "is gone: somebody removed " + directory.root()));
            return true;
        }
        Outputs outputs = Outputs.of(directory, entry.outputSizeLimit());
        for (Outputs.LeftOut left : outputs.leftOut()) {
            // What a collection before this one has brought in is not missing.
            if (!run.holds(left.path())) {
                notCollected.add(new NotCollected(left.path(), left.size(), left.reason()));
            }
        }
        try (OutputIntake intake = new OutputIntake(directory, entry.outputSizeLimit())) {
            for (Outputs.Output output : outputs.files()) {
                if (deadline.passed()) {
                    return false;
                }
                add(intake, output, notCollected);
            }
        }
        return true;
    }

    private void add(OutputIntake intake, Outputs.Output output, List<NotCollected> notCollected) throws IOException {
        try {
            entry.collected(run.add(output.path(), intake.take(output)));
        } catch (FileAlreadyExistsException e) {
            notCollected.add(new NotCollected(
                    output.path().toString(),
                    output.size(),
                    run.holds(output.path().value())
                            ? "was changed after it had been collected; what it is now stays in the run folder"
                            : "would need the place of other content in the history; it stays in the run folder"));
        } catch (OutputException e) {
            notCollected.add(new NotCollected(output.path().toString(), output.size(), e.reason()));
        } catch (SourceException e) {
            notCollected.add(new NotCollected(output.path().toString(), output.size(), e.getReason()));
        }
    }
}

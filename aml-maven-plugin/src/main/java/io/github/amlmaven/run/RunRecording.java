package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.ExitStatus;
import io.github.amlmaven.compute.Outputs;
import io.github.amlmaven.compute.RunDirectory;
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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings what a run leaves behind into its record, and writes the record's end. */
final class RunRecording {
    private final OpenRun run;
    private final long outputSizeLimit;
    private @Nullable Instant start;
    private boolean ended;

    RunRecording(OpenRun run, long outputSizeLimit) {
        this.run = run;
        this.outputSizeLimit = outputSizeLimit;
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

    void started() throws IOException {
        run.started(Map.of("host", HostFacts.fields()));
        start = Instant.now();
    }

    RunResult complete(RunDirectory directory, ExitStatus status, Execution execution) throws IOException {
        ended = true;
        Instant end = Instant.now();
        List<String> lastLines = execution.lastLines(directory, status);
        try {
            run.collecting();
            Outputs outputs = Outputs.of(directory, outputSizeLimit);
            List<NotCollected> notCollected = new ArrayList<>();
            outputs.leftOut()
                    .forEach(left -> notCollected.add(new NotCollected(left.path(), left.size(), left.reason())));
            for (Outputs.Output output : outputs.files()) {
                add(output, notCollected);
            }
            RunOutcome outcome = new RunOutcome(
                    statusOf(status),
                    execution.reason(status),
                    status.code() < 0 ? null : status.code(),
                    start,
                    end,
                    metrics(directory),
                    notCollected,
                    List.of());
            RunRecord record = run.complete(outcome);
            return execution.result(directory, status, record, lastLines);
        } catch (IOException e) {
            throw new AmlException(
                    "the script of run " + run.number() + " ended, but its results could not be kept: " + e,
                    "what has not reached the store is still in " + directory.root()
                            + "; see that the store has room and can be written to",
                    e);
        }
    }

    /** Records that the run ended before its script did anything. */
    void fail(Exception failure) {
        if (ended) {
            return; // the script has run: its results wait in the run folder, and the record stays open for them
        }
        Reason.Kind kind = start == null ? Reason.Kind.NEVER_STARTED : Reason.Kind.LAUNCH_FAILED;
        String words = failure instanceof AmlException known ? known.problem() : failure.toString();
        Reason reason = new Reason(kind, words);
        RunOutcome outcome = new RunOutcome(
                RunStatus.FAILED, reason, null, start, Instant.now(), Metrics.NONE, List.of(), List.of());
        try {
            run.complete(outcome);
        } catch (IOException e) {
            failure.addSuppressed(e); // what went wrong first is what the user has to mend
        }
    }

    private static Metrics metrics(RunDirectory directory) throws IOException {
        Path file = directory.metrics();
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Metrics.NONE;
        }
        return directory.isIntact(file) && Files.isReadable(file)
                ? Metrics.read(file)
                : new Metrics(
                        Map.of(), List.of("The metrics were not read: the script has replaced or locked their file."));
    }

    private void add(Outputs.Output output, List<NotCollected> notCollected) throws IOException {
        try {
            run.add(output.path(), output.file());
        } catch (SourceException e) {
            notCollected.add(new NotCollected(output.path().toString(), output.size(), e.getReason()));
        }
    }

    private static RunStatus statusOf(ExitStatus status) {
        return switch (status.cause()) {
            case EXITED -> status.code() == 0 ? RunStatus.COMPLETED : RunStatus.FAILED;
            case CANCELED -> RunStatus.CANCELED;
            case TIMED_OUT, UNKNOWN -> RunStatus.FAILED;
        };
    }
}

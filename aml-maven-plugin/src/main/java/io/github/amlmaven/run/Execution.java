package io.github.amlmaven.run;

import io.github.amlmaven.compute.ComputeTarget;
import io.github.amlmaven.compute.ExitStatus;
import io.github.amlmaven.compute.Job;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One job on its target, and how its end is told. */
record Execution(ComputeTarget target, Job job, Interruption interruption, RunListener listener) {
    private static final int LAST_LINES = 20;

    ExitStatus execute(RunDirectory directory) throws IOException {
        if (interruption.cancellation().requested()) {
            return new ExitStatus(ExitStatus.Cause.CANCELED, -1);
        }
        ExitStatus status = target.run(job, directory, listener.console(), interruption.cancellation());
        directory.log("The script ended: " + words(status) + ".");
        return status;
    }

    /** To be called while the driver log is still in the run directory; empty when the script has taken it away. */
    List<String> lastLines(RunDirectory directory, ExitStatus status) throws IOException {
        Path log = directory.driverLog();
        return status.succeeded() || !directory.isIntact(log) || !Files.isReadable(log)
                ? List.of()
                : LogTail.read(log, LAST_LINES);
    }

    RunResult result(RunDirectory directory, ExitStatus status, @Nullable RunRecord record) throws IOException {
        return result(directory, status, record, lastLines(directory, status));
    }

    RunResult result(RunDirectory directory, ExitStatus status, @Nullable RunRecord record, List<String> lastLines) {
        String failure = status.succeeded() ? null : words(status);
        return new RunResult(directory.run(), record, failure, status.code(), lastLines, List.of(), directory.root());
    }

    /** Why the job did not succeed; null when it did. */
    @Nullable
    Reason reason(ExitStatus status) {
        return switch (status.cause()) {
            case EXITED -> status.code() == 0 ? null : Reason.ofExitCode(status.code());
            case TIMED_OUT ->
                Reason.timedOut(
                        job.limits().timeout() == null
                                ? 0
                                : job.limits().timeout().toSeconds());
            case CANCELED -> Reason.canceledByUser();
            case UNKNOWN ->
                new Reason(
                        Reason.Kind.RESULT_UNKNOWN, "killed together with its supervisor, its exit code is not known");
        };
    }

    private String words(ExitStatus status) {
        Reason reason = reason(status);
        return reason == null ? "exit code 0" : reason.words();
    }
}

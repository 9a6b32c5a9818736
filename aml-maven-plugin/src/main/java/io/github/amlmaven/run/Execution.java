package io.github.amlmaven.run;

import io.github.amlmaven.compute.ComputeTarget;
import io.github.amlmaven.compute.ExitStatus;
import io.github.amlmaven.compute.Job;
import io.github.amlmaven.compute.JobState;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.history.JournalEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One job on its target, and how its end is told. */
record Execution(ComputeTarget target, Job job, Interruption interruption, RunListener listener) {
    private static final int LAST_LINES = 20;

    Ending execute(RunDirectory directory, JournalEntry entry) throws IOException {
        if (interruption.cancellation().requested()) {
            ExitStatus stopped = ExitStatus.without(ExitStatus.Cause.CANCELED);
            entry.ended(Ending.toMap(stopped));
            return ending(directory, stopped);
        }
        ExitStatus status = target.run(job, directory, listener.console(), interruption.cancellation());
        entry.ended(Ending.toMap(status));
        Ending ending = ending(directory, status);
        directory.log("The script ended: " + ending.words() + ".");
        return ending;
    }

    /** Whether the script that could not be run was never started, and from now on never will be. */
    boolean neverStarted(RunDirectory directory, Exception failure) {
        try {
            return target.look(directory) instanceof JobState.NeverStarted;
        } catch (IOException e) {
            failure.addSuppressed(e);
            return false; // who does not know leaves it to the next goal
        }
    }

    private Ending ending(RunDirectory directory, ExitStatus status) throws IOException {
        return new Ending(status, lastLines(directory, status), job.limits().timeout(), false);
    }

    /** To be called while the driver log is still in the run directory; empty when the script has taken it away. */
    static List<String> lastLines(RunDirectory directory, ExitStatus status) throws IOException {
        Path log = directory.driverLog();
        return status.succeeded() || !directory.isIntact(log) || !Files.isReadable(log)
                ? List.of()
                : LogTail.read(log, LAST_LINES);
    }
}

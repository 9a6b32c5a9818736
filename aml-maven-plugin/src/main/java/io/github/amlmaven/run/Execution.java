package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.Cancellation;
import io.github.amlmaven.compute.ComputeTarget;
import io.github.amlmaven.compute.ExitStatus;
import io.github.amlmaven.compute.Job;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.history.JournalEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job on its target, and how its end is told. */
record Execution(ComputeTarget target, Job job, Cancellation cancellation, RunListener listener) {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);
    private static final int LAST_LINES = 20;

    Ending execute(RunDirectory directory, JournalEntry entry) throws IOException {
        if (cancellation.requested()) {
            ExitStatus stopped = ExitStatus.without(ExitStatus.Cause.CANCELED);
            noteEnd(entry, stopped);
            return ending(directory, stopped);
        }
        target.remarks(listener::info);
        ExitStatus status = target.run(job, directory, listener.console(), cancellation);
        noteEnd(entry, status);
        Ending ending = ending(directory, status);
        directory.log("The script ended: " + ending.words() + ".");
        return ending;
    }

    /** Starts the script and leaves it to itself; false when it will never start. */
    boolean launch(RunDirectory directory) throws IOException {
        target.remarks(listener::info);
        return target.launch(job, directory, cancellation);
    }

    private static void noteEnd(JournalEntry entry, ExitStatus status) {
        try {
            entry.ended(Ending.toMap(status));
        } catch (AmlException e) {
            // The supervisor has written down the same, but for the cause; nobody is to lose a result for that.
            LOG.debug("the end of the script is not noted", e);
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

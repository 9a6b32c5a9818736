package io.github.amlmaven.mojo;

import io.github.amlmaven.RunId;
import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.NotCollected;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.history.TransferListener;
import io.github.amlmaven.history.WaitingRuns;
import io.github.amlmaven.run.RunListener;
import io.github.amlmaven.run.RunResult;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Prints a run as {@code az ml experiment submit} did: the run id, the script's output as it is, the execution details.
 *
 * <p>Quiet, it prints the run id and nothing else, for {@code run=$(mvn -q aml:run)}.
 */
final class RunConsole implements RunListener {
    private static final int MOST_LISTED = 10;

    private final Log log;
    private final boolean quiet;
    private final GoalCommand command;
    private @Nullable TransferConsole transfer;
    private final PrintStream out = System.out;
    private @Nullable WaitingRuns waits;
    private volatile boolean sending;

    RunConsole(Log log, boolean quiet, GoalCommand command) {
        this.log = log;
        this.quiet = quiet;
        this.command = command;
    }

    @Override
    public void info(String remark) {
        log.info(remark);
    }

    @Override
    public void warning(String remark) {
        log.warn(remark);
    }

    @Override
    public void claimed(RunId run, int number) {
        if (quiet) {
            out.println(run);
            return;
        }
        out.println("RunId: " + run);
        out.println();
        if (number == 0) {
            log.info("TrackedRun is false: the run leaves no record, and its outputs are not collected.");
        }
    }

    @Override
    public void staged(int files, long bytes) {
        log.debug("staged " + files + " files and folders, " + bytes + " bytes");
    }

    @Override
    public void executing() {
        say("Executing user inputs .....");
        say("===========================");
        say("");
    }

    @Override
    public void sending() {
        sending = true;
    }

    @Override
    public TransferListener transfer() {
        TransferConsole console = transfer == null ? new TransferConsole(log, quiet) : transfer;
        transfer = console;
        return console;
    }

    @Override
    public void waits(WaitingRuns waiting, @Nullable Exception why) {
        waits = waiting;
        String what = "The results wait on this computer, "
                + (waiting.runs() == 1 ? "" : "with those of other runs, " + waiting.runs() + " in all, ")
                + TransferConsole.amount(waiting.files(), waiting.bytes()) + " in " + waiting.folder();
        if (why == null) {
            log.info(what + " -> without -o: " + command.of("sync"));
        } else if (why instanceof CancellationException) {
            log.warn(what + ": the build was stopped while they were being sent\n-> " + command.of("sync")
                    + " goes on with them, as the next goals do");
        } else {
            String[] words = OutsideWorld.reason(why).split("\n-> ", 2);
            log.warn(what + ": " + words[0] + "\n-> " + (words.length > 1 ? words[1] + "; then " : "")
                    + command.of("sync") + " brings them, as the next goals do");
        }
    }

    @Override
    public OutputStream console() {
        return quiet ? OutputStream.nullOutputStream() : StandardOutput.raw();
    }

    /** The user wants the process to end. */
    void stopping() {
        if (sending) {
            log.warn(
                    "Stopping: the run has ended, and what of it has not been sent in a moment waits on this computer.");
            return;
        }
        log.warn("Stopping the script: it has the grace period to end by itself (Ctrl-C again ends it at once); what it"
                + " leaves is collected then.");
    }

    /** The run goes on by itself. */
    void detached(RunRecord record) {
        String run = "-Daml.run=" + record.number();
        say("Run number: " + record.number());
        say("Status: " + record.status().label() + ", detached");
        say("");
        say("Next: " + command.of("logs", run, "-Daml.follow"));
        say("      " + command.of("cancel", run));
        say("      " + command.of("history"));
    }

    /** The run has ended; {@code place} is where its artifacts lie. */
    void ended(RunResult result, String place) {
        say("");
        say("Execution Details");
        say("=================");
        say("RunId: " + result.id());
        RunRecord record = result.record();
        if (record == null) {
            say("Run folder: " + result.runFolder());
            return;
        }
        tell(record, waits == null ? place : waits.folder().toString());
        tellOfLeftBehind(result);
        if (record.notCollected().stream().anyMatch(left -> !left.reason().contains("docker cp "))) {
            log.warn("What was not collected is in " + result.runFolder());
        }
        record.warnings().forEach(log::warn);
        say("");
        if (waits != null) {
            say("Next: " + command.of("sync"));
            return;
        }
        String run = "-Daml.run=" + record.number();
        say("Next: " + command.of("download", run));
        say("      " + command.of("info", run));
        say("      " + command.of("history"));
    }

    private void tell(RunRecord record, String place) {
        say("Run number: " + record.number());
        say("Status: " + record.status().label()
                + record.reason().map(reason -> " (" + reason.words() + ")").orElse(""));
        say("Duration: " + record.fields().get("duration"));
        sayMetrics(record.metrics());
        sayArtifacts(record.artifacts(), place);
        for (NotCollected left : record.notCollected()) {
            log.warn("Not collected: " + left.path() + (left.size() > 0 ? " (" + left.size() + " bytes)" : "") + " "
                    + left.reason());
        }
    }

    private void tellOfLeftBehind(RunResult result) {
        int files = result.leftBehind().size();
        if (files > 0) {
            String some = String.join(", ", result.leftBehind().subList(0, Math.min(MOST_LISTED, files)));
            log.warn((files == 1 ? "1 new file" : files + " new files") + " outside outputs/ not kept: "
                    + RowPrinter.cell(some) + (files > MOST_LISTED ? ", ..." : ""));
            log.warn("-> let the script write to outputs/; until it is removed it is all in " + result.runFolder());
        }
    }

    /** What the build fails with: the reason, the script's last words, and where the rest is. */
    String failure(RunResult result) {
        boolean canceled = result.record() != null && result.record().status() == RunStatus.CANCELED;
        StringBuilder text =
                new StringBuilder((canceled ? "the run ended early: " : "the script failed: ") + result.failure());
        int lines = result.lastLines().size();
        if (lines > 0) {
            text.append(lines == 1 ? "; its last line:" : "; its last " + lines + " lines:");
            result.lastLines().forEach(line -> text.append("\n    ").append(line));
        }
        RunRecord record = result.record();
        text.append("\n-> ");
        if (record != null
                && record.reason()
                        .filter(reason -> reason.kind() == Reason.Kind.TIMED_OUT)
                        .isPresent()) {
            text.append("give it more time with -Daml.timeout=<time>; ");
        }
        if (record == null) {
            text.append("see the whole log: ").append(result.runFolder()).append("/azureml-logs/driver_log.txt");
        } else {
            text.append("see the whole log: ")
                    .append(waits == null ? "" : command.of("sync") + ", then ")
                    .append(command.of("logs", "-Daml.run=" + (waits == null ? record.number() : record.id())))
                    .append("; the run folder is ")
                    .append(result.runFolder());
        }
        return text.toString();
    }

    private void sayMetrics(Map<String, Object> metrics) {
        if (!metrics.isEmpty()) {
            say("Metrics:");
            metrics.forEach((name, value) -> say("  " + RowPrinter.cell(name) + ": " + RunDetails.value(value)));
        }
    }

    private void sayArtifacts(List<Artifact> artifacts, String place) {
        say("Collected: " + artifacts.size() + " files, in " + place);
        artifacts.stream()
                .limit(MOST_LISTED)
                .forEach(artifact -> say("  " + artifact.path() + " (" + artifact.size() + " bytes)"));
        if (artifacts.size() > MOST_LISTED) {
            say("  ... and " + (artifacts.size() - MOST_LISTED) + " more");
        }
    }

    private void say(String line) {
        if (!quiet) {
            out.println(line);
        }
    }
}

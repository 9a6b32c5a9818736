package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.Recovery;
import io.github.amlmaven.run.RunLog;
import java.io.IOException;
import java.time.Duration;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Shows what the script of a run has printed, byte for byte: of a run that has ended, and of one that is under way on this
 * computer, in another terminal or without any Maven.
 *
 * <p>Nothing that this goal does changes the run; Ctrl-C ends the goal and not the run. It succeeds whatever the run's
 * result.
 *
 * <p>Examples: {@code mvn aml:logs}, {@code mvn aml:logs -Daml.run=42 -Daml.follow},
 * {@code mvn -q aml:logs -Daml.tail=100 > log.txt}
 *
 * @since 1.0.0
 */
@Mojo(name = "logs", requiresProject = false, threadSafe = true)
public final class LogsMojo extends AmlMojo {
    /**
     * The run: its number, its id, or {@code last}. Example: {@code -Daml.run=42}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run", defaultValue = "last")
    private String run;

    /**
     * Goes on with what the script prints until the run has ended, then says how it ended. Of a run whose Maven is gone it
     * keeps the results, too, once the script has ended. Example: {@code -Daml.follow}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.follow", defaultValue = "false")
    private boolean follow;

    /**
     * Begins with the last so many lines. Default: the whole log. Example: {@code -Daml.tail=100}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.tail")
    private @Nullable Integer tail;

    @Override
    void run(Module module) throws IOException {
        if (tail != null && tail < 0) {
            throw new AmlException(
                    "'" + tail + "' is not a number of lines", "set -Daml.tail=100, or leave it out for the whole log");
        }
        RunHistory history = history(module);
        RunRecord record = find(module, history, run);
        LogConsole console = new LogConsole(getLog(), command(module), follow);
        RunLog log = new RunLog(history, journal(module), tail == null ? -1 : tail, console);
        try (LineEnds out = new LineEnds(StandardOutput.raw())) {
            if (!follow) {
                log.write(record, out);
                return;
            }
            AwaitedRun awaited = new AwaitedRun(recoveryConsole(module));
            Recovery recovery = recovery(module, awaited, Duration.ofSeconds(10));
            RunRecord ended = log.follow(record, recovery, out);
            if (!quiet()) {
                out.endLine();
            }
            awaited.tell();
            getLog().info(RunDetails.end(ended) + " -> " + command(module).of("info", "-Daml.run=" + ended.number()));
        }
    }
}

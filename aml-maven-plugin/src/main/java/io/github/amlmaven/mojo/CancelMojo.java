package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.Recovery;
import io.github.amlmaven.run.StopListener;
import io.github.amlmaven.run.StopRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Stops a run from another terminal, or one whose Maven is gone, and waits for its end: the script is asked to end, ended by
 * force after the grace period, and what it has written is kept. The run is Canceled then.
 *
 * <p>A run that has ended already stays as it is, and the goal succeeds.
 *
 * <p>Example: {@code mvn aml:cancel -Daml.run=42}
 *
 * @since 1.0.0
 */
@Mojo(name = "cancel", requiresProject = false, threadSafe = true)
public final class CancelMojo extends AmlMojo {
    private static final int LOOKED_AT = 1000;

    /**
     * The run: its number, its id, or {@code last}. There is no default, so that no run is stopped by mistake. Example:
     * {@code -Daml.run=42}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run")
    private @Nullable String run;

    /**
     * The time the script has to end by itself before it is ended by force: seconds, or a number with {@code s}, {@code m},
     * {@code h} or {@code d}; 0 is at once. Where the Maven that started the run is alive, its own setting counts, and
     * this one and 35 seconds say how long it is waited for. Example: {@code -Daml.gracePeriod=1m}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.gracePeriod", defaultValue = "10s")
    private String gracePeriod;

    /**
     * Gives up a run that nobody answers for: one of a computer that has been silent for more than 5 minutes, or one that
     * the journal of this computer does not know. It is recorded as Failed, with what has reached the history. Example:
     * {@code -Daml.force}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.force", defaultValue = "false")
    private boolean force;

    @Override
    void run(Module module) throws IOException {
        Duration grace = TimeSpan.parse("aml.gracePeriod", gracePeriod);
        RunHistory history = history(module);
        if (run == null || run.isBlank()) {
            throw nothingNamed(history, command(module));
        }
        RunRecord record = history.find(run);
        GoalCommand command = command(module);
        String info = " -> " + command.of("info", "-Daml.run=" + record.number());
        if (record.status().isFinal()) {
            getLog().info("There is nothing to stop. " + RunDetails.end(record) + info);
            return;
        }
        AwaitedRun awaited = new AwaitedRun(recoveryConsole(module));
        Recovery recovery = recovery(module, awaited, grace);
        RunRecord ended =
                new StopRequest(history, journal(module), recovery, grace, new Console(grace)).stop(record, force);
        getLog().info(RunDetails.end(ended) + info);
    }

    private AmlException nothingNamed(RunHistory history, GoalCommand command) throws IOException {
        List<RunRecord> underWay = history.list(new RunFilter(null, LOOKED_AT)).runs().stream()
                .filter(each -> !each.status().isFinal())
                .toList();
        StringBuilder remedy = new StringBuilder();
        for (RunRecord each : underWay) {
            remedy.append(remedy.isEmpty() ? "" : "\n   ")
                    .append(command.of("cancel", "-Daml.run=" + each.number()))
                    .append(" stops the one that is ")
                    .append(each.status().label());
        }
        return new AmlException(
                "no run is named",
                underWay.isEmpty()
                        ? "no run of " + history.project().path() + " is under way; " + command.of("history")
                                + " lists them"
                        : remedy.toString());
    }

    /** Says whom the end is waited for. */
    private final class Console implements StopListener {
        private final Duration grace;

        Console(Duration grace) {
            this.grace = grace;
        }

        @Override
        public void stoppedBy(RunRecord record, long process) {
            getLog().info("Run " + record.number() + " has been asked to stop; waiting for its Maven, process "
                    + process + " ...");
        }

        @Override
        public void stoppedHere(RunRecord record) {
            getLog().info("Run " + record.number() + " has no Maven any more and is stopped here; its script has "
                    + grace.toSeconds() + " s to end by itself ...");
        }

        @Override
        public void stoppedElsewhere(RunRecord record) {
            getLog().info("Run " + record.number() + " has been asked to stop; waiting for "
                    + LogConsole.computer(record) + ", which looks after it ...");
        }
    }
}

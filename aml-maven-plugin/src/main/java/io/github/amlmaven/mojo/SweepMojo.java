package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.Interruption;
import io.github.amlmaven.run.RunSettings;
import io.github.amlmaven.run.Sweep;
import io.github.amlmaven.run.SweepChild;
import io.github.amlmaven.run.SweepMetric;
import io.github.amlmaven.run.SweepPlan;
import io.github.amlmaven.run.SweepResult;
import io.github.amlmaven.run.SweepResume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes a run for each combination of arguments, so many at once, and ranks them by a metric.
 *
 * <p>The runs are held together by one of their own in the history: its record says what was to be done and what came of it,
 * its {@code outputs/sweep.csv} has a line for each run. A run that fails costs the others nothing; the build fails at the
 * end. What the scripts print is in the logs of their runs. After an end of any kind {@code -Daml.resume} makes the runs that
 * are missing or did not complete.
 *
 * <p>The arguments of each run are those of {@code -Daml.args}, then the combination; those of the run configuration are not
 * used. The record of the best run is also written to {@code target/aml/run.json}, so that {@code aml:check} in the same build
 * checks that one.
 *
 * <p>Examples: {@code mvn aml:sweep -Daml.grid="--reg=0.01,0.1,1; --depth=2,4" -Daml.parallel=2 -Daml.metric=Accuracy},
 * {@code mvn aml:sweep -Daml.grid="--lr=1e-5..0.1:log; --layers=1..8" -Daml.random=20 -Daml.metric="min(loss)" -Daml.goal=min},
 * {@code mvn aml:sweep -Daml.resume}
 *
 * @since 1.0.0
 */
@Mojo(name = "sweep", requiresProject = false, threadSafe = true)
public final class SweepMojo extends GridMojo {
    private static final int MOST_NAMED = 10;

    /**
     * Skips this goal. Example: {@code -Daml.sweep.skip}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.sweep.skip", defaultValue = "false")
    private boolean skipSweep;

    /**
     * What the runs are ranked by: a metric, of which the last value counts when it was logged again and again, or
     * {@code min(loss)}, {@code max(...)}, {@code mean(...)}. Default: none, the runs stay in their order. Example:
     * {@code -Daml.metric=Accuracy}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.metric")
    private @Nullable String metric;

    /**
     * Whether the best value is the highest, {@code max}, or the lowest, {@code min}. Default: {@code max}. Example:
     * {@code -Daml.goal=min}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.goal")
    private @Nullable String goal;

    /**
     * Lists the combinations and does nothing. Example: {@code -Daml.dryRun}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * Whether what the scripts print is shown, each line after the number of its run. Example: {@code -Daml.showOutput}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.showOutput", defaultValue = "false")
    private boolean showOutput;

    /**
     * How the table at the end is written: {@code table}, {@code json}, {@code csv} or {@code markdown}. Example:
     * {@code mvn -q aml:sweep -Daml.grid="0.1,1" -Daml.output=json}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.output", defaultValue = "table")
    private String output;

    /**
     * Whether runs that did not complete fail the build; {@code false} only warns. Example:
     * {@code -Daml.haltOnFailure=false}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.haltOnFailure", defaultValue = "true")
    private boolean haltOnFailure;

    @Override
    void recover(Module module) throws IOException {
        if (!dryRun) {
            super.recover(module);
        }
    }

    @Override
    void run(Module module) throws IOException, MojoFailureException {
        if (skipSweep) {
            getLog().info("Skipped: aml.sweep.skip is set.");
            return;
        }
        OutputFormat format = OutputFormat.of(output, OutputFormat.values());
        SweepChoice choice = choice();
        SweepResume earlier = earlier(module);
        SweepPlan plan = earlier == null
                ? choice.plan(module, ranking(metric, goal))
                : choice.plan(
                        earlier,
                        ranking(metric == null ? earlier.metric() : metric, goal == null ? earlier.goal() : goal));
        plan.definition().forEach((name, value) -> getLog().info("Sweep by " + name + ": " + value));
        if (dryRun) {
            SweepTable.print(plan.combinations(), format);
            getLog().info(plan.combinations().size() + " runs; nothing has been done.");
        } else if (plan.combinations().isEmpty()) {
            new SweepTable(plan.taken(), plan.metric(), format).print();
            getLog().info("There is nothing to go on with: all " + plan.taken().size() + " runs have completed.");
        } else {
            make(module, request(earlier), plan, format);
        }
    }

    private static SweepMetric ranking(@Nullable String metric, @Nullable String goal) {
        String word = goal == null || goal.isEmpty() ? "max" : goal;
        if (!word.equals("max") && !word.equals("min")) {
            throw new AmlException("'" + word + "' is no goal of a sweep", "set -Daml.goal to max or min");
        }
        return new SweepMetric(metric == null ? "" : metric.strip(), word.equals("max"));
    }

    private RunRequest request(@Nullable SweepResume earlier) {
        RunRequest typed = request();
        if (earlier == null) {
            return typed;
        }
        List<String> lost = new ArrayList<>(earlier.given());
        lost.removeAll(typed.environment().keySet());
        if (!lost.isEmpty()) {
            getLog().warn("The runs of the earlier sweep were given the variables " + String.join(", ", lost)
                    + ", of which the values are not recorded -> give them again: -Daml.env." + lost.get(0) + "=...");
        }
        return new RunRequest(
                typed.target() == null ? earlier.configuration() : typed.target(),
                earlier.earlier().script(),
                earlier.arguments(),
                typed.environment());
    }

    private void make(Module module, RunRequest request, SweepPlan plan, OutputFormat format)
            throws IOException, MojoFailureException {
        RunSettings settings = settings(module);
        int runs = plan.combinations().size();
        SweepConsole console = new SweepConsole(getLog(), command(module), plan.metric(), runs, showOutput);
        SweepResult result;
        try (Interruption interruption = Interruption.listen(console::stopping, settings.gracePeriod())) {
            ResultFile file = ResultFile.of(module, getLog());
            file.remove();
            RunHistory history = history(module);
            Sweep sweep = new Sweep(module.folder(), chosen(module).home(history, journal(module)), settings, console);
            result = sweep.run(request, plan, interruption);
            SweepChild best = result.best();
            RunRecord record = best == null ? null : best.record();
            if (record != null) {
                file.write(record);
            }
        }
        new SweepTable(result.children(), plan.metric(), format).print();
        tellBest(module, result, plan.metric());
        tellFailures(module, result);
    }

    private void tellBest(Module module, SweepResult result, SweepMetric ranking) {
        SweepChild best = result.best();
        RunRecord record = best == null ? null : best.record();
        if (best == null || record == null) {
            return;
        }
        String run = "-Daml.run=" + record.number();
        getLog().info("Best: run " + record.number() + ", " + RowPrinter.cell(ranking.text()) + " "
                + ranking.value(record) + ": "
                + RowPrinter.cell(best.combination().toString()));
        record.artifacts().stream()
                .map(artifact -> artifact.path().value())
                .filter(path -> path.startsWith("outputs/"))
                .findFirst()
                .ifPresent(path -> getLog().info("Next: "
                        + command(module).of("promote", run, GoalCommand.option("aml.artifact", path))));
        getLog().info("Again: " + command(module).of("rerun", run));
    }

    private void tellFailures(Module module, SweepResult result) throws MojoFailureException {
        if (result.unfinished() == 0) {
            return;
        }
        List<String> numbers = new ArrayList<>();
        for (SweepChild child : result.children()) {
            if (!child.completed() && child.number() > 0) {
                numbers.add(Integer.toString(child.number()));
            }
        }
        String named = numbers.isEmpty()
                ? ""
                : " (of those begun " + String.join(", ", numbers.subList(0, Math.min(MOST_NAMED, numbers.size())))
                        + (numbers.size() > MOST_NAMED ? ", ..." : "") + ")";
        String words = "the sweep is " + result.record().status().label() + ": " + result.unfinished() + " of "
                + result.children().size() + " runs did not complete" + named + "\n-> "
                + (numbers.isEmpty()
                        ? ""
                        : "see why: " + command(module).of("logs", "-Daml.run=" + numbers.get(0)) + "; ")
                + "make them again: "
                + command(module).of("sweep", "-Daml.resume=" + result.record().number());
        if (haltOnFailure) {
            throw new MojoFailureException(words);
        }
        getLog().warn(words);
    }

    @Override
    boolean onlyPlans() {
        return dryRun;
    }
}

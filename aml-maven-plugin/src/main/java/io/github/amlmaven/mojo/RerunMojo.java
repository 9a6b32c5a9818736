package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.ResultComparison;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.history.Verdict;
import io.github.amlmaven.run.Experiment;
import io.github.amlmaven.run.Interruption;
import io.github.amlmaven.run.Rerun;
import io.github.amlmaven.run.RunHome;
import io.github.amlmaven.run.RunResult;
import io.github.amlmaven.run.RunSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes a run again: with its code, from the snapshot in the history, its script, arguments and run configuration, on the
 * same target or another. The project itself is neither read nor changed. The new run says in {@code rerun_of} which one it
 * repeats.
 *
 * <p>With {@code -Daml.verify} the results of both are compared, the verdict is written to both records, and the build
 * fails when they differ.
 *
 * <p>Examples: {@code mvn aml:rerun -Daml.run=12}, {@code mvn aml:rerun -Daml.run=12 -Daml.target=docker -Daml.verify}
 *
 * @since 1.0.0
 */
@Mojo(name = "rerun", requiresProject = false, threadSafe = true)
public final class RerunMojo extends LaunchMojo {
    /**
     * The run: its number, its id, {@code last}, or {@code label:<label>} for the newest run with it. Example:
     * {@code -Daml.run=42}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run", defaultValue = "last")
    private String run;

    /**
     * Compares exit code, metrics and artifacts of both runs, and fails the build when they differ; logs, which have times
     * in them, are not compared. What differs is named: metric and values, paths in JSON files, rows and columns of CSV
     * files, lines of text, pixels of images, and what differs in the environment. A run that fails as it did has the same
     * results. Example: {@code -Daml.verify}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.verify", defaultValue = "false")
    private boolean verify;

    /**
     * How far apart two numbers may be that {@code aml.verify} takes for the same, relative to the larger of both. It
     * counts for metrics, and for the numbers in JSON and CSV files, which are then compared by their values. Default: 0,
     * since the same code with the same data gives the same bits, and artifacts are compared bit by bit, too; a hidden
     * tolerance would hide the first sign that something is different. Example: {@code -Daml.tolerance=1e-9}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.tolerance", defaultValue = "0")
    private String tolerance;

    /**
     * Artifacts that may differ, which {@code aml.verify} does not compare: globs with commas between them. One without
     * {@code /} is about names in any folder; in another one {@code outputs/} may be left out. Default: none. Example:
     * {@code -Daml.ignore=*.png,outputs/tmp/**}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.ignore")
    private @Nullable List<String> ignore;

    @Override
    void run(Module module) throws IOException, MojoFailureException {
        RunHistory history = history(module);
        RunRecord original = find(module, history, run);
        ResultComparison comparison = verify ? comparison(module, history, original) : null;
        RunSettings settings = settings(module);
        RunConsole console = new RunConsole(getLog(), quiet(), command(module));
        try (Interruption interruption = Interruption.listen(console::stopping, settings.gracePeriod());
                Rerun rerun = Rerun.of(history, original)) {
            RunRequest request = rerun.request(
                    target(), module.folder(), variables().set(), settings.inheritedEnvironment(), console);
            getLog().info("Repeats run " + original.number() + " (" + original.id() + ")");
            ResultFile file = ResultFile.of(module, getLog());
            file.remove();
            RunHome home = chosen(module).home(history, journal(module));
            Experiment experiment = new Experiment(rerun.project(), home, settings.with(rerun.lineage()), console);
            RunResult result = experiment.run(request, interruption);
            RunRecord record = result.record();
            console.ended(result, record == null ? "" : history.place(record));
            if (record != null) {
                file.write(record);
            }
            if (comparison != null && record != null && record.status() != RunStatus.CANCELED) {
                verify(module, history, comparison, original, record);
            } else if (result.failure() != null) {
                throw new MojoFailureException(console.failure(result));
            }
        }
    }

    private ResultComparison comparison(Module module, RunHistory history, RunRecord original) {
        if (!original.status().isFinal()) {
            throw new AmlException(
                    "run " + original.number() + " is " + original.status().label()
                            + ": it has no results yet that -Daml.verify could compare",
                    "wait for its end: "
                            + command(module).of("logs", "-Daml.run=" + original.number(), "-Daml.follow"));
        }
        if (original.status() == RunStatus.CANCELED) {
            throw new AmlException(
                    "run " + original.number() + " was stopped before its end: -Daml.verify cannot compare its results",
                    "repeat it without -Daml.verify, or name another run: "
                            + command(module).of("history"));
        }
        List<String> globs = new ArrayList<>();
        for (String glob : ignore == null ? List.<String>of() : ignore) {
            if (glob != null && !glob.isBlank()) {
                globs.add(glob.strip());
            }
        }
        return new ResultComparison(history, relative(), globs);
    }

    private double relative() {
        try {
            double relative = Double.parseDouble(tolerance.strip());
            if (relative >= 0 && relative < 1) {
                return relative;
            }
        } catch (NumberFormatException e) {
            getLog().debug(e);
        }
        throw new AmlException(
                "-Daml.tolerance=" + tolerance + " is not a relative difference",
                "set a number from 0 to below 1, such as -Daml.tolerance=1e-9");
    }

    private void verify(
            Module module, RunHistory history, ResultComparison comparison, RunRecord original, RunRecord record)
            throws IOException, MojoFailureException {
        RunRecord repeated;
        try {
            repeated = history.find(record.id().value());
        } catch (AmlException e) {
            throw new AmlException(
                    "there is no verdict yet: run " + original.number() + " was repeated, and the results of "
                            + record.id() + " wait on this computer",
                    command(module).of("sync") + ", then "
                            + command(module).of("compare", "-Daml.runs=" + original.number() + "," + record.id()),
                    e);
        }
        Verdict verdict = comparison.compare(original, repeated);
        VerdictConsole words = new VerdictConsole(verdict, command(module));
        System.out.println();
        words.lines().forEach(System.out::println);
        if (chosen(module).outbox() != null && chosen(module).offline()) {
            getLog().warn("Offline: the verdict is not kept in the records of the runs");
        } else {
            verdict.mark(history);
        }
        if (!verdict.same()) {
            throw new MojoFailureException(words.failure());
        }
    }
}

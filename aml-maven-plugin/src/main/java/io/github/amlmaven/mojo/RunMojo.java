package io.github.amlmaven.mojo;

import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.Experiment;
import io.github.amlmaven.run.Interruption;
import io.github.amlmaven.run.RunHome;
import io.github.amlmaven.run.RunPlan;
import io.github.amlmaven.run.RunResult;
import io.github.amlmaven.run.RunSettings;
import java.io.IOException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Runs an experiment: copies the project to an isolated folder on the compute target, runs the script there, shows its
 * output, and keeps outputs, logs and metrics in the run history.
 *
 * <p>What a script tells MLflow (metrics, parameters, tags, artifacts) is part of the record, too, without a server: MLflow's
 * file store is a folder of the run. With a {@code MLFLOW_TRACKING_URI} of the user's own, from {@code EnvironmentVariables},
 * {@code -Daml.env.MLFLOW_TRACKING_URI=...} or {@code -Daml.inheritEnvironment}, it goes there and nowhere else.
 *
 * <p>With {@code -Daml.dryRun} it says what it would do, where and with what, and does nothing.
 *
 * <p>Examples: {@code mvn aml:run -Daml.target=local -Daml.script=train.py -Daml.args="--reg 0.1 'two words'"},
 * {@code mvn aml:run -Daml.target=docker -Daml.dryRun}
 *
 * @since 1.0.0
 */
@Mojo(name = "run", requiresProject = false, threadSafe = true)
public final class RunMojo extends ScriptMojo {
    /**
     * Skips this goal. Example: {@code -Daml.run.skip}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run.skip", defaultValue = "false")
    private boolean skipRun;

    /**
     * Starts the script and ends: the run goes on by itself. {@code aml:logs -Daml.follow}, {@code aml:history} and
     * {@code aml:cancel} find it again, and whichever goal comes after its end collects what it has left. Example:
     * {@code mvn aml:run -Daml.target=vm -Daml.detach}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.detach", defaultValue = "false")
    private boolean detach;

    /**
     * Says what the run would do and does nothing: which files would be copied where, which image or environment would be
     * used and what it is made of, which command would run with which arguments and variables, where its outputs would go.
     * Nothing is contacted (no other computer, no Docker engine, no store on the network), no number is claimed and nothing
     * is written; what the run would refuse before that is refused alike. Values that look like secrets are masked.
     * Example: {@code -Daml.dryRun}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * How {@code aml.dryRun} is written: {@code table} or {@code json}. Example:
     * {@code mvn -q aml:run -Daml.dryRun -Daml.output=json}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.output", defaultValue = "table")
    private String output;

    @Override
    void recover(Module module) throws IOException {
        if (!dryRun) {
            super.recover(module);
        }
    }

    @Override
    void run(Module module) throws IOException, MojoFailureException {
        if (skipRun) {
            getLog().info("Skipped: aml.run.skip is set.");
            return;
        }
        RunRequest request = request();
        if (dryRun) {
            PlanDetails.print(plan(module, request), output, getLog());
            return;
        }
        RunSettings settings = settings(module);
        RunConsole console = new RunConsole(getLog(), quiet(), command(module));
        try (Interruption interruption = Interruption.listen(console::stopping, settings.gracePeriod())) {
            ResultFile file = ResultFile.of(module, getLog());
            file.remove();
            RunHistory history = history(module);
            RunHome home = chosen(module).home(history, journal(module));
            Experiment experiment = new Experiment(module.folder(), home, settings, console);
            RunResult result = experiment.run(request, interruption);
            RunRecord record = result.record();
            if (record != null && !record.status().isFinal()) {
                console.detached(record);
                return;
            }
            console.ended(result, record == null ? "" : history.place(record));
            if (record != null) {
                file.write(record);
            }
            if (result.failure() != null) {
                throw new MojoFailureException(console.failure(result));
            }
        }
    }

    private RunPlan plan(Module module, RunRequest request) throws IOException {
        ChosenStore chosen = chosen(module);
        return RunPlan.of(
                module.folder(),
                projectId(module),
                request,
                settings(module),
                new RunPlan.Destination(
                        chosen.store().toString(),
                        chosen.outbox() == null ? null : outboxes(module).toString(),
                        passesStoreCredentials()));
    }

    @Override
    boolean detaches() {
        return detach;
    }

    @Override
    boolean onlyPlans() {
        return dryRun;
    }
}

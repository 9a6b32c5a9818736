package io.github.amlmaven.mojo;

import io.github.amlmaven.Secret;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs an experiment: copies the project to an isolated folder on the compute target, runs the script there, shows its
 * output, and keeps outputs, logs and metrics in the run history.
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
     * Whether the script gets what it needs to reach the container of the run history itself:
     * {@code AZURE_STORAGE_ACCOUNT}, {@code AZURE_STORAGE_CONNECTION_STRING}, {@code AZURE_STORAGE_KEY} or
     * {@code AZURE_STORAGE_SAS_TOKEN}, {@code AML_STORE_CONTAINER} and {@code AML_STORE_URL}, which are never recorded;
     * of an Azure identity only the address. Example: {@code -Daml.passStoreCredentials}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.passStoreCredentials", defaultValue = "false")
    private boolean passStoreCredentials;

    /**
     * The longest the script may take: seconds, or a number with {@code s}, {@code m}, {@code h} or {@code d}. It is
     * then stopped and the run is Failed. 0: no limit. Example: {@code -Daml.timeout=90m}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.timeout", defaultValue = "7d")
    private String timeout;

    /**
     * The time a script has to end by itself when it is stopped, before it is ended by force; written as
     * {@code aml.timeout}. Example: {@code -Daml.gracePeriod=1m}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.gracePeriod", defaultValue = "10s")
    private String gracePeriod;

    /**
     * Whether the script gets a set of process numbers of its own where the system has them (Linux, {@code unshare}), so
     * that nothing it starts outlives the run, whatever it does to get away. {@code false}: its processes are found by
     * session, output and environment, which one that hides from all three escapes; for scripts that need the computer's
     * own process numbers, or {@code sudo} for a user who is not root. Example: {@code -Daml.ownProcesses=false}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.ownProcesses", defaultValue = "true")
    private boolean ownProcesses;

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
     * The most bytes a project may have: a number, or one with KB, MB or GB (25MB are 26214400 bytes). Example:
     * {@code -Daml.projectSizeLimit=100MB}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.projectSizeLimit", defaultValue = "25MB")
    private String projectSizeLimit;

    /**
     * The size from which on a file in {@code outputs/} is left where it is: bytes, or a number with KB, MB or GB (512MB
     * are 536870912 bytes). Example: {@code -Daml.outputSizeLimit=2GB}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.outputSizeLimit", defaultValue = "512MB")
    private String outputSizeLimit;

    /**
     * The folder that holds the isolated folders of the runs. Default: {@code azureml_runs} in the system's temporary
     * folder. Example: {@code -Daml.runsFolder=/scratch/runs}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.runsFolder")
    private @Nullable String runsFolder;

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
                        passStoreCredentials));
    }

    private RunSettings settings(Module module) {
        Set<Path> keptFolders = new HashSet<>();
        Path runs = runsFolder == null ? null : module.resolve(runsFolder);
        for (Path folder : Arrays.asList(storeFolder(module), journalFolder(module), outboxes(module), runs)) {
            if (folder != null) {
                keptFolders.add(folder);
            }
        }
        return new RunSettings(
                ByteSize.parse("aml.projectSizeLimit", projectSizeLimit),
                ByteSize.parse("aml.outputSizeLimit", outputSizeLimit),
                noLimit(TimeSpan.parse("aml.timeout", timeout)),
                TimeSpan.parse("aml.gracePeriod", gracePeriod),
                ownProcesses,
                detach,
                runs,
                variables().inherited(),
                passedOn(),
                keptFolders,
                credentials(),
                plugin().getVersion());
    }

    private Map<String, Secret> passedOn() {
        // To find them may take a sign-in.
        Map<String, Secret> variables = passStoreCredentials && !dryRun ? storeVariables() : Map.of();
        if (passStoreCredentials && !dryRun && variables.isEmpty()) {
            getLog().warn("aml.passStoreCredentials passes nothing on: the run history is in a folder.");
        }
        return variables;
    }

    private static @Nullable Duration noLimit(Duration timeout) {
        return timeout.isZero() ? null : timeout;
    }
}

package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.config.CommandLine;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.Experiment;
import io.github.amlmaven.run.Interruption;
import io.github.amlmaven.run.RunResult;
import io.github.amlmaven.run.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs an experiment: copies the project to an isolated folder on the compute target, runs the script there, shows its
 * output, and keeps outputs, logs and metrics in the run history.
 *
 * <p>Example: {@code mvn aml:run -Daml.target=local -Daml.script=train.py -Daml.args="--reg 0.1 'two words'"}
 *
 * @since 1.0.0
 */
@Mojo(name = "run", requiresProject = false, threadSafe = true)
public final class RunMojo extends AmlMojo {
    private static final String ENVIRONMENT_PREFIX = "aml.env.";

    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    private PluginDescriptor plugin;

    /**
     * Skips this goal. Default: false. Example: {@code -Daml.run.skip}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run.skip", defaultValue = "false")
    private boolean skipRun;

    /**
     * How and where to run: the name of a run configuration ({@code aml_config/<name>.runconfig}) or, if there is none
     * of that name, of a compute target ({@code aml_config/<name>.compute}), which then runs with defaults. Default:
     * {@code local}, else the only run configuration there is. Example: {@code -Daml.target=docker}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.target")
    private @Nullable String target;

    /**
     * The script to run, relative to the project's folder: {@code .py}, {@code .java}, {@code .sh}, {@code .R} or any
     * executable. Default: the first item of the run configuration's {@code ArgumentVector}. Example:
     * {@code -Daml.script=code/train.py}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.script")
    private @Nullable String script;

    /**
     * The script's arguments in one text, split as a shell does. Default: the rest of the run configuration's
     * {@code ArgumentVector}. Example: {@code -Daml.args="--reg 0.1 'two words'"}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.args")
    private @Nullable String args;

    /**
     * The script's arguments as a list, for the POM; {@code aml.args} wins. Example:
     * {@code <arguments><argument>--reg</argument><argument>0.1</argument></arguments>}
     *
     * @since 1.0.0
     */
    @Parameter
    private @Nullable List<String> arguments;

    /**
     * Environment variables of the script, besides those of the run configuration and before them. On the command line:
     * {@code -Daml.env.NAME=value}. Not for secrets: see {@code inheritEnvironment}. Example:
     * {@code <environmentVariables><OMP_NUM_THREADS>4</OMP_NUM_THREADS></environmentVariables>}
     *
     * @since 1.0.0
     */
    @Parameter
    private @Nullable Map<String, String> environmentVariables;

    /**
     * Names of Maven's own environment variables that the script sees, besides the usual ones (PATH, HOME, LANG, CUDA_*
     * and the like); a name that ends in {@code *} is a beginning. This is the way for a secret, such as a token: it
     * never appears on a command line or in a record. Default: none. Example:
     * {@code -Daml.inheritEnvironment=HF_TOKEN,MY_APP_*}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.inheritEnvironment")
    private @Nullable List<String> inheritEnvironment;

    /**
     * The longest the script may take: seconds, or a number with {@code s}, {@code m}, {@code h} or {@code d}. It is
     * then stopped and the run is Failed. 0: no limit. Default: {@code 7d}, as in the Workbench. Example: {@code -Daml.timeout=90m}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.timeout", defaultValue = "7d")
    private String timeout;

    /**
     * The time a script has to end by itself when it is stopped, before it is ended by force; written as
     * {@code aml.timeout}. Default: {@code 10s}. Example: {@code -Daml.gracePeriod=1m}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.gracePeriod", defaultValue = "10s")
    private String gracePeriod;

    /**
     * The most bytes a project may have. Default: 26214400 (25 MB). Example: {@code -Daml.projectSizeLimit=104857600}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.projectSizeLimit", defaultValue = "26214400")
    private long projectSizeLimit;

    /**
     * The size in bytes from which on a file in {@code outputs/} is left where it is. Default: 536870912 (512 MB).
     * Example: {@code -Daml.outputSizeLimit=2147483648}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.outputSizeLimit", defaultValue = "536870912")
    private long outputSizeLimit;

    /**
     * The folder that holds the isolated folders of the runs. Default: {@code azureml_runs} in the system's temporary
     * folder. Example: {@code -Daml.runsFolder=/scratch/runs}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.runsFolder")
    private @Nullable String runsFolder;

    @Override
    void run(Module module) throws IOException, MojoFailureException {
        if (skipRun) {
            getLog().info("Skipped: aml.run.skip is set.");
            return;
        }
        RunRequest request = new RunRequest(target, script, scriptArguments(), environment());
        RunSettings settings = settings(module);
        RunConsole console = new RunConsole(getLog(), quiet());
        try (Interruption interruption = Interruption.listen(console::stopping, settings.gracePeriod())) {
            // Or a run that does not come to a record would seem to have the result of the one before.
            Files.deleteIfExists(resultFile(module));
            Experiment experiment =
                    new Experiment(module.folder(), projectId(module), history(module), settings, console);
            RunResult result = experiment.run(request, interruption);
            console.ended(result);
            RunRecord record = result.record();
            if (record != null) {
                writeResult(module, record);
            }
            if (result.failure() != null) {
                throw new MojoFailureException(console.failure(result));
            }
        }
    }

    private @Nullable List<String> scriptArguments() {
        return args == null ? arguments : CommandLine.split(args);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        if (environmentVariables != null) {
            environmentVariables.forEach((name, value) -> environment.put(name, value == null ? "" : value));
        }
        Properties properties = session().getUserProperties();
        for (String property : properties.stringPropertyNames()) {
            if (property.startsWith(ENVIRONMENT_PREFIX)) {
                environment.put(property.substring(ENVIRONMENT_PREFIX.length()), properties.getProperty(property));
            }
        }
        return environment;
    }

    private RunSettings settings(Module module) {
        if (outputSizeLimit < 0) {
            throw new AmlException(
                    outputSizeLimit + " is no limit for the size of an output",
                    "set -Daml.outputSizeLimit to a number of bytes, such as 536870912");
        }
        return new RunSettings(
                projectSizeLimit,
                outputSizeLimit,
                noLimit(TimeSpan.parse("aml.timeout", timeout)),
                TimeSpan.parse("aml.gracePeriod", gracePeriod),
                runsFolder == null ? null : module.folder().resolve(Path.of(runsFolder)),
                inheritEnvironment == null ? List.of() : inheritEnvironment,
                plugin.getVersion());
    }

    private static @Nullable Duration noLimit(Duration timeout) {
        return timeout.isZero() ? null : timeout;
    }

    private static Path resultFile(Module module) {
        return module.buildFolder().resolve("aml").resolve("run.json");
    }

    /** For machines: the record as {@code target/aml/run.json}. */
    private static void writeResult(Module module, RunRecord record) throws IOException {
        Path file = resultFile(module);
        Files.createDirectories(file.getParent());
        Files.writeString(file, Json.pretty(record.fields()) + "\n");
    }
}

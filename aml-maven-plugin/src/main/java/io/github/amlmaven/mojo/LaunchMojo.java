package io.github.amlmaven.mojo;

import io.github.amlmaven.Secret;
import io.github.amlmaven.run.Lineage;
import io.github.amlmaven.run.RunSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the user chooses about runs, whatever their script: where, with what variables, within what limits. */
abstract class LaunchMojo extends AmlMojo {
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

    final RunSettings settings(Module module) {
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
                detaches(),
                runs,
                variables().inherited(),
                passedOn(),
                keptFolders,
                credentials(),
                plugin().getVersion(),
                Lineage.NONE);
    }

    private Map<String, Secret> passedOn() {
        // To find them may take a sign-in.
        Map<String, Secret> variables = passStoreCredentials && !onlyPlans() ? storeVariables() : Map.of();
        if (passStoreCredentials && !onlyPlans() && variables.isEmpty()) {
            getLog().warn("aml.passStoreCredentials passes nothing on: the run history is in a folder.");
        }
        return variables;
    }

    private static @Nullable Duration noLimit(Duration timeout) {
        return timeout.isZero() ? null : timeout;
    }

    final ScriptVariables variables() {
        return new ScriptVariables(environmentVariables, session().getUserProperties(), inheritEnvironment, getLog());
    }

    /** The run configuration or target that the user names; null: none. */
    final @Nullable String target() {
        return target;
    }

    /** Whether scripts get what they need to reach the container of the history. */
    final boolean passesStoreCredentials() {
        return passStoreCredentials;
    }

    /** Whether scripts are left to themselves once they have started. */
    boolean detaches() {
        return false;
    }

    /** Whether nothing is to be done, and nothing contacted. */
    boolean onlyPlans() {
        return false;
    }
}

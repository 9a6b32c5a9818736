package io.github.amlmaven.run;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How runs are made on this computer, whatever the experiment.
 *
 * @param projectSizeLimit the most a project may have, in bytes
 * @param outputSizeLimit the size in bytes from which on an output is not kept
 * @param timeout the longest a script may take; null: no limit
 * @param gracePeriod the time a script has to end by itself when it is stopped
 * @param ownProcesses whether scripts get a set of process numbers of their own where the system has them
 * @param runsFolder the folder that holds the run folders; null: {@code azureml_runs} in the temporary folder
 * @param detach whether scripts are left to themselves once they have started
 * @param inheritedEnvironment names of Maven's environment variables the script sees besides the usual ones
 * @param storeVariables what a script needs to reach the store itself, and never a part of a record
 * @param keptFolders folders that no run is to copy, should they lie in the project: the store, the run folders
 * @param credentials the user's on registries and other computers
 * @param pluginVersion the version of this plugin, for the record
 * @param lineage where the runs come from
 */
public record RunSettings(
        long projectSizeLimit,
        long outputSizeLimit,
        @Nullable Duration timeout,
        Duration gracePeriod,
        boolean ownProcesses,
        boolean detach,
        @Nullable Path runsFolder,
        List<String> inheritedEnvironment,
        Map<String, Secret> storeVariables,
        Set<Path> keptFolders,
        Credentials credentials,
        String pluginVersion,
        Lineage lineage) {
    /** For scripts that do not reach the store. */
    public RunSettings(
            long projectSizeLimit,
            long outputSizeLimit,
            @Nullable Duration timeout,
            Duration gracePeriod,
            boolean ownProcesses,
            @Nullable Path runsFolder,
            List<String> inheritedEnvironment,
            Set<Path> keptFolders,
            Credentials credentials,
            String pluginVersion) {
        this(
                projectSizeLimit,
                outputSizeLimit,
                timeout,
                gracePeriod,
                ownProcesses,
                false,
                runsFolder,
                inheritedEnvironment,
                Map.of(),
                keptFolders,
                credentials,
                pluginVersion,
                Lineage.NONE);
    }

    /** The same for runs that come from others. */
    public RunSettings with(Lineage other) {
        return new RunSettings(
                projectSizeLimit,
                outputSizeLimit,
                timeout,
                gracePeriod,
                ownProcesses,
                detach,
                runsFolder,
                inheritedEnvironment,
                storeVariables,
                keptFolders,
                credentials,
                pluginVersion,
                other);
    }
}

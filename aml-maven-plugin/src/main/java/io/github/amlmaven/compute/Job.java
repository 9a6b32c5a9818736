package io.github.amlmaven.compute;

import io.github.amlmaven.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One script to run.
 *
 * @param project the project's folder, read to see what kind of script it is; never written
 * @param script the script's path in the project, with {@code /}
 * @param environment the variables the run configuration and the command line ask for
 * @param requirements what is to be installed for it on the target
 * @param limits when to stop it
 */
public record Job(
        Path project,
        String script,
        List<String> arguments,
        Environment environment,
        Requirements requirements,
        Limits limits) {
    /**
     * What the script finds in its environment.
     *
     * @param variables the variables that the run configuration and the command line set
     * @param inherited names, or beginnings that end in {@code *}, of variables of this process to pass on besides the
     *     usual ones
     * @param given variables that this process does not have itself; never recorded, as little as what is inherited
     * @param tracked whether the run is recorded
     */
    public record Environment(
            Map<String, String> variables, List<String> inherited, Map<String, Secret> given, boolean tracked) {
        /** With nothing given. */
        public Environment(Map<String, String> variables, List<String> inherited, boolean tracked) {
            this(variables, inherited, Map.of(), tracked);
        }
    }

    /**
     * When a job is stopped, and how far its processes can get.
     *
     * @param timeout the longest it may take; null: no limit
     * @param gracePeriod the time between the request to end and the end by force
     * @param ownProcesses whether the script gets a set of process numbers of its own where the system has them, which no
     *     process of it can leave
     * @param outputSizeLimit the size, in bytes, from which on an output is not brought back from the target
     */
    public record Limits(
            @Nullable Duration timeout, Duration gracePeriod, boolean ownProcesses, long outputSizeLimit) {}
}

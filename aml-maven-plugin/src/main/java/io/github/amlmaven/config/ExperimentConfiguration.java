package io.github.amlmaven.config;

import io.github.amlmaven.compute.Requirements;
import io.github.amlmaven.compute.TargetSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One experiment, ready to run: everything checked, every default filled in.
 *
 * @param name the run configuration's name, or the compute target's where it runs without a run configuration
 * @param trackedRun whether the run leaves a record
 * @param environmentVariables for the script, in the order of the file; those of the request win
 * @param requirements what the dependency files say
 * @param remarks what to tell the user before the run
 */
public record ExperimentConfiguration(
        String name,
        TargetSettings target,
        Script script,
        Framework framework,
        boolean trackedRun,
        Map<String, String> environmentVariables,
        Environment environment,
        Requirements requirements,
        List<Remark> remarks) {
    /** The variables as they may be written down: {@code ***} in the place of a value that looks like a secret. */
    public Map<String, String> shownVariables() {
        Map<String, String> shown = new TreeMap<>();
        environmentVariables.forEach(
                (name, value) -> shown.put(name, SecretWords.isSecret(name, value) ? "***" : value));
        return shown;
    }
}

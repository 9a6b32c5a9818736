package io.github.amlmaven.run;

import io.github.amlmaven.config.ExperimentConfiguration;
import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.RunStart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is recorded of a run when it begins. */
final class RunFacts {
    /** The field with the names of the variables of the run configuration, the command line and the POM. */
    static final String VARIABLES = "environment_variables";

    /** The field with those of them whose values no file of the project has. */
    static final String GIVEN = "environment_given";

    /** The field with the names and beginnings of those that were passed on. */
    static final String INHERITED = "environment_inherited";

    private static final String TRACKED_RUN = "TrackedRun";

    private RunFacts() {}

    /** @param given the names of the variables that came from the command line or the POM */
    static RunStart start(ExperimentConfiguration configuration, GitState git, RunSettings settings, Set<String> given)
            throws IOException {
        Map<String, Object> facts = new TreeMap<>(git.fields());
        facts.put("user_id", System.getProperty("user.name"));
        facts.put("plugin_version", settings.pluginVersion());
        facts.putAll(settings.lineage().facts());
        facts.put("target_type", configuration.target().type());
        facts.put("framework", configuration.framework().word());
        // The names only: a value can be a secret, and a record is for many eyes.
        facts.put(VARIABLES, new ArrayList<>(new TreeMap<>(configuration.environmentVariables()).keySet()));
        if (!given.isEmpty()) {
            facts.put(GIVEN, new ArrayList<>(new TreeSet<>(given)));
        }
        if (!settings.inheritedEnvironment().isEmpty()) {
            facts.put(INHERITED, new ArrayList<>(new TreeSet<>(settings.inheritedEnvironment())));
        }
        return new RunStart(
                configuration.script().path(),
                configuration.script().arguments(),
                configuration.name(),
                configuration.target().name(),
                facts);
    }

    /** The configuration in effect, under the Workbench's keys; JSON, which is YAML too. */
    static String configurationText(ExperimentConfiguration configuration) {
        Map<String, @Nullable Object> keys = new TreeMap<>();
        ArrayList<Object> vector = new ArrayList<>();
        vector.add(configuration.script().path());
        vector.addAll(configuration.script().arguments());
        keys.put("ArgumentVector", vector);
        keys.put("Target", configuration.target().name());
        keys.put("EnvironmentVariables", configuration.shownVariables());
        keys.put("Framework", configuration.framework().word());
        keys.put("CondaDependenciesFile", configuration.environment().condaDependenciesFile());
        keys.put("SparkDependenciesFile", configuration.environment().sparkDependenciesFile());
        keys.put("PrepareEnvironment", configuration.environment().prepare());
        keys.put(TRACKED_RUN, configuration.trackedRun());
        return Json.pretty(keys);
    }

    /** Whether such a text says that the run leaves no record. */
    static boolean isUntracked(String configurationText) {
        try {
            return Json.parse(configurationText) instanceof Map<?, ?> keys
                    && Boolean.FALSE.equals(keys.get(TRACKED_RUN));
        } catch (IOException e) {
            return false; // the script has changed it, and it says nothing any more
        }
    }
}

package io.github.amlmaven.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for on the command line or in the POM; null or empty where nothing was said.
 *
 * @param target the name of a run configuration or of a compute target
 * @param script the path of the script, relative to the project or absolute inside it
 * @param arguments the script's arguments; null: those of the run configuration, empty: none
 * @param environment variables that win over {@code EnvironmentVariables}
 */
public record RunRequest(
        @Nullable String target,
        @Nullable String script,
        @Nullable List<String> arguments,
        Map<String, String> environment) {}

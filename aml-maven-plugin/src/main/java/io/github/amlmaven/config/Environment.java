package io.github.amlmaven.config;

import org.jspecify.annotations.Nullable;

/**
 * What is installed for the script before it runs.
 *
 * @param prepare whether a run may prepare the environment itself; without effect on a local target
 * @param condaDependenciesFile the file in effect, relative to the project; null: none is used, as on a local target
 * @param sparkDependenciesFile the file in effect, relative to the project; null: none is used, as without PySpark
 */
public record Environment(
        boolean prepare,
        @Nullable String condaDependenciesFile,
        @Nullable String sparkDependenciesFile) {}

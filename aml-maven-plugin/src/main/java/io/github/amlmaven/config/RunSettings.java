package io.github.amlmaven.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run configuration says, whatever its format; null where it says nothing.
 *
 * @param vector the script and its arguments, {@code $file} standing for the script that is asked for; empty: it is not a
 *     list of words, and the findings say so
 * @param scriptPlace where the vector's script or {@code $file} stands; null where no file has either
 * @param framework null: the word is missing, or it is no framework
 * @param later what only a file of 2018 can say; null for the older formats
 */
record RunSettings(
        List<String> vector,
        @Nullable Place scriptPlace,
        @Nullable Text target,
        @Nullable Framework framework,
        @Nullable Text frameworkWord,
        boolean trackedRun,
        Map<String, String> environmentVariables,
        Dependencies dependencies,
        @Nullable Later later) {
    /** Stands for the script that the user picks. */
    static final String PICKED = "$file";

    /** What a target runs with that has no run configuration. */
    static final RunSettings DEFAULTS = new RunSettings(
            List.of(PICKED), null, null, null, null, true, Map.of(), new Dependencies(true, null, null, null), null);

    /**
     * The dependency files as they are named, and whether a run may install them.
     *
     * @param within what the run configuration itself gives Spark; null: nothing
     */
    record Dependencies(
            boolean prepare,
            @Nullable Text conda,
            @Nullable Text spark,
            @Nullable LaterSpark within) {}

    /**
     * The parts of a {@code .compute} file that the format of 2018 moved into the run configuration.
     *
     * @param userManaged whether nothing is to be installed for the script
     * @param container null: the script runs in none
     * @param yarnDeployMode null: the {@code .compute} file decides
     */
    record Later(
            @Nullable Text interpreterPath,
            boolean userManaged,
            @Nullable LaterContainer container,
            @Nullable Text yarnDeployMode) {}
}

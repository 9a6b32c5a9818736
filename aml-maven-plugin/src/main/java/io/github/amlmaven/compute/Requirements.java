package io.github.amlmaven.compute;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job needs to be installed on its target before it runs.
 *
 * @param configuration the run configuration, or the target without one, for messages
 * @param mayPrepare whether a run may install it ({@code PrepareEnvironment}); else it has to be there
 * @param python the packages of the dependency file; null: there is none, what the target has is used
 * @param spark what Spark is to be given; null: the script is not run by Spark
 */
public record Requirements(
        String configuration,
        boolean mayPrepare,
        @Nullable PythonPackages python,
        @Nullable SparkPackages spark) {
    /** What the target has. */
    public static final Requirements NONE = new Requirements("", true, null, null);

    /** The packages to install; null: none, since a file that asks for nothing is as good as none. */
    @Nullable
    PythonPackages wanted() {
        return python == null || (python.conda().isEmpty() && python.pip().isEmpty()) ? null : python;
    }

    /**
     * The meaning of a {@code conda_dependencies.yml}.
     *
     * @param file its path in the project, for messages
     * @param channels where conda looks for packages, first one first
     * @param conda packages for conda, such as {@code python=3.11} or {@code numpy}, as they are written
     * @param pip packages, options and files for pip, in the order of the file, which counts for options
     */
    public record PythonPackages(String file, List<String> channels, List<String> conda, List<PipItem> pip) {}
}

package io.github.amlmaven;

import java.util.regex.Pattern;

/**
 * The name of one run: {@code <project>_<epoch milliseconds>}, as the Workbench made them.
 *
 * <p>Safe as a file name, in a URL and in an environment variable.
 */
public record RunId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}_[0-9]{10,13}");

    public RunId {
        if (!isRunId(value)) {
            throw new AmlException(
                    "'" + value + "' is not a run id",
                    "name a run by its number (42), its id (iris_1504832281116) or 'last'; mvn aml:history lists them");
        }
    }

    /** The id of a run of the project claimed at a time in milliseconds since 1970. */
    public static RunId of(ProjectId project, long epochMillis) {
        return new RunId(project.project() + "_" + epochMillis);
    }

    public static boolean isRunId(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}

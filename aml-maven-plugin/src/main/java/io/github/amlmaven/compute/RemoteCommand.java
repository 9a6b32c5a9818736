package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs a script on another computer, as far as it can be told from here: its first word is looked for there.
 *
 * @param words with the script's arguments
 * @param other the program that will do where there is no such as the first word; or nothing
 * @param wanted the user's own choice of a Python; null: there is none
 */
record RemoteCommand(
        String script,
        List<String> words,
        String other,
        @Nullable String wanted) {
    private static final String SPARK = "spark-submit";

    static RemoteCommand of(Job job, @Nullable String pythonLocation) {
        ScriptCommand.check(job);
        String python = pythonLocation == null ? "python3" : pythonLocation;
        List<String> words = new ScriptCommand(job, python, SPARK).words();
        if (job.requirements().spark() != null) {
            return new RemoteCommand(job.script(), withPython(words, pythonLocation), "", null);
        }
        // The Workbench's templates say 'python', which many systems have under the other name only.
        String other =
                !isPython(job) ? "" : python.equals("python3") ? "python" : python.equals("python") ? "python3" : "";
        return new RemoteCommand(job.script(), words, other, pythonLocation);
    }

    /** Spark would take the first Python on the {@code PATH}. */
    private static List<String> withPython(List<String> submit, @Nullable String pythonLocation) {
        List<String> words = new ArrayList<>(submit);
        if (pythonLocation != null) {
            words.addAll(1, List.of("--conf", "spark.pyspark.python=" + pythonLocation));
        }
        return words;
    }

    /** Whether Python runs the script of a job. */
    static boolean isPython(Job job) {
        return Interpreter.extension(job.script()).equals("py");
    }

    /** A name, or a path. */
    String program() {
        return words.get(0);
    }

    /** @param found where the program is there */
    List<String> words(String found) {
        List<String> there = new ArrayList<>(words);
        there.set(0, found);
        return there;
    }

    /** What the user should know about the choice. */
    List<String> remarks(String found) {
        return wanted != null && !other.isEmpty() && found.endsWith("/" + other)
                ? List.of("pythonLocation '" + wanted + "' is not on the PATH there; using " + found)
                : List.of();
    }

    /** To be thrown when there is no such program. */
    AmlException missing(SshAddress address, String path) {
        boolean python = program().equals(wanted) || !other.isEmpty();
        return new AmlException(
                "cannot run " + script + " on " + address + ": no program '" + program() + "' there (looked in PATH="
                        + path + ")",
                program().equals(SPARK)
                        ? "put Spark on the PATH there, which ssh " + address.user() + "@" + address.host()
                                + " 'command -v spark-submit' shows; or write Framework: Python"
                        : python
                                ? "install Python there (Debian: apt-get install python3), or name it in the .compute file:"
                                        + " pythonLocation: /path/to/python3"
                                : "install it there, or run another script");
    }
}

package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs a script on another computer, as far as it can be told from here: the program is looked for there.
 *
 * @param program the one that is wanted: a name, or a path
 * @param other one that will do where there is no such; or nothing
 * @param rest the words after the program
 * @param wanted the user's own choice of the program; null: there is none
 */
record RemoteCommand(
        String script,
        String program,
        String other,
        List<String> rest,
        boolean python,
        @Nullable String wanted) {
    /** @throws AmlException when it could not be started anywhere */
    static RemoteCommand of(Job job, @Nullable String pythonLocation) {
        String script = job.script();
        // Or a name that begins with a dash would be taken for an option.
        String file = script.startsWith("-") ? "./" + script : script;
        SparkPackages spark = job.requirements().spark();
        if (spark != null) {
            return spark(script, file, spark, pythonLocation);
        }
        return switch (Interpreter.extension(script)) {
            case "py" -> {
                String python = pythonLocation == null ? "python3" : pythonLocation;
                // The Workbench's templates say 'python', which many systems have under the other name only.
                String other = python.equals("python3") ? "python" : python.equals("python") ? "python3" : "";
                yield new RemoteCommand(
                        script, python, other, List.of("-u", Interpreter.HOST, script), true, pythonLocation);
            }
            case "java" -> new RemoteCommand(script, "java", "", List.of(file), false, null);
            case "r" -> new RemoteCommand(script, "Rscript", "", List.of(file), false, null);
            case "sh" -> {
                List<String> shebang = Interpreter.shebang(job.project(), script);
                List<String> words = new ArrayList<>(shebang.isEmpty() ? List.of("/bin/sh") : shebang);
                words.add(file);
                yield new RemoteCommand(script, words.get(0), "", words.subList(1, words.size()), false, null);
            }
            default -> {
                Interpreter.checkExecutable(job.project(), script);
                List<String> shebang = Interpreter.shebang(job.project(), script);
                yield shebang.isEmpty()
                        ? new RemoteCommand(
                                script, "/bin/sh", "", List.of("-c", "exec \"$0\" \"$@\"", "./" + script), false, null)
                        : new RemoteCommand(script, shebang.get(0), "", words(shebang, "./" + script), false, null);
            }
        };
    }

    /** The user's own Spark, with the user's own Python. */
    private static RemoteCommand spark(
            String script, String file, SparkPackages spark, @Nullable String pythonLocation) {
        boolean python = Interpreter.extension(script).equals("py");
        List<String> words = new ArrayList<>();
        if (pythonLocation != null) {
            words.addAll(List.of("--conf", "spark.pyspark.python=" + pythonLocation));
        }
        words.addAll(ScriptCommand.options(spark));
        words.addAll(python ? List.of(Interpreter.HOST, script) : List.of(file));
        return new RemoteCommand(script, "spark-submit", "", List.copyOf(words), python, null);
    }

    private static List<String> words(List<String> shebang, String file) {
        List<String> words = new ArrayList<>(shebang.subList(1, shebang.size()));
        words.add(file);
        return words;
    }

    /** @param found where the program is there */
    List<String> words(String found) {
        List<String> words = new ArrayList<>();
        words.add(found);
        words.addAll(rest);
        return words;
    }

    /** What the user should know about the choice. */
    List<String> remarks(String found) {
        boolean another = wanted != null && !other.isEmpty() && found.endsWith("/" + other);
        return another
                ? List.of("pythonLocation '" + wanted + "' is not on the PATH there; using " + found)
                : List.of();
    }

    /** To be thrown when there is no such program. */
    AmlException missing(SshAddress address, String path) {
        return new AmlException(
                "cannot run " + script + " on " + address + ": no program '" + program + "' there (looked in PATH="
                        + path + ")",
                program.equals("spark-submit")
                        ? "put Spark on the PATH there, which ssh " + address.user() + "@" + address.host()
                                + " 'command -v spark-submit' shows; or write Framework: Python"
                        : python
                                ? "install Python there (Debian: apt-get install python3), or name it in the .compute file:"
                                        + " pythonLocation: /path/to/python3"
                                : "install it there, or run another script");
    }
}

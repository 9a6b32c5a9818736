package io.github.amlmaven.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What runs a job's script where nothing can be looked for from here: in a container, or on another computer.
 *
 * @param python the Python there, a path or a name on its {@code PATH}
 * @param sparkSubmit Spark's program there, alike
 */
record ScriptCommand(Job job, String python, String sparkSubmit) {
    /** The words, the script's arguments included. */
    List<String> words() {
        SparkPackages spark = job.requirements().spark();
        List<String> words = new ArrayList<>(spark == null ? program() : submit(spark));
        words.addAll(job.arguments());
        return words;
    }

    private List<String> program() {
        String script = job.script();
        return switch (Interpreter.extension(script)) {
            case "py" -> List.of(python, "-u", Interpreter.HOST, script);
            case "java" -> List.of("java", file());
            case "r" -> List.of("Rscript", file());
            case "sh" -> {
                List<String> shebang = Interpreter.shebang(job.project(), script);
                List<String> command = new ArrayList<>(shebang.isEmpty() ? List.of("/bin/sh") : shebang);
                command.add(file());
                yield command;
            }
            default -> {
                List<String> command = new ArrayList<>(Interpreter.shebang(job.project(), script));
                command.add("./" + script);
                yield command;
            }
        };
    }

    /** Facts: the Workbench's images started PySpark this way; packages are resolved when the script starts. */
    private List<String> submit(SparkPackages spark) {
        List<String> words = new ArrayList<>();
        words.add(sparkSubmit);
        words.addAll(new SparkSubmit(spark).options(Map.of(), Map.of()));
        words.addAll(
                Interpreter.extension(job.script()).equals("py")
                        ? List.of(Interpreter.HOST, job.script())
                        : List.of(file()));
        return words;
    }

    /** A name that begins with a dash would be taken for an option. */
    private String file() {
        return job.script().startsWith("-") ? "./" + job.script() : job.script();
    }

    /** Refuses a script that could not be started anywhere, as far as the script itself tells. */
    static void check(Job job) {
        String extension = Interpreter.extension(job.script());
        if (extension.equals("sh")) {
            Interpreter.shebang(job.project(), job.script());
        } else if (!List.of("py", "java", "r").contains(extension)
                && job.requirements().spark() == null) {
            Interpreter.checkExecutable(job.project(), job.script());
            Interpreter.shebang(job.project(), job.script());
        }
    }
}

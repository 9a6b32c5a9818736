package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What runs a job's script in a container, and the variables it gets. */
record ContainerCommand(Job job) {
    private static final String HOST = "azureml-setup/run_script.py";
    private static final String SETUP = RunContainer.ROOT + "/azureml-setup";
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

    /** The words, arguments included; {@code container.sh} looks for the program in the image. */
    List<String> words() {
        List<String> words = new ArrayList<>(program());
        words.addAll(job.arguments());
        return words;
    }

    /** Whether Python runs the script. */
    boolean python() {
        return extension().equals("py");
    }

    private List<String> program() {
        String script = job.script();
        // Or a name that begins with a dash would be taken for an option.
        String file = script.startsWith("-") ? "./" + script : script;
        SparkPackages spark = job.requirements().spark();
        if (spark != null) {
            // Facts: the Workbench's images started PySpark this way.
            List<String> submit = new ArrayList<>(List.of("spark-submit"));
            submit.addAll(new SparkSubmit(spark).options(Map.of(), Map.of()));
            submit.addAll(python() ? List.of(HOST, script) : List.of(file));
            return submit;
        }
        return switch (extension()) {
            case "py" -> List.of("python", "-u", HOST, script);
            case "java" -> List.of("java", file);
            case "r" -> List.of("Rscript", file);
            case "sh" -> {
                List<String> shebang = Interpreter.shebang(job.project(), script);
                List<String> command = new ArrayList<>(shebang.isEmpty() ? List.of("/bin/sh") : shebang);
                command.add(file);
                yield command;
            }
            default -> {
                List<String> command = new ArrayList<>(Interpreter.shebang(job.project(), script));
                command.add("./" + script);
                yield command;
            }
        };
    }

    private String extension() {
        return job.script().substring(job.script().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Refuses what could not be started, before the run is counted. */
    void check() {
        if (extension().equals("sh")) {
            Interpreter.shebang(job.project(), job.script());
        } else if (!List.of("py", "java", "r").contains(extension())
                && job.requirements().spark() == null) {
            Interpreter.checkExecutable(job.project(), job.script());
            Interpreter.shebang(job.project(), job.script());
        }
        for (String name : inherited().keySet()) {
            if (!name.matches(NAME)) {
                throw new AmlException(
                        "aml.inheritEnvironment passes on '" + name + "', a name that no shell of a container takes",
                        "set it under another name, of letters, digits and _");
            }
        }
    }

    /** The variables of the user that a container is started with: no shell takes their names. */
    List<String> environment() {
        List<String> variables = new ArrayList<>();
        job.environment().variables().forEach((name, value) -> {
            if (!name.matches(NAME)) {
                variables.add(name + "=" + value);
            }
        });
        return variables;
    }

    /** Those of Maven's own variables that the user passes on by name; the rest are this computer's, not the container's. */
    private Map<String, String> inherited() {
        return ScriptEnvironment.named(System.getenv(), job.environment().inherited());
    }

    /**
     * All other variables, as a script for the shell.
     *
     * @param usual those that every container gets
     * @param run those of the run, which win
     */
    byte[] variables(Map<String, String> usual, Map<String, String> run) {
        Map<String, String> variables = new TreeMap<>(usual);
        variables.putAll(RunVariables.PYTHON);
        variables.putAll(inherited());
        job.environment().given().forEach((name, secret) -> variables.put(name, secret.value()));
        job.environment().variables().forEach((name, value) -> {
            if (name.matches(NAME)) {
                variables.put(name, value);
            }
        });
        variables.putAll(run);
        StringBuilder script = new StringBuilder();
        variables.forEach((name, value) -> script.append("export ")
                .append(name)
                .append("='")
                .append(value.replace("'", "'\\''"))
                .append("'\n"));
        script.append("export PYTHONPATH=" + SETUP + "${PYTHONPATH:+:$PYTHONPATH}\n");
        return script.toString().getBytes(StandardCharsets.UTF_8);
    }
}

package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What runs a job's script in a container, and the variables it gets. */
record ContainerCommand(Job job) {
    private static final String SETUP = RunContainer.ROOT + "/azureml-setup";
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

    /** The words, arguments included; {@code container.sh} looks for the program in the image. */
    List<String> words() {
        return new ScriptCommand(job, "python", "spark-submit").words();
    }

    /** Whether Python runs the script. */
    boolean python() {
        return Interpreter.extension(job.script()).equals("py");
    }

    /** Refuses what could not be started, before the run is counted. */
    void check() {
        ScriptCommand.check(job);
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
        script.append(RunVariables.mlflowScript(RunContainer.ROOT));
        script.append("export PYTHONPATH=" + SETUP + "${PYTHONPATH:+:$PYTHONPATH}\n");
        return script.toString().getBytes(StandardCharsets.UTF_8);
    }
}

package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The command that runs a script, chosen by the script's name: {@code .py} Python, {@code .java} the JDK that runs
 * Maven, {@code .sh} the shell its first line names, {@code .R} Rscript, anything else must be executable.
 *
 * @param command the words before the script's arguments
 * @param python whether it is Python
 * @param remark what the user should know about the choice, or null
 */
record Interpreter(
        List<String> command, boolean python, @Nullable String remark) {
    /** What the run folder of a Python script holds besides. */
    static final List<String> PYTHON_FILES = List.of(
            "run_script.py",
            "azureml/__init__.py",
            "azureml/assets/__init__.py",
            "azureml/logging/__init__.py",
            "azureml/sdk/__init__.py",
            "azureml/sdk/data_collector.py",
            "azureml_sdk/__init__.py",
            "azureml_sdk/data_collector.py");

    /** Runs a Python script as the Workbench did, in the run folder. */
    static final String HOST = "azureml-setup/run_script.py";

    private static final int LONGEST_SHEBANG = 256;

    /**
     * The interpreter of a script.
     *
     * @param pythonLocation a name on the {@code PATH} or a path; null: {@code python3}, else {@code python}
     * @throws AmlException when it is not on this computer
     */
    static Interpreter of(Path project, String script, @Nullable String pythonLocation) {
        // Or a name that begins with a dash would be taken for an option.
        String file = script.startsWith("-") ? "./" + script : script;
        return switch (extension(script)) {
            case "py" -> python(project, script, pythonLocation);
            case "java" -> new Interpreter(List.of(java(), file), false, null);
            case "r" ->
                new Interpreter(
                        List.of(program("Rscript", script, "install R (Debian: apt-get install r-base-core)"), file),
                        false,
                        null);
            case "sh" -> shell(project, script, file);
            default -> executable(project, script);
        };
    }

    private static Interpreter python(Path project, String script, @Nullable String pythonLocation) {
        String wanted = pythonLocation == null ? "python3" : expandHome(pythonLocation);
        // A path is meant from the project's folder, wherever Maven was started.
        Path found = SearchPath.find(
                wanted.indexOf('/') < 0 ? wanted : project.resolve(wanted).toString());
        String remark = null;
        if (found == null && (wanted.equals("python3") || wanted.equals("python"))) {
            // The Workbench's templates say 'python', which many systems have under the other name only.
            String other = wanted.equals("python") ? "python3" : "python";
            found = SearchPath.find(other);
            remark = pythonLocation == null
                    ? null
                    : "pythonLocation '" + pythonLocation + "' is not on the PATH; using " + found;
        }
        if (found == null) {
            throw new AmlException(
                    "cannot run " + script + ": no Python '" + (pythonLocation == null ? "python3" : pythonLocation)
                            + "' (looked in PATH=" + SearchPath.value() + ")",
                    "install Python (Debian: apt-get install python3), or name yours in the .compute file: pythonLocation: /path/to/python3");
        }
        return new Interpreter(List.of(found.toString(), "-u", HOST, script), true, remark);
    }

    private static Interpreter shell(Path project, String script, String file) {
        List<String> shebang = shebang(project, script);
        List<String> command = new ArrayList<>(shebang.isEmpty() ? List.of("/bin/sh") : shebang);
        program(command.get(0), script, "install it, or correct the first line of " + script);
        command.add(file);
        return new Interpreter(List.copyOf(command), false, null);
    }

    /** @throws AmlException when the script is none that the system can start by itself */
    static void checkExecutable(Path project, String script) {
        if (!Files.isExecutable(project.resolve(script))) {
            throw new AmlException(
                    "do not know how to run " + script + ": it is not .py, .java, .sh or .R, and not executable",
                    "make it executable (chmod +x " + script + ") with a first line such as '#!/usr/bin/env perl'");
        }
    }

    private static Interpreter executable(Path project, String script) {
        checkExecutable(project, script);
        List<String> shebang = shebang(project, script);
        if (!shebang.isEmpty()) {
            program(shebang.get(0), script, "install it, or correct the first line of " + script);
        }
        return new Interpreter(List.of("./" + script), false, null);
    }

    /** The words of the script's {@code #!} line; empty without one. */
    static List<String> shebang(Path project, String script) {
        byte[] head;
        try (InputStream in = Files.newInputStream(project.resolve(script))) {
            head = in.readNBytes(LONGEST_SHEBANG);
        } catch (IOException e) {
            throw new AmlException(
                    "cannot read " + script + ": " + e.getMessage(), "make it readable: chmod u+r " + script, e);
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("#!")) {
            return List.of();
        }
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end);
        if (line.endsWith("\r")) {
            throw new AmlException(
                    script + " has Windows line ends; its first line names '"
                            + line.substring(2).strip() + "\\r'",
                    "convert it: sed -i 's/\\r$//' " + script);
        }
        String[] words = line.substring(2).strip().split("\\s+", 2);
        return words[0].isEmpty() ? List.of() : List.of(words);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String program(String name, String script, String remedy) {
        Path found = SearchPath.find(name);
        if (found == null) {
            throw new AmlException(
                    "cannot run " + script + ": no program '" + name + "' (looked in PATH=" + SearchPath.value() + ")",
                    remedy);
        }
        return found.toString();
    }

    /** What follows the last dot of the name, in small letters. */
    static String extension(String script) {
        return script.substring(script.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** The path with a leading {@code ~} replaced by the home folder. */
    static String expandHome(String path) {
        return path.equals("~") || path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
    }
}

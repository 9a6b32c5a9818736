package io.github.amlmaven.compute;

import io.github.amlmaven.Required;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real Python of this computer, as the plugin starts it, in a run folder with the files the plugin bundles. */
final class Python {
    private static final List<String> BUNDLED = List.of(
            "run_script.py",
            "azureml/__init__.py",
            "azureml/assets/__init__.py",
            "azureml/logging/__init__.py",
            "azureml/sdk/__init__.py",
            "azureml/sdk/data_collector.py",
            "azureml_sdk/__init__.py",
            "azureml_sdk/data_collector.py");
    private final String interpreter;
    private final Path runFolder;

    /** What a finished script left. */
    record Outcome(int exitCode, String out, String err) {}

    private Python(String interpreter, Path runFolder) {
        this.interpreter = interpreter;
        this.runFolder = runFolder;
    }

    /** Prepares a run folder; skips the test where there is no Python. */
    static Python in(Path runFolder) throws IOException {
        Path setup = runFolder.resolve("azureml-setup");
        for (String name : BUNDLED) {
            Path copy = setup.resolve(name);
            Files.createDirectories(copy.getParent());
            try (InputStream bundled = Python.class.getResourceAsStream(name)) {
                Files.copy(bundled, copy);
            }
        }
        return new Python(interpreter(), runFolder);
    }

    Outcome plain(String... command) throws IOException, InterruptedException {
        return run(Map.of(), command);
    }

    Outcome hosted(String... command) throws IOException, InterruptedException {
        return hosted(Map.of(), command);
    }

    Outcome hosted(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        List<String> hosted = new ArrayList<>(List.of("azureml-setup/run_script.py"));
        hosted.addAll(List.of(command));
        return run(environment, hosted.toArray(String[]::new));
    }

    private Outcome run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(interpreter, "-u"));
        line.addAll(List.of(command));
        Path out = Files.createTempFile("python", ".out");
        Path err = Files.createTempFile("python", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(runFolder.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("AZUREML_") || name.startsWith("PYTHON"));
            // The plugin promises UTF-8 whatever the locale is, and sets these.
            builder.environment().putAll(Map.of("LC_ALL", "C", "PYTHONIOENCODING", "UTF-8", "PYTHONUTF8", "1"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(line + " did not end: " + Files.readString(out) + Files.readString(err));
            }
            return new Outcome(process.exitValue(), text(out), text(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static String interpreter() {
        Path debian = Path.of("/usr/bin/python3");
        if (Files.isExecutable(debian)) {
            return debian.toString();
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, "python3"))) {
                return Path.of(folder, "python3").toString();
            }
        }
        Required.that(false, "no python3 here: install it to test what the plugin gives to Python scripts");
        throw new AssertionError("not reached");
    }
}

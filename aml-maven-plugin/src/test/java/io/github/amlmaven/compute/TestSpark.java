package io.github.amlmaven.compute;

import io.github.amlmaven.Required;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A real Spark on this computer, as {@code src/it/spark/install.sh} installs it. */
public final class TestSpark {
    /** Tests run in the folder of their module. */
    private static final Path HOME = Path.of("../target/spark").toAbsolutePath().normalize();

    private static final Path SCRIPT =
            Path.of("../src/it/spark/spark_job.py").toAbsolutePath().normalize();

    /** The Python of scripts, whatever is first on the path. */
    static final String PYTHON = "spark.pyspark.python=/usr/bin/python3";

    private TestSpark() {}

    /** Skips the test, or fails it, where Spark is not installed. */
    public static void require() {
        Required.that(
                Files.exists(HOME.resolve("installed")),
                "no Spark of the tests in target/spark; src/it/spark/install.sh installs it");
    }

    /** What {@code SPARK_HOME} names. */
    public static Path home() {
        require();
        return HOME;
    }

    /** The program {@code spark-submit}, an absolute path. */
    public static Path submit() {
        return home().resolve("bin/spark-submit");
    }

    /** A folder of programs where somebody who logs in over SSH reaches it, who may not reach the one of the build. */
    static Path lend(Path folder, SshAccount account) throws IOException {
        Path lent = account.home().resolve("lent-" + folder.getFileName());
        if (!TestSsh.ROOT) {
            return folder; // it is ourselves
        }
        if (Files.notExists(lent)) {
            try {
                SshServer.run(List.of("../src/it/spark/lend.sh", folder.toString(), lent.toString()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new java.io.InterruptedIOException("interrupted while Spark was lent");
            }
        }
        return lent;
    }

    /** The script that counts numbers with a Spark job; its arguments are described in it. */
    public static Path script() {
        return SCRIPT;
    }

    /** Submits that script to the processes of this computer, and waits for its end. */
    static Outcome run(Path runFolder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(submit().toString(), "--master", "local[2]"));
        command.addAll(List.of("--conf", PYTHON, SCRIPT.toString()));
        command.addAll(List.of(arguments));
        return Outcome.of(runFolder, environment(runFolder), command);
    }

    /** What the plugin gives to a script: its bundled modules, and where metrics go. */
    static Map<String, String> environment(Path runFolder) throws IOException {
        Path setup = runFolder.resolve("azureml-setup");
        if (Files.notExists(setup)) {
            Python.in(runFolder);
        }
        return Map.of(
                "PYTHONPATH",
                setup.toString(),
                "AZUREML_METRICS_FILE",
                runFolder.resolve("metrics").toString());
    }

    /** The bundled modules as one file, for {@code --py-files}. */
    static Path modules(Path runFolder) throws IOException {
        environment(runFolder);
        Path setup = runFolder.resolve("azureml-setup");
        Path zip = runFolder.resolve("modules.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> files = Files.walk(setup)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(setup.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return zip;
    }
}

package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Required;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HDFS and YARN with one node each on this computer, and a Spark that submits to them, as
 * {@code src/it/spark/long/install.sh} installs them: only for the long tests.
 */
public final class TestYarn implements Closeable {
    /** Tests run in the folder of their module. */
    private static final Path HOME =
            Path.of("../target/spark-long").toAbsolutePath().normalize();

    private static final Pattern APPLICATION = Pattern.compile("application_\\d+_\\d+");

    private final Path folder;
    private final ServerProcess server;

    private TestYarn(Path folder, ServerProcess server) {
        this.folder = folder;
        this.server = server;
    }

    /** Skips the test, or fails it, where they are not installed. */
    public static void require() {
        Required.that(
                Files.exists(HOME.resolve("installed")),
                "no YARN of the tests in target/spark-long; src/it/spark/long/install.sh installs it");
    }

    /** Where all of it is. */
    static Path home() {
        require();
        return HOME;
    }

    /** Starts a cluster, which takes 12 s, with all it writes in a folder. */
    public static TestYarn start(Path folder) throws IOException, InterruptedException {
        List<String> command = List.of(home().resolve("bin/mini-cluster").toString(), folder.toString());
        TestYarn cluster =
                new TestYarn(folder, ServerProcess.start(folder, Map.of(), Pattern.compile("(READY)"), command));
        for (String program : List.of("spark-submit", "yarn", "hdfs")) {
            cluster.provide(program);
        }
        return cluster;
    }

    /** A folder for the search path: {@code spark-submit}, {@code yarn} and {@code hdfs}, which know this cluster. */
    public Path bin() {
        return folder.resolve("bin");
    }

    /** What {@code HADOOP_CONF_DIR} and {@code YARN_CONF_DIR} name. */
    public Path configuration() {
        return folder.resolve("conf");
    }

    /** Runs a program of {@link #bin} to its end. */
    Outcome run(Path runFolder, String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(bin().resolve(program).toString()));
        command.addAll(List.of(arguments));
        return Outcome.of(runFolder, TestSpark.environment(runFolder), command);
    }

    /** What {@code yarn application -status} says. */
    String status(String application) throws IOException, InterruptedException {
        return run(folder, "yarn", "application", "-status", application).out();
    }

    /** The id of the application in what {@code spark-submit} said. */
    static String application(String said) {
        Matcher application = APPLICATION.matcher(said);
        assertThat(application.find()).as(said).isTrue();
        return application.group();
    }

    private void provide(String program) throws IOException {
        Path file = Files.createDirectories(bin()).resolve(program);
        Files.writeString(
                file, """
                #!/bin/sh
                export HADOOP_CONF_DIR='%1$s' YARN_CONF_DIR='%1$s'
                exec '%2$s' "$@"
                """.formatted(configuration(), HOME.resolve("bin").resolve(program)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

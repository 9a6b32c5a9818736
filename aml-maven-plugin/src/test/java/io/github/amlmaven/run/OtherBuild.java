package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.store.Stores;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A build in a process of its own, with one run whose script waits until it may end. */
final class OtherBuild implements Closeable {
    /** Prints {@code begun}, waits, prints {@code ended}, leaves {@code outputs/kept}. */
    static final String WAITING = """
            echo half > outputs/half
            echo begun
            while [ -d outputs ] && ! [ -e "$GO" ]; do sleep 0.05; done
            echo ended
            echo kept > outputs/kept
            """;

    final RunHistory history;
    private final Path temp;
    private final Path project;
    private @Nullable Process maven;

    OtherBuild(Path temp, String script) throws IOException {
        this.temp = temp;
        this.project = temp.resolve("project");
        this.history = new RunHistory(Stores.open("history", temp), new ProjectId("local", "default", "iris"));
        Files.createDirectories(project.resolve("aml_config"));
        Files.writeString(project.resolve("aml_config/local.compute"), "type: local\n");
        Files.writeString(
                project.resolve("aml_config/local.runconfig"),
                "ArgumentVector: [train.sh]\nTarget: local\nFramework: Python\nEnvironmentVariables: {GO: " + go()
                        + "}\n");
        Files.writeString(project.resolve("train.sh"), script);
    }

    /** Where a file lets the script end. */
    Path go() {
        return temp.resolve("go");
    }

    void letEnd() throws IOException {
        Files.writeString(go(), "");
    }

    /** Starts the build. */
    Process start(String host) throws IOException {
        ProcessBuilder build = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        InterruptedExperiment.class.getName(),
                        project.toString(),
                        temp.toString())
                .redirectErrorStream(true);
        if (!host.isEmpty()) {
            build.environment().put("AML_HOST_ID", host);
        }
        Process started = build.start();
        maven = started;
        return started;
    }

    /** Starts the build and returns when the script has printed its first line. */
    RunRecord startScript(String host) throws IOException {
        var output = start(host).inputReader();
        String line = output.readLine();
        while (line != null && !line.startsWith("begun")) {
            line = output.readLine();
        }
        assertThat(line).isNotNull();
        return history.find("last");
    }

    Process maven() {
        assertThat(maven).isNotNull();
        return maven;
    }

    /** Ends the build as kill -9 does; the script goes on. */
    void kill() throws InterruptedException {
        maven().destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        letEnd();
        if (maven != null) {
            maven.destroyForcibly();
        }
    }
}

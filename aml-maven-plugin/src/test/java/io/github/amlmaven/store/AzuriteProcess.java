package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running {@code azurite-blob}, which ends with this JVM, however that ends. */
final class AzuriteProcess {
    /** Where {@code src/it/azurite/install.sh} installs it; tests run in the folder of their module. */
    private static final Path INSTALLATION =
            Path.of("../target/azurite").toAbsolutePath().normalize();

    private static final Pattern READY = Pattern.compile("successfully listens on https?://127\\.0\\.0\\.1:(\\d+)");
    private static final int STARTED_SECONDS = 60;

    /** Its input ends when we do, whatever kills us. */
    private static final String ENDS_WITH_ITS_INPUT =
            "process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume().unref();"
                    + " process.argv.splice(1, 0, 'azurite-blob'); require(process.argv.splice(2, 1)[0])";

    private final Process process;
    private final int port;

    private AzuriteProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether it is installed, all of it. */
    static boolean available() {
        return Files.exists(INSTALLATION.resolve("installed"));
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param folder for what it says
     * @param port 0 for any that is free
     */
    static AzuriteProcess start(Path folder, int port, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "node",
                "-e",
                ENDS_WITH_ITS_INPUT,
                "--",
                INSTALLATION
                        .resolve("node_modules/azurite/dist/src/blob/main.js")
                        .toString()));
        command.addAll(List.of("--blobHost", "127.0.0.1", "--blobPort", Integer.toString(port)));
        command.addAll(List.of("--disableTelemetry", "--silent", "--skipApiVersionCheck"));
        command.addAll(options);
        Path log = Files.createTempFile(folder, "azurite", ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        // One that is held does not see that its input ends.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STARTED_SECONDS);
        while (true) {
            boolean alive = process.isAlive();
            Matcher ready = READY.matcher(Files.readString(log));
            if (ready.find()) {
                return new AzuriteProcess(process, Integer.parseInt(ready.group(1)));
            }
            if (!alive || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException("Azurite does not start: " + Files.readString(log));
            }
            Thread.sleep(10);
        }
    }

    int port() {
        return port;
    }

    /** Ends it so that it saves what it knows, as {@code SIGTERM} does. */
    void end() throws InterruptedException {
        // That of the process itself closes its input too.
        process.toHandle().destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Ends it as a power loss would; what it acknowledged within the last 5 seconds may be lost, as in no real Azure. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Holds it, so that connections are made and nothing is answered, or lets it go on. */
    void hold(boolean held) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", held ? "-STOP" : "-CONT", Long.toString(process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}

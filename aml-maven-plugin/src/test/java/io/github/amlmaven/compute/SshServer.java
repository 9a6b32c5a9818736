package io.github.amlmaven.compute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running {@code sshd}, as {@code src/it/ssh/start.sh} starts it, which ends with this JVM, however that ends. */
public final class SshServer implements Closeable {
    /** Where the scripts are; tests run in the folder of their module. */
    static final Path SCRIPTS = Path.of("../src/it/ssh").toAbsolutePath().normalize();

    private static final int STOPPED_SECONDS = 30;

    final Path folder;
    private final Process keeper;

    private SshServer(Path folder, Process keeper) {
        this.folder = folder;
        this.keeper = keeper;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param options of {@code start.sh}
     */
    static SshServer start(List<String> options) throws IOException {
        Path folder = Files.createTempDirectory("ssh");
        List<String> command = new ArrayList<>();
        command.add(SCRIPTS.resolve("keep.sh").toString());
        command.addAll(options);
        command.add(folder.toString());
        Process keeper = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = keeper.inputReader(UTF_8);
        if (!"ready".equals(said.readLine())) {
            throw new IOException("sshd does not start, and has said why");
        }
        return new SshServer(folder, keeper);
    }

    /** The address it listens at: {@code 127.0.0.1}, or one of {@link SshNamespace}. */
    public String address() {
        return text("address");
    }

    public int port() {
        return Integer.parseInt(text("port"));
    }

    /** Who may log in: {@code /bin/sh} is the shell. */
    public SshAccount account() {
        return new SshAccount(
                text("user"),
                Path.of(text("home")),
                Files.exists(folder.resolve("password")) ? text("password") : null);
    }

    /**
     * The file of a private key, with the public one beside it.
     *
     * @param name {@code ed25519}, {@code rsa}, {@code ecdsa} and {@code encrypted} are let in, {@code stranger} is not
     */
    public Path key(String name) {
        return folder.resolve("id_" + name);
    }

    /** That of the encrypted key. */
    public String passphrase() {
        return text("passphrase");
    }

    /** What it has said so far, each key that was offered too. */
    public String log() {
        return text("log");
    }

    /** Ends it and all its connections at once; what runs of its users goes on. {@link #startAgain} is possible. */
    public void kill() throws IOException, InterruptedException {
        script("kill.sh");
    }

    /** Starts it again after {@link #kill}, at the same address with the same host keys. */
    public void startAgain() throws IOException, InterruptedException {
        script("again.sh");
    }

    /** Holds it: connections are made, and nothing new is answered; those there are go on. */
    public void hold() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets it go on after {@link #hold}. */
    public void goOn() throws IOException, InterruptedException {
        signal("-CONT");
    }

    /** Ends it, its connections and what its users run, and removes all of it. */
    @Override
    public void close() {
        try {
            keeper.getOutputStream().close();
            assertThat(keeper.waitFor(STOPPED_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String text(String file) {
        try {
            return Files.readString(folder.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs one of the scripts for the folder, and gives what it prints. */
    String script(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve(name).toString(), folder.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** What a command prints; it has to succeed. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).as("%s", command).isZero();
        return said;
    }

    private void signal(String signal) throws IOException, InterruptedException {
        run(List.of("kill", signal, text("pid")));
    }
}

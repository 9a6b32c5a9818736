package io.github.amlmaven.compute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real {@code ssh-agent} with no keys at first, which ends with this JVM, however that ends. */
public final class SshAgent implements Closeable {
    private final Path socket;
    private final Process reader;

    private SshAgent(Path socket, Process reader) {
        this.socket = socket;
        this.reader = reader;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param folder for its socket, with a path of 90 characters at most
     */
    public static SshAgent start(Path folder) throws IOException {
        Path socket = folder.resolve("agent");
        // It ends with the command, and that with its input.
        Process reader = new ProcessBuilder(
                        "ssh-agent", "-a", socket.toString(), "sh", "-c", "echo ready; exec cat > /dev/null")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!"ready".equals(reader.inputReader(UTF_8).readLine())) {
            throw new IOException("ssh-agent does not start, and has said why");
        }
        return new SshAgent(socket, reader);
    }

    /** What {@code SSH_AUTH_SOCK} has to be. */
    public Path socket() {
        return socket;
    }

    /** Gives it a key that has no passphrase, such as {@code server.key("rsa")}. */
    public void add(Path key) throws IOException, InterruptedException {
        sshAdd("-q", key.toString());
    }

    /** The public keys of those it has, a line each. */
    List<String> keys() throws IOException, InterruptedException {
        return sshAdd("-L").lines().toList();
    }

    /** Fails unless it signs with a key, of which the public file is given. */
    void sign(Path publicKey) throws IOException, InterruptedException {
        sshAdd("-T", publicKey.toString());
    }

    /** Ends it; it takes some seconds to see that. */
    @Override
    public void close() throws IOException {
        reader.getOutputStream().close();
        Files.deleteIfExists(socket);
    }

    private String sshAdd(String... arguments) throws IOException, InterruptedException {
        Path said = Files.createTempFile("ssh-add", ".log");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of("ssh-add"), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("SSH_AUTH_SOCK", socket.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(said);
        Files.delete(said);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}

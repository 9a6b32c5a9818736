package io.github.amlmaven.compute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The {@code ssh} of this computer, to compare ours with: it knows nothing of its user and never asks.
 *
 * @param key as {@link SshServer#key} has it
 * @param answer to whatever it would ask, a password or a passphrase; null to answer nothing
 */
record SshCommand(
        String address,
        int port,
        SshAccount account,
        Path key,
        Path knownHosts,
        @Nullable String answer) {
    private static final int ENDED_SECONDS = 60;

    SshCommand(SshServer server, SshAccount account, String key) {
        this(server.address(), server.port(), account, server.key(key), TestSsh.knownHosts(server), null);
    }

    SshCommand knowing(Path other) {
        return new SshCommand(address, port, account, key, other, answer);
    }

    SshCommand answering(@Nullable String other) {
        return new SshCommand(address, port, account, key, knownHosts, other);
    }

    SshCommand through(SshWire wire, Path known) {
        return new SshCommand("127.0.0.1", wire.port(), account, key, known, answer);
    }

    /** What a remote command prints, which has to succeed. */
    String say(String command) throws IOException, InterruptedException {
        Path complaints = Files.createTempFile("ssh", ".err");
        Process process = start(command, complaints);
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(ENDED_SECONDS, TimeUnit.SECONDS)).isTrue();
        String complained = read(complaints);
        assertThat(process.exitValue()).as(complained).isZero();
        return said;
    }

    /** What is complained of when a remote command, or ssh itself, fails, as it has to. */
    String failure(String command) throws IOException, InterruptedException {
        Path complaints = Files.createTempFile("ssh", ".err");
        Process process = start(command, complaints);
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(ENDED_SECONDS, TimeUnit.SECONDS)).isTrue();
        String complained = read(complaints);
        assertThat(process.exitValue()).as(said).isNotZero();
        return complained;
    }

    /** Starts a remote command; what it complains of is not kept. */
    Process start(String command) throws IOException {
        return start(command, Path.of("/dev/null"));
    }

    private Process start(String command, Path complaints) throws IOException {
        List<String> line = new ArrayList<>(List.of("ssh", "-F", "none"));
        for (String option : List.of(
                "BatchMode=" + (answer == null ? "yes" : "no"),
                "ConnectTimeout=20",
                "GlobalKnownHostsFile=none",
                "IdentitiesOnly=yes",
                "IdentityAgent=none",
                "NumberOfPasswordPrompts=1",
                "StrictHostKeyChecking=yes",
                "UserKnownHostsFile=" + knownHosts)) {
            line.addAll(List.of("-o", option));
        }
        line.addAll(List.of("-i", key.toString(), "-p", Integer.toString(port)));
        line.addAll(List.of("-l", account.name(), "--", address, command));
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(complaints.toFile());
        if (answer != null) {
            Path answers = Files.createTempFile(
                    "ssh", ".sh", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            answers.toFile().deleteOnExit();
            Files.writeString(answers, "#!/bin/sh\necho \"$AML_TEST_ANSWER\"\n");
            builder.environment().put("SSH_ASKPASS", answers.toString());
            builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
            builder.environment().put("AML_TEST_ANSWER", answer);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static String read(Path complaints) throws IOException {
        String text = Files.readString(complaints);
        Files.delete(complaints);
        return text;
    }
}

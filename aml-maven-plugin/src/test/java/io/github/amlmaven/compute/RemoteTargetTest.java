package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@link RemoteTarget} as every target has to be, over a real SSH server. */
class RemoteTargetTest extends ComputeTargetContract {
    @BeforeAll
    static void requireServer() {
        TestSsh.require();
    }

    @Override
    ComputeTarget open(@Nullable Path share) {
        try {
            SshServer server = TestSsh.shared();
            if (share != null) {
                // Another user comes to it.
                Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
                Files.createDirectories(share);
                Files.setPosixFilePermissions(share, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
            return new RemoteTarget.Settings("vm", login(server), null, share == null ? null : share.toString())
                    .open(PROJECT, Credentials.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SshLogin login(SshServer server) {
        return new SshLogin(
                new SshAddress(server.address(), server.port(), server.account().name()),
                server.key("ed25519").toString(),
                TestSsh.knownHosts(server));
    }

    @Override
    void release(RunDirectory directory) throws IOException {
        go(directory);
    }

    static void go(RunDirectory directory) throws IOException {
        String home = TestSsh.shared().account().home().toString();
        RemoteRun run =
                new RemoteRun(new RemoteShell(new SshConnection(login(TestSsh.shared()), Credentials.NONE)), directory);
        Files.createFile(Path.of(run.root(home), "outputs/go"));
    }

    @Test
    void theEndIsToldByTheClockOfThisComputer() throws IOException {
        Instant before = Instant.now();
        Result result = run("sleep 0.3");

        Instant end = Files.getLastModifiedTime(result.directory().complete()).toInstant();
        assertThat(end).isBetween(before.plusMillis(300), Instant.now());
    }
}

package io.github.amlmaven.compute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What tests rely on when they cut the wire to a second computer. */
@Timeout(120)
class SshNamespaceTest {
    @Test
    void aCommandWaitsWhileTheWireIsCutAndLosesNothing() throws Exception {
        try (SshNamespace computer = SshNamespace.start()) {
            SshServer server = computer.server();
            assertThat(server.address()).startsWith("10.");
            assertThat(server.port()).isEqualTo(22);
            Process session = new SshCommand(server, server.account(), "ed25519")
                    .start("for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 0.25; done");
            InputStream said = session.getInputStream();
            assertThat(said.readNBytes(2)).isEqualTo("1\n".getBytes(UTF_8));
            computer.cut();
            // What was on its way when the wire was cut may have come.
            Thread.sleep(500);
            said.readNBytes(said.available());
            Thread.sleep(1_000);
            assertThat(said.available()).isZero();
            assertThat(session.isAlive()).isTrue();
            computer.heal();
            assertThat(new String(said.readAllBytes(), UTF_8)).endsWith("7\n8\n");
            assertThat(session.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(session.exitValue()).isZero();
        }
    }

    @Test
    void itCannotBeReachedWhileTheWireIsCutAndIsGoneAfterwards() throws Exception {
        SshNamespace computer = SshNamespace.start();
        SshServer server = computer.server();
        String name = server.text("namespace");
        try (computer) {
            SshCommand ssh = new SshCommand(server, server.account(), "ed25519");
            assertThat(ssh.say("echo in")).isEqualTo("in\n");
            assertThat(Path.of("/run/netns", name)).exists();
            computer.cut();
            assertThat(ssh.failure("echo in")).containsAnyOf("timed out", "No route to host");
            computer.heal();
            assertThat(ssh.say("echo in")).isEqualTo("in\n");
            server.kill();
            assertThat(ssh.failure("echo in")).contains("refused");
            server.startAgain();
            assertThat(ssh.say("echo in")).isEqualTo("in\n");
        }
        assertThat(Path.of("/run/netns", name)).doesNotExist();
    }
}

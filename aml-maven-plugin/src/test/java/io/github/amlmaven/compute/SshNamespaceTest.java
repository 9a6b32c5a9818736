package io.github.amlmaven.compute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
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
                    .start("echo 1; until [ -e spoken ]; do sleep 0.05; done; echo 2; echo > heard");
            InputStream said = session.getInputStream();
            assertThat(said.readNBytes(2)).isEqualTo("1\n".getBytes(UTF_8));
            computer.cut();
            Path home = server.account().home();
            Files.createFile(home.resolve("spoken"));
            while (!Files.exists(home.resolve("heard"))) {
                Thread.sleep(20);
            }
            Thread.sleep(500);
            assertThat(said.available()).isZero();
            assertThat(session.isAlive()).isTrue();
            computer.heal();
            assertThat(said.readAllBytes()).isEqualTo("2\n".getBytes(UTF_8));
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

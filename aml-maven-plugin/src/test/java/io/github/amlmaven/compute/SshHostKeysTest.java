package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody is believed whose host key is not known, and nothing is sent to him. */
@Timeout(120)
class SshHostKeysTest {
    @TempDir
    private Path folder;

    private SshServer server;
    private SshScene scene;
    private Path users;

    @BeforeEach
    void server() throws IOException {
        server = TestSsh.shared();
        scene = new SshScene(folder, server).key("ed25519", "mine");
        users = scene.home.resolve(".ssh/known_hosts");
    }

    @Test
    void anUnknownKeyIsShownAndNothingIsSent() throws Exception {
        AmlException refusal = refused();
        assertThat(refusal.problem())
                .isEqualTo("the host key of [127.0.0.1]:" + server.port() + " is unknown: ED25519 "
                        + TestSsh.fingerprint(server) + "; nothing has been sent");
        assertThat(refusal.remedy())
                .contains("ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub", "mvn aml:attach -Daml.target=<name>")
                .endsWith("-Daml.acceptHostKey=" + TestSsh.fingerprint(server));
    }

    @Test
    void aChangedKeyIsToldWithBothFingerprintsAndTheLine() throws Exception {
        try (SshServer other = TestSsh.start()) {
            Files.writeString(scene.project, "# ours\n" + lines(other, server.port()));
            AmlException refusal = refused();
            assertThat(refusal.problem())
                    .contains(
                            "has changed: it shows ED25519 " + TestSsh.fingerprint(server),
                            scene.project + ", line " + (2 + index(other, "ssh-ed25519")) + " has ED25519 "
                                    + TestSsh.fingerprint(other),
                            "nothing has been sent");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256"})
    void theTypeThatIsKnownIsAskedFor(String type) throws Exception {
        Files.writeString(scene.project, only(type, lines(server, server.port())));
        letIn();
    }

    @Test
    void aServerWithoutTheTypeThatIsKnownHasChanged() throws Exception {
        // The same host, known by a key that it does not have any more.
        try (SshServer other = TestSsh.start()) {
            String old = only("ssh-ed25519", lines(other, server.port()));
            Files.writeString(scene.project, old);
            assertThat(refused().problem()).contains("has changed", TestSsh.fingerprint(other));
        }
    }

    @Test
    void theUsersKeysCountWhereTheProjectDoesNotKnowTheHost() throws Exception {
        Files.writeString(users, lines(server, server.port()));
        letIn();
        try (SshServer other = TestSsh.start()) {
            Files.writeString(scene.project, lines(other, server.port()));
            assertThat(refused().problem()).contains("has changed", scene.project.toString());
            Files.writeString(scene.project, lines(server, server.port()));
            Files.writeString(users, lines(other, server.port()));
            letIn();
        }
    }

    @Test
    void theComputersKeysCountToo() throws Exception {
        Files.writeString(folder.resolve("etc/ssh_known_hosts"), lines(server, server.port()));
        letIn();
    }

    @Test
    void hashedNamesPatternsListsAndNamesWithoutPortAreKnown() throws Exception {
        Files.writeString(users, lines(server, server.port()));
        assertThat(new ProcessBuilder("ssh-keygen", "-q", "-H", "-f", users.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keygen.log").toFile())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(Files.readString(users)).startsWith("|1|").doesNotContain("127.0.0.1");
        letIn();
        for (String names : List.of(
                "[127.0.0.*]:" + server.port(),
                "other,[127.0.0.1]:" + server.port() + ",third",
                "*",
                "[127.0.0.?]:*,!10.*",
                "127.0.0.1")) {
            Files.writeString(users, renamed(names));
            letIn();
        }
        for (String names : List.of("[127.0.0.1]:1", "*,!*127.0.0.1*", "[127.0.0.??]:*", "127.0.0.2")) {
            Files.writeString(users, renamed(names));
            assertThat(refused().problem()).contains("is unknown");
        }
    }

    @Test
    void aRevokedKeyIsRefusedWhoeverKnowsIt() throws Exception {
        scene.known();
        Files.writeString(
                users,
                "@revoked * "
                        + only("ssh-ed25519", lines(server, server.port())).split(" ", 2)[1]);
        assertThat(refused().problem())
                .contains("is revoked: ED25519 " + TestSsh.fingerprint(server), users + ", line 1");
    }

    @Test
    void anAuthorityIsNoKeyOfAHostAndThatIsSaid() throws Exception {
        Files.writeString(
                users,
                "@cert-authority "
                        + lines(server, server.port()).lines().findFirst().orElseThrow());
        assertThat(refused().problem()).contains("is unknown", "certificates of hosts are not supported");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "#",
                "@revoked",
                "a b c",
                "* ssh-ed25519 !!!!",
                "* ssh-ed25519 AAAA",
                "|1|x|y ssh-rsa AA== z",
                "\0\1\2"
            })
    void linesThatAreNoneArePassedOver(String line) throws Exception {
        Files.writeString(scene.project, line + "\n" + lines(server, server.port()), StandardCharsets.ISO_8859_1);
        letIn();
        Files.writeString(scene.project, line, StandardCharsets.ISO_8859_1);
        assertThat(refused().problem()).contains("is unknown");
    }

    @Test
    void aManInTheMiddleHearsNothingOfUs() throws Exception {
        scene.known();
        try (SshServer middle = TestSsh.start();
                SshWire wire = new SshWire(middle)) {
            // The wire leads to another server than the one whose name it has.
            Files.writeString(scene.project, lines(server, wire.port()));
            scene.withSettings("127.0.0.1", server.account().name(), "the canary", null, null);
            try (SshConnection connection = scene.connect("127.0.0.1", wire.port(), "~/.ssh/mine")) {
                AmlException refusal = catchThrowableOfType(
                        AmlException.class,
                        () -> connection.call(
                                "sending the project",
                                new RemoteCall("who.sh", "canary word").with(out -> out.write(new byte[1 << 20]))));
                assertThat(refusal.problem()).contains("has changed", TestSsh.fingerprint(middle));
                assertThat(SshConnection.isAway(refusal)).isFalse();
            }
            // Version, proposals, and half a key exchange: less than any login takes.
            assertThat(wire.up.bytes()).isLessThan(4_000);
            assertThat(wire.connections()).isEqualTo(1);
            assertThat(middle.log())
                    .doesNotContain(server.account().name(), "Accepted", "Failed", "Postponed", "userauth");
        }
    }

    private AmlException refused() throws Exception {
        try (SshConnection connection = scene.connect("~/.ssh/mine")) {
            AmlException refusal = catchThrowableOfType(AmlException.class, () -> SshScene.whoAnswers(connection));
            assertThat(refusal).isNotNull();
            assertThat(SshConnection.isAway(refusal)).isFalse();
            return refusal;
        }
    }

    private void letIn() throws Exception {
        try (SshConnection connection = scene.connect("~/.ssh/mine")) {
            assertThat(SshScene.whoAnswers(connection))
                    .isEqualTo(server.account().name());
        }
    }

    private static String lines(SshServer of, int port) throws IOException {
        return Files.readString(TestSsh.knownHosts(of, port));
    }

    private String renamed(String names) throws IOException {
        return lines(server, server.port())
                .lines()
                .map(line -> names + " " + line.split(" ", 2)[1])
                .collect(Collectors.joining("\n"));
    }

    private static String only(String type, String lines) {
        return lines.lines()
                .filter(line -> line.contains(" " + type + " "))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static int index(SshServer of, String type) throws IOException {
        List<String> lines = lines(of, 1).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(" " + type + " ")) {
                return i;
            }
        }
        throw new AssertionError(type);
    }
}

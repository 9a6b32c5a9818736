package io.github.amlmaven.compute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tests rely on when they use the SSH servers, as the {@code ssh} of this computer sees it. */
class TestSshTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void servers() {
        TestSsh.require();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "ecdsa"})
    void aKeyOpensTheDoorToTheUserAndHisHome(String key) throws Exception {
        SshServer server = TestSsh.shared();
        SshAccount account = server.account();
        assertThat(ssh(server, account, key).say("id -un; cd; pwd"))
                .isEqualTo(account.name() + "\n" + account.home() + "\n");
    }

    @Test
    void theEncryptedKeyOpensItWithItsPassphrase() throws Exception {
        SshServer server = TestSsh.shared();
        assertThat(ssh(server, server.account(), "encrypted").failure("id")).contains("Permission denied (publickey)");
        assertThat(ssh(server, server.account(), "encrypted")
                        .answering(server.passphrase())
                        .say("id -un"))
                .isEqualTo(server.account().name() + "\n");
    }

    @Test
    void theKeyOfAStrangerIsRefusedAndSeenInTheLog() throws Exception {
        try (SshServer server = TestSsh.start()) {
            assertThat(ssh(server, server.account(), "stranger").failure("id"))
                    .contains("Permission denied (publickey)");
            assertThat(server.log())
                    .contains("Failed publickey for " + server.account().name());
        }
    }

    @Test
    void aServerWithAnotherHostKeyAtTheSamePortIsNoticed() throws Exception {
        SshServer first = TestSsh.start();
        Path known = Files.copy(TestSsh.knownHosts(first), folder.resolve("known"));
        int port = first.port();
        first.close();
        try (SshServer second = TestSsh.startWithOtherHostKey(port)) {
            assertThat(ssh(second, second.account(), "ed25519").say("echo in")).isEqualTo("in\n");
            assertThat(ssh(second, second.account(), "ed25519").knowing(known).failure("echo in"))
                    .contains("REMOTE HOST IDENTIFICATION HAS CHANGED", TestSsh.fingerprint(second));
        }
    }

    @Test
    void anUnknownServerIsNotedWithItsFingerprint() throws Exception {
        SshServer server = TestSsh.shared();
        Path none = Files.createFile(folder.resolve("none"));
        assertThat(ssh(server, server.account(), "ed25519").knowing(none).failure("id"))
                .contains("No ED25519 host key is known", "Host key verification failed");
        assertThat(TestSsh.fingerprint(server)).matches("SHA256:[A-Za-z0-9+/]{43}");
        assertThat(TestSsh.fingerprint(server, "RSA")).isNotEqualTo(TestSsh.fingerprint(server, "ECDSA"));
    }

    @Test
    void theServerForPasswordsTakesThemAndNoKeys() throws Exception {
        SshServer server = TestSsh.passwords();
        SshAccount account = server.account();
        assertThat(account).isEqualTo(TestSsh.shared().account());
        assertThat(ssh(server, account, "ed25519").failure("id")).contains("Permission denied (password)");
        assertThat(ssh(server, account, "ed25519").answering(account.password()).say("id -un"))
                .isEqualTo(account.name() + "\n");
        assertThat(ssh(server, account, "ed25519").answering("wrong").failure("id"))
                .contains("Permission denied");
        assertThat(ssh(TestSsh.shared(), account, "stranger")
                        .answering(account.password())
                        .failure("id"))
                .contains("Permission denied (publickey)");
    }

    @Test
    void usersHaveTheShellThatIsWanted() throws Exception {
        TestSsh.requireUsers();
        SshServer server = TestSsh.shared();
        assertThat(ssh(server, TestSsh.account("/bin/tcsh"), "ed25519").say("echo $shell"))
                .isEqualTo("/bin/tcsh\n");
        assertThat(ssh(server, TestSsh.noisy(), "ed25519").say("echo $0 in"))
                .isEqualTo("Welcome to the tests\nbash in\n");
        assertThat(ssh(server, TestSsh.account("/bin/false"), "ed25519").failure("id"))
                .isEmpty();
    }

    @Test
    void aKilledServerTakesItsConnectionsAlongAndNotWhatRuns() throws Exception {
        try (SshServer server = TestSsh.start()) {
            Path home = server.account().home();
            Process session = ssh(server, server.account(), "ed25519")
                    .start("(sleep 1; echo > outlived) > /dev/null 2>&1 & echo started; sleep 600");
            assertThat(session.inputReader(UTF_8).readLine()).isEqualTo("started");
            server.kill();
            assertThat(session.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(ssh(server, server.account(), "ed25519").failure("id")).contains("Connection refused");
            server.startAgain();
            assertThat(ssh(server, server.account(), "ed25519")
                            .say("until [ -e outlived ]; do sleep 0.05; done; rm outlived; echo again"))
                    .isEqualTo("again\n");
            assertThat(home.resolve("outlived")).doesNotExist();
        }
    }

    @Test
    void nothingIsLeftOfAServerThatIsClosed() throws Exception {
        SshServer server = SshServer.start(List.of());
        Process session = ssh(server, server.account(), "ed25519").start("setsid sleep 60 & echo started; sleep 600");
        assertThat(session.inputReader(UTF_8).readLine()).isEqualTo("started");
        SshAccount account = server.account();
        server.close();
        assertThat(session.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.folder).doesNotExist();
        if (TestSsh.ROOT) {
            assertThat(account.home()).doesNotExist();
            assertThat(Files.readString(Path.of("/etc/passwd"))).doesNotContain(account.name());
            assertThat(ProcessHandle.allProcesses().filter(process -> process.info()
                            .user()
                            .filter(account.name()::equals)
                            .isPresent()))
                    .isEmpty();
        }
    }

    @Test
    void anAgentSignsWithTheKeysItWasGivenAndNoOthers() throws Exception {
        SshServer server = TestSsh.shared();
        try (SshAgent agent = SshAgent.start(folder)) {
            agent.add(server.key("rsa"));
            assertThat(agent.keys())
                    .containsExactly(Files.readString(publicKey(server, "rsa")).strip());
            agent.sign(publicKey(server, "rsa"));
            assertThatThrownBy(() -> agent.sign(publicKey(server, "ed25519"))).isInstanceOf(AssertionError.class);
        }
    }

    private static Path publicKey(SshServer server, String name) {
        return Path.of(server.key(name) + ".pub");
    }

    private static SshCommand ssh(SshServer server, SshAccount account, String key) {
        return new SshCommand(server, account, key);
    }
}

package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With real SSH servers. */
@Timeout(120)
class SshSessionTest {
    @TempDir
    private Path folder;

    private SshScene scene;

    @BeforeEach
    void server() throws IOException {
        scene = new SshScene(folder, TestSsh.shared()).known();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void aKeyThatIsNamedLetsUsIn(String key) throws Exception {
        scene.key(key, "mine");
        for (String written :
                new String[] {"~/.ssh/mine", scene.home.resolve(".ssh/mine").toString()}) {
            try (SshConnection connection = scene.connect(written)) {
                assertThat(SshScene.whoAnswers(connection)).isEqualTo(name());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rsa,PEM,''",
        "rsa,PEM,open sesame",
        "rsa,PKCS8,open sesame",
        "rsa,RFC4716,größer",
        "ecdsa,PEM,open sesame",
        "ecdsa,RFC4716,open sesame",
        "ed25519,RFC4716,open sesame"
    })
    void keysInOtherFormatsAndWithPassphrasesLetUsIn(String type, String format, String passphrase) throws Exception {
        scene.key(type, "mine");
        Path key = scene.home.resolve(".ssh/mine");
        run("ssh-keygen", "-q", "-p", "-P", "", "-N", passphrase, "-m", format, "-f", key.toString());
        if (!passphrase.isEmpty()) {
            scene.withSettings("127.0.0.1", null, null, null, passphrase);
        }
        try (SshConnection connection = scene.connect("~/.ssh/mine")) {
            assertThat(SshScene.whoAnswers(connection)).isEqualTo(name());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_ed25519", "id_ecdsa", "id_rsa"})
    void theUsualKeysAreTriedWhenNoneIsNamed(String file) throws Exception {
        scene.key("ed25519", file);
        try (SshConnection connection = scene.connect(null)) {
            assertThat(SshScene.whoAnswers(connection)).isEqualTo(name());
        }
    }

    @Test
    void theKeyOfTheSettingsIsUsedWhereTheComputeFileNamesNone() throws Exception {
        scene.key("encrypted", "other")
                .withSettings(
                        "127.0.0.1:" + scene.server.port(),
                        null,
                        null,
                        Path.of("~/.ssh/other"),
                        scene.server.passphrase());
        try (SshConnection connection = scene.connect(null)) {
            assertThat(SshScene.whoAnswers(connection)).isEqualTo(name());
        }
    }

    @Test
    void aKeyThatOthersCanReadIsNotUsed() throws Exception {
        scene.key("ed25519", "mine");
        Files.setPosixFilePermissions(scene.home.resolve(".ssh/mine"), PosixFilePermissions.fromString("rw-r--r--"));
        AmlException refusal = refusal(scene.connect("~/.ssh/mine"));
        assertThat(refusal.problem()).isEqualTo("others can read the private key ~/.ssh/mine, so it is not used");
        assertThat(refusal.remedy()).isEqualTo("chmod 600 ~/.ssh/mine");
        scene.key("ed25519", "id_rsa");
        Files.setPosixFilePermissions(scene.home.resolve(".ssh/id_rsa"), PosixFilePermissions.fromString("rw----r--"));
        assertThat(refusal(scene.connect(null)).problem())
                .contains("does not let us in: offered: nothing", "others can read the private key ~/.ssh/id_rsa");
    }

    @Test
    void whatIsWrongWithAKeyIsSaid() throws Exception {
        assertThat(refusal(scene.connect("~/.ssh/none")).problem()).isEqualTo("there is no private key ~/.ssh/none");
        Path file = scene.home.resolve(".ssh/text");
        Files.writeString(file, "no key at all\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(refusal(scene.connect("~/.ssh/text")).problem())
                .startsWith("the private key ~/.ssh/text cannot be read: ");
        scene.key("encrypted", "locked");
        AmlException locked = refusal(scene.connect("~/.ssh/locked"));
        assertThat(locked.problem())
                .isEqualTo("the private key ~/.ssh/locked is encrypted, and its passphrase is not known");
        assertThat(locked.remedy())
                .contains("ssh-add ~/.ssh/locked", "<id>127.0.0.1:" + scene.server.port() + "</id><passphrase>");
        scene.withSettings("127.0.0.1", null, null, null, "wrong words");
        AmlException wrong = refusal(scene.connect("~/.ssh/locked"));
        assertThat(wrong.problem()).contains("~/.ssh/locked does not open with the passphrase");
        assertThat(wrong.toString() + wrong.getCause()).doesNotContain("wrong words");
    }

    @Test
    void theAgentOpensTheDoorAndIsNeverForwarded() throws Exception {
        Path socket = folder.resolve("agent");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
        try {
            while (!Files.exists(socket)) {
                assertThat(agent.isAlive()).isTrue();
                Thread.sleep(10);
            }
            scene.key("ed25519", "mine").withAgent(socket);
            ProcessBuilder add = new ProcessBuilder(
                    "ssh-add", "-q", scene.home.resolve(".ssh/mine").toString());
            add.environment().put("SSH_AUTH_SOCK", socket.toString());
            assertThat(add.start().waitFor()).isZero();
            Files.delete(scene.home.resolve(".ssh/mine"));
            try (SshConnection connection = scene.connect(null)) {
                assertThat(SshScene.whoAnswers(connection)).isEqualTo(name());
                String forwarded = connection.call(
                        "looking for an agent",
                        new RemoteCall("agent.sh"),
                        in -> new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
                assertThat(forwarded).isEqualTo("none\n");
            }
            // One that is encrypted and named is opened by the agent, where it holds it.
            run(
                    "ssh-keygen",
                    "-q",
                    "-p",
                    "-P",
                    "",
                    "-N",
                    "locked",
                    "-f",
                    scene.key("ed25519", "mine").home.resolve(".ssh/mine").toString());
            try (SshConnection connection = scene.connect("~/.ssh/mine")) {
                assertThat(SshScene.whoAnswers(connection)).isEqualTo(name());
            }
        } finally {
            agent.destroy();
            agent.waitFor();
        }
    }

    @Test
    void anAgentThatDoesNotAnswerIsNoObstacle() throws Exception {
        scene.key("ed25519", "id_ed25519").withAgent(folder.resolve("nobody"));
        try (SshConnection connection = scene.connect(null)) {
            assertThat(SshScene.whoAnswers(connection)).isEqualTo(name());
        }
    }

    @Test
    void aPasswordOfTheSettingsLetsUsIn() throws Exception {
        SshScene passwords = new SshScene(folder, TestSsh.passwords()).known();
        SshAccount account = passwords.server.account();
        passwords.withSettings("127.0.0.1:" + passwords.server.port(), account.name(), account.password(), null, null);
        try (SshConnection connection = passwords.connect(null)) {
            assertThat(SshScene.whoAnswers(connection)).isEqualTo(account.name());
        }
    }

    @Test
    void aWrongPasswordIsOfferedOnce() throws Exception {
        SshScene passwords = new SshScene(folder, TestSsh.passwords()).known();
        SshAccount account = passwords.server.account();
        passwords.withSettings("127.0.0.1", account.name(), "wrong words", null, null);
        int before = count(passwords.server.log(), "Failed password");
        AmlException refusal = refusal(passwords.connect(null));
        assertThat(refusal.problem())
                .startsWith(account.name() + "@127.0.0.1:" + passwords.server.port()
                        + " does not let us in: offered: the password of settings.xml; it takes: password");
        assertThat(refusal.remedy()).contains("ssh-copy-id -p " + passwords.server.port());
        assertThat(count(passwords.server.log(), "Failed password") - before).isEqualTo(1);
        assertThat(refusal.toString() + refusal.getCause()).doesNotContain("wrong words");
    }

    @Test
    void thePasswordOfSomebodyElseIsNotOffered() throws Exception {
        SshScene passwords = new SshScene(folder, TestSsh.passwords()).known();
        SshAccount account = passwords.server.account();
        passwords.withSettings("127.0.0.1", "another", account.password(), null, null);
        int before = count(passwords.server.log(), "Failed password");
        assertThat(refusal(passwords.connect(null)).problem())
                .contains("offered: nothing", "is that of another, so it was not offered");
        assertThat(count(passwords.server.log(), "Failed password")).isEqualTo(before);
    }

    @Test
    void aStrangersKeyIsRefusedForGood() throws Exception {
        scene.key("stranger", "mine");
        AmlException refusal = refusal(scene.connect("~/.ssh/mine"));
        assertThat(refusal.problem()).contains("does not let us in: offered: ~/.ssh/mine; it takes: publickey");
        assertThat(SshConnection.isAway(refusal)).isFalse();
    }

    @Test
    void aComputerThatCannotBeReachedIsAway() throws Exception {
        scene.key("ed25519", "mine");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        for (SshConnection connection : new SshConnection[] {
            scene.connect("127.0.0.1", port, "~/.ssh/mine"), scene.connect("nobody.invalid", 22, "~/.ssh/mine")
        }) {
            AmlException refusal = refusal(connection);
            assertThat(SshConnection.isAway(refusal)).isTrue();
            assertThat(refusal.problem()).doesNotContain("Exception", "java.");
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUpWithinHalfAMinute() throws Exception {
        scene.key("ed25519", "mine");
        long start = System.nanoTime();
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AmlException refusal = refusal(scene.connect("127.0.0.1", silent.getLocalPort(), "~/.ssh/mine"));
            assertThat(SshConnection.isAway(refusal)).isTrue();
        }
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(32);
    }

    @EnabledIfSystemProperty(named = "aml.long", matches = "true")
    @Test
    void aServerThatSpeaksAByteAtATimeIsGivenUpWithinHalfAMinute() throws Exception {
        scene.key("ed25519", "mine");
        long start = System.nanoTime();
        try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread drip = new Thread(() -> {
                try (var client = slow.accept()) {
                    while (true) {
                        client.getOutputStream().write('x');
                        Thread.sleep(500);
                    }
                } catch (IOException | InterruptedException e) {
                    return;
                }
            });
            drip.setDaemon(true);
            drip.start();
            AmlException refusal = refusal(scene.connect("127.0.0.1", slow.getLocalPort(), "~/.ssh/mine"));
            assertThat(SshConnection.isAway(refusal)).isTrue();
            drip.join(5_000);
            assertThat(drip.isAlive()).as("the connection is closed").isFalse();
        }
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isBetween(28L, 36L);
    }

    @Test
    void aConnectionThatFallsSilentIsNoticedWithinAMinute() throws Exception {
        scene.key("ed25519", "mine");
        try (SshWire wire = new SshWire(scene.server)) {
            Files.copy(
                    TestSsh.knownHosts(scene.server, wire.port()),
                    scene.project,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            try (SshConnection connection = scene.connect("127.0.0.1", wire.port(), "~/.ssh/mine")) {
                assertThat(SshScene.whoAnswers(connection)).isEqualTo(name());
                wire.silence();
                long start = System.nanoTime();
                AmlException refusal = refusal(connection);
                assertThat(SshConnection.isAway(refusal)).isTrue();
                assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                        .isLessThanOrEqualTo(62);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ciphers aes128-cbc,3des-cbc",
                "KexAlgorithms diffie-hellman-group1-sha1,diffie-hellman-group14-sha1",
                "HostKeyAlgorithms ssh-rsa",
                "Ciphers aes128-ctr\nMACs hmac-sha1,hmac-md5"
            })
    void algorithmsOfThePastAreRefused(String settings) throws Exception {
        try (SshServer old = TestSsh.start()) {
            Path file = old.folder.resolve("sshd_config");
            Files.writeString(file, settings + "\n" + Files.readString(file));
            old.kill();
            old.startAgain();
            SshScene past = new SshScene(folder, old).known().key("ed25519", "mine");
            AmlException refusal = refusal(past.connect("~/.ssh/mine"));
            assertThat(refusal.problem()).contains("knows no algorithms that are safe: for ");
            assertThat(SshConnection.isAway(refusal)).isFalse();
        }
    }

    private String name() {
        return scene.server.account().name();
    }

    private static AmlException refusal(SshConnection connection) {
        try (connection) {
            AmlException refusal = catchThrowableOfType(AmlException.class, () -> SshScene.whoAnswers(connection));
            assertThat(refusal).isNotNull();
            return refusal;
        }
    }

    private static int count(String text, String words) {
        return text.split(java.util.regex.Pattern.quote(words), -1).length - 1;
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}

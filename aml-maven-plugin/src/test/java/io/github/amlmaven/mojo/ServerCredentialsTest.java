package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;
import org.sonatype.plexus.components.sec.dispatcher.DefaultSecDispatcher;

/** With Maven's own decrypter. */
class ServerCredentialsTest {
    private static final String SERVER = "registry.example.com";

    @TempDir
    Path folder;

    private final DefaultPlexusCipher cipher = new DefaultPlexusCipher();
    private SettingsDecrypter decrypter;

    @BeforeEach
    void makeDecrypter() {
        DefaultSecDispatcher dispatcher = new DefaultSecDispatcher(cipher);
        dispatcher.setConfigurationFile(folder.resolve("settings-security.xml").toString());
        decrypter = new DefaultSettingsDecrypter(dispatcher);
    }

    @Test
    void aServerThatIsNotThereIsNobody() {
        assertThat(credentials(null, null).login("other.example.com")).isEmpty();
        assertThat(credentials("me", null).login(SERVER)).isEmpty();
    }

    @Test
    void aPlainPasswordIsTakenAsItIs() {
        Credentials.Login login = credentials("me", "hunter2").login(SERVER).orElseThrow();
        assertThat(login.user()).isEqualTo("me");
        assertThat(login.password().value()).isEqualTo("hunter2");
        assertThat(login.toString()).doesNotContain("hunter2");
    }

    @Test
    void anEncryptedPasswordIsDecrypted() throws Exception {
        writeMaster("the master");
        for (String password : new String[] {"hunter2", "{hunter2}", "a{b}c", "größe"}) {
            String encrypted = cipher.encryptAndDecorate(password, "the master");
            assertThat(credentials("me", encrypted)
                            .login(SERVER)
                            .orElseThrow()
                            .password()
                            .value())
                    .isEqualTo(password);
        }
    }

    @Test
    void whatCannotBeDecryptedStopsWithTheServersNameAndNeverThePassword() throws Exception {
        String encrypted = cipher.encryptAndDecorate("hunter2", "the master");
        assertThat(refusal(encrypted).problem())
                .isEqualTo("cannot decrypt the password of the server '" + SERVER + "' of settings.xml: "
                        + folder.resolve("settings-security.xml") + " (No such file or directory)");
        writeMaster("another master");
        assertThat(refusal(encrypted).problem())
                .startsWith("cannot decrypt the password of the server '" + SERVER + "' of settings.xml: ");
        assertThat(refusal("{hunter2}").remedy()).contains("mvn --encrypt-password");
    }

    @Test
    void whatComesBackInBracesIsNoPassword() {
        SettingsDecrypter passing = request -> new Untouched(request.getServers());
        assertThatThrownBy(() -> new ServerCredentials(settings("me", "{[type=x]hunter2}"), passing).login(SERVER))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("cannot decrypt the password of the server '" + SERVER + "' of settings.xml")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void onlyTheServerThatIsAskedForIsDecrypted() {
        Settings settings = settings("me", "hunter2");
        Server broken = new Server();
        broken.setId("other");
        broken.setUsername("me");
        broken.setPassword("{AAAA}");
        settings.addServer(broken);
        assertThat(new ServerCredentials(settings, decrypter).login(SERVER)).isPresent();
    }

    @Test
    void aPasswordWithoutAUserIsNamed() {
        AmlException failure = catchThrowableOfType(
                AmlException.class, () -> credentials(null, "hunter2").login(SERVER));
        assertThat(failure)
                .hasMessage("the server '" + SERVER + "' of settings.xml has a password and no user\n"
                        + "-> add <username> to <server><id>" + SERVER + "</id>...</server> in settings.xml");
    }

    @Test
    void aKeyAndItsPassphraseAreFoundAndDecrypted() throws Exception {
        writeMaster("the master");
        Settings settings = settings(null, null);
        Server server = settings.getServer(SERVER);
        server.setPrivateKey("~/.ssh/vm");
        server.setPassphrase(cipher.encryptAndDecorate("open sesame", "the master"));
        ServerCredentials credentials = new ServerCredentials(settings, decrypter);
        Credentials.KeyFile key = credentials.keyFile(SERVER).orElseThrow();
        assertThat(key.privateKey()).isEqualTo(Path.of("~/.ssh/vm"));
        assertThat(key.passphrase().value()).isEqualTo("open sesame");
        assertThat(key.toString()).doesNotContain("sesame");
        server.setPassphrase("plain words");
        assertThat(credentials.keyFile(SERVER).orElseThrow().passphrase().value())
                .isEqualTo("plain words");
        server.setPassphrase(null);
        assertThat(credentials.keyFile(SERVER).orElseThrow().passphrase()).isNull();
        assertThat(credentials("me", "hunter2").keyFile(SERVER)).isEmpty();
        assertThat(credentials.keyFile("other.example.com")).isEmpty();
    }

    @Test
    void aPassphraseThatCannotBeDecryptedStopsWithItsName() throws Exception {
        writeMaster("another master");
        Settings settings = settings(null, null);
        settings.getServer(SERVER).setPassphrase(cipher.encryptAndDecorate("open sesame", "the master"));
        assertThatThrownBy(() -> new ServerCredentials(settings, decrypter).keyFile(SERVER))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith(
                        "cannot decrypt the passphrase of the server '" + SERVER + "' of settings.xml: ")
                .hasMessageNotContaining("sesame");
    }

    private AmlException refusal(String password) {
        AmlException failure = catchThrowableOfType(
                AmlException.class, () -> credentials("me", password).login(SERVER));
        assertThat(failure.getMessage()).doesNotContain("hunter2", password.substring(1, password.length() - 1));
        return failure;
    }

    private void writeMaster(String master) throws Exception {
        Files.writeString(
                folder.resolve("settings-security.xml"),
                "<settingsSecurity><master>"
                        + cipher.encryptAndDecorate(master, DefaultSecDispatcher.SYSTEM_PROPERTY_SEC_LOCATION)
                        + "</master></settingsSecurity>");
    }

    private ServerCredentials credentials(String user, String password) {
        return new ServerCredentials(settings(user, password), decrypter);
    }

    private static Settings settings(String user, String password) {
        Server server = new Server();
        server.setId(SERVER);
        server.setUsername(user);
        server.setPassword(password);
        Settings settings = new Settings();
        settings.addServer(server);
        return settings;
    }

    /** The answer of a Maven that does not know the way a password is encrypted. */
    private record Untouched(List<Server> getServers) implements SettingsDecryptionResult {
        @Override
        public Server getServer() {
            return getServers.get(0);
        }

        @Override
        public Proxy getProxy() {
            return new Proxy();
        }

        @Override
        public List<Proxy> getProxies() {
            return List.of();
        }

        @Override
        public List<SettingsProblem> getProblems() {
            return List.of();
        }
    }
}

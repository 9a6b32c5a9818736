package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.DockerTarget;
import io.github.amlmaven.compute.RemoteTarget;
import io.github.amlmaven.compute.SshAddress;
import io.github.amlmaven.compute.SshLogin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshKeysTest {
    private static final String REMOTE = "address: h\nusername: u\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "h, h, ",
        "Host.Example.COM, host.example.com, ",
        "10.0.0.4:22, 10.0.0.4, 22",
        "myvm.cloudapp.azure.com:5022, myvm.cloudapp.azure.com, 5022",
        "2001:db8::7, 2001:db8::7, ",
        "'[2001:db8::7]:2222', 2001:db8::7, 2222",
    })
    void hostAndPortAreTakenApart(String written, String host, @Nullable Integer port) throws IOException {
        RemoteTarget.Settings settings =
                (RemoteTarget.Settings) settings("type: remote\naddress: '" + written + "'\nusername: ubuntu\n");
        assertThat(settings.login())
                .isEqualTo(new SshLogin(
                        new SshAddress(host, port, "ubuntu"), null, folder.resolve("aml_config/known_hosts")));
    }

    @Test
    void everyRemoteTypeHasItsKeyFile() throws IOException {
        String identity = "identityFile: ~/.ssh/aml_vm\n";
        assertThat(((RemoteTarget.Settings) settings("type: remote\n" + REMOTE + identity))
                        .login()
                        .identityFile())
                .isEqualTo("~/.ssh/aml_vm");
        SshLogin login = ((DockerTarget.Settings) settings("type: virtualmachine\n" + REMOTE + identity)).login();
        assertThat(login).extracting(SshLogin::identityFile).isEqualTo("~/.ssh/aml_vm");
        assertThat(remarks("type: cluster\n" + REMOTE + "identityFile: /keys/id\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_rsa", "./id_rsa", "-oProxyCommand=x", "~ada/.ssh/id_rsa", "keys/id"})
    void aKeyFileIsTheSameWhereverMavenIsStarted(String path) {
        for (String type : new String[] {"type: remote\n" + REMOTE, "type: docker\n"}) {
            assertThat(refusal(type + "identityFile: " + path + "\n"))
                    .contains(": identityFile is '" + path + "', which is no absolute path on this computer")
                    .contains("-> write the path of your private key, such as identityFile: ~/.ssh/id_ed25519");
        }
    }

    @Test
    void aKeyFileHasNoEffectOnThisComputer() throws IOException {
        assertThat(remarks("type: docker\nidentityFile: ~/.ssh/id\naddress:\n"))
                .containsExactly("aml_config/t.compute:2:15: identityFile has no effect on a target of type docker ->"
                        + " delete it, or write type: remote");
    }

    @Test
    void aPasswordOfTheWorkbenchIsGoneWithIt() throws IOException {
        String password = "password: AzureMlSecret=t#u#00000000000000000000000000000000\n";
        assertThat(remarks("type: remotedocker\n" + REMOTE + password))
                .containsExactly(
                        "aml_config/t.compute:4:11: the Workbench kept this password, and it is gone with it: an"
                                + " SSH key lets you in, or a <server> in settings.xml");
        assertThat(remarks("type: docker\n" + password)).isEmpty();
    }

    private Object settings(String text) throws IOException {
        Findings findings = new Findings();
        ComputeFile file = read(text, findings);
        findings.refuse();
        return file.settings();
    }

    private List<String> remarks(String text) throws IOException {
        Findings findings = new Findings();
        read(text, findings);
        findings.refuse();
        return findings.remarks().stream().map(Remark::text).toList();
    }

    private String refusal(String text) {
        return catchThrowableOfType(AmlException.class, () -> settings(text)).getMessage();
    }

    private ComputeFile read(String text, Findings findings) throws IOException {
        new SampleProject(folder).file("aml_config/t.compute", text);
        return ComputeFile.read(folder, "t", findings);
    }
}

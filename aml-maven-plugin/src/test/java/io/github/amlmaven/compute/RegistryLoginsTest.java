package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.AuthConfig;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryLoginsTest {
    @TempDir
    private Path temp;

    @Test
    void settingsComeFirst() throws IOException {
        config("{'auths': {'host:5000': {'auth': '%s'}}}".formatted(encoded("docker:other")));
        Credentials settings = server -> server.equals("host:5000")
                ? Optional.of(new Credentials.Login("maven", new Secret("pa:ss")))
                : Optional.empty();

        assertThat(find(settings, "host:5000"))
                .isEqualTo("maven pa:ss host:5000 the server 'host:5000' of settings.xml");
    }

    @Test
    void dockerHubHasSeveralNames() throws IOException {
        Credentials settings = server -> server.equals("registry-1.docker.io")
                ? Optional.of(new Credentials.Login("maven", new Secret("s")))
                : Optional.empty();

        assertThat(find(settings, "docker.io"))
                .isEqualTo("maven s https://index.docker.io/v1/ the server 'registry-1.docker.io' of settings.xml");
    }

    @Test
    void whatDockerLoginHasKeptIsFoundUnderEveryFormOfTheAddress() throws IOException {
        config(
                "{'auths': {'https://index.docker.io/v1/': {'auth': '%s'}, 'https://one.example/v2/': {'auth': '%s'}, 'two': {}}}"
                        .formatted(encoded("hub:h"), encoded("one:o:o")));

        assertThat(find(Credentials.NONE, "docker.io"))
                .isEqualTo("hub h https://index.docker.io/v1/ " + temp.resolve("config.json"));
        assertThat(find(Credentials.NONE, "one.example")).startsWith("one o:o one.example ");
        assertThat(find(Credentials.NONE, "two")).isEqualTo("none");
        assertThat(find(Credentials.NONE, "three")).isEqualTo("none");
    }

    @Test
    void aTokenStandsForAPassword() throws IOException {
        config("{'auths': {'host': {'auth': '', 'identitytoken': 'token'}}}");

        AuthConfig auth = logins(Credentials.NONE).find("host").orElseThrow().auth();
        assertThat(auth.getIdentitytoken()).isEqualTo("token");
        assertThat(auth.getPassword()).isNull();
    }

    @Test
    void withoutAFileThereIsNoLogin() throws IOException {
        assertThat(find(Credentials.NONE, "docker.io")).isEqualTo("none");
    }

    @Test
    void aBrokenFileIsNamedAndNotQuoted() throws IOException {
        config("{'auths': {'host': {'auth': geheim}}}");

        assertThatThrownBy(() -> logins(Credentials.NONE))
                .hasMessageStartingWith(
                        "the docker configuration " + temp.resolve("config.json") + " is not JSON: line 1, column ")
                .hasMessageNotContaining("geheim")
                .hasNoCause();
    }

    @Test
    void aHelperThatIsMissingIsNamed() throws IOException {
        config("{'credsStore': 'aml-none', 'credHelpers': {'own.example': '../evil'}}");

        assertThatThrownBy(() -> logins(Credentials.NONE).find("host"))
                .hasMessage("docker-credential-aml-none, which the docker configuration names, cannot be found in the"
                        + " folders of PATH\n-> see that docker login works, or remove credsStore and credHelpers from"
                        + " config.json");
        assertThatThrownBy(() -> logins(Credentials.NONE).find("own.example"))
                .hasMessageStartingWith("docker-credential-../evil, ");
    }

    @Test
    void aHelperIsAskedOnItsInput() throws IOException {
        CredentialProgram helper = helper("""
                read -r address
                [ "$1" = get ] && [ $# = 1 ] || exit 7
                echo "{\\"ServerURL\\": \\"$address\\", \\"Username\\": \\"user-of-$address\\", \\"Secret\\": \\"s3cret\\"}"
                """);

        AuthConfig auth = helper.get("https://index.docker.io/v1/").orElseThrow();
        assertThat(auth.getUsername()).isEqualTo("user-of-https://index.docker.io/v1/");
        assertThat(auth.getPassword()).isEqualTo("s3cret");
    }

    @Test
    void aHelperMayKnowATokenOrNothing() throws IOException {
        assertThat(helper("cat > /dev/null; echo '{\"Username\": \"<token>\", \"Secret\": \"t\"}'")
                        .get("host")
                        .orElseThrow()
                        .getIdentitytoken())
                .isEqualTo("t");
        assertThat(helper("cat > /dev/null; echo 'credentials not found in native keychain'; exit 1")
                        .get("host"))
                .isEmpty();
    }

    @Test
    void aHelperThatFailsIsNotQuoted() {
        assertThatThrownBy(() -> helper("cat > /dev/null; echo '{geheim'").get("host"))
                .hasMessageStartingWith(
                        "docker-credential-test, which the docker configuration names, gave an answer that"
                                + " is not JSON\n-> ")
                .hasNoCause();
        assertThatThrownBy(() -> helper("cat > /dev/null; echo geheim; exit 3").get("host"))
                .hasMessageContaining("ended with exit code 3")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void theProxiesOfBuildsAreRead() throws IOException {
        config("{'proxies': {'default': {'httpProxy': 'http://proxy:1', 'noProxy': 'a,b'}}}");

        assertThat(DockerConfigFile.in(temp).proxies())
                .containsOnlyKeys("HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy")
                .containsEntry("http_proxy", "http://proxy:1");
    }

    private CredentialProgram helper(String script) throws IOException {
        Path program = Files.writeString(temp.resolve("docker-credential-test"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new CredentialProgram("test", program);
    }

    private void config(String json) throws IOException {
        Files.writeString(temp.resolve("config.json"), json.replace('\'', '"'));
    }

    private RegistryLogins logins(Credentials settings) throws IOException {
        return new RegistryLogins(settings, DockerConfigFile.in(temp));
    }

    private String find(Credentials settings, String registry) throws IOException {
        return logins(settings)
                .find(registry)
                .map(login -> login.auth().getUsername() + " " + login.auth().getPassword() + " "
                        + login.auth().getRegistryAddress() + " " + login.source())
                .orElse("none");
    }

    private static String encoded(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}

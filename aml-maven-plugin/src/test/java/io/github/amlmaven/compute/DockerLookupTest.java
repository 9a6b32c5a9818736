package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an engine is looked for; real sockets, nobody behind them. */
class DockerLookupTest {
    /** Of the name {@code team}, as the docker CLI makes it. */
    private static final String TEAM = "ca8b22d0db83a22db163b560b3e4e51527e533d31d067b614a0c33c4d2df8432";

    @TempDir
    Path temp;

    @Test
    void dockerHostComesFirst() throws IOException {
        useContext("team", "tcp://127.0.0.1:1");
        try (ServerSocketChannel engine = listen(temp.resolve("own.sock"))) {
            DockerAddress address = find(Map.of("DOCKER_HOST", "unix://" + temp.resolve("own.sock")));

            assertThat(address.host()).isEqualTo("unix://" + temp.resolve("own.sock"));
            assertThat(address.source()).isEqualTo("DOCKER_HOST");
            assertThat(engine.isOpen()).isTrue();
        }
    }

    @Test
    void whatIsNamedIsReadAndNotTried() throws IOException {
        Path socket = temp.resolve("own.sock");
        try (ServerSocketChannel engine = listen(socket)) {
            engine.configureBlocking(false);
            DockerAddress address = new DockerLookup(Map.of("DOCKER_HOST", "unix://" + socket), temp, temp).named();

            assertThat(address).isEqualTo(new DockerAddress("unix://" + socket, null, "DOCKER_HOST"));
            assertThat(engine.accept()).isNull();
            find(Map.of("DOCKER_HOST", "unix://" + socket));
            assertThat(engine.accept()).isNotNull();
        }
        assertThat(new DockerLookup(Map.of("DOCKER_HOST", "unix:///gone.sock"), temp, temp).named())
                .isNotNull();
        assertThat(new DockerLookup(Map.of(), temp, temp).named()).isNull();
        assertThatThrownBy(() ->
                        new DockerLookup(Map.of("DOCKER_HOST", "tcp://engine.example.com:2375"), temp, temp).named())
                .hasMessageContaining("that is not encrypted");
    }

    @Test
    void thenTheContextThatTheCliUses() throws IOException {
        useContext("team", "tcp://127.0.0.1:2375");

        assertThat(find(Map.of())).isEqualTo(new DockerAddress("tcp://127.0.0.1:2375", null, "the context 'team'"));
    }

    @Test
    void aContextBringsItsCertificates() throws IOException {
        useContext("team", "tcp://engine.example.com:2376");
        Path certificates = Files.createDirectories(temp.resolve(".docker/contexts/tls/" + TEAM + "/docker"));
        createCertificates(certificates);

        assertThat(find(Map.of()).certificates()).isEqualTo(certificates);
    }

    @Test
    void aVariableChoosesAnotherContextAndAnotherFolder() throws IOException {
        Path folder = temp.resolve("cli");
        context(folder, "team", "tcp://127.0.0.1:7");

        assertThat(find(Map.of("DOCKER_CONFIG", folder.toString(), "DOCKER_CONTEXT", "team"))
                        .host())
                .isEqualTo("tcp://127.0.0.1:7");
        assertThatThrownBy(() -> find(Map.of("DOCKER_CONTEXT", "gone")))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("there is no Docker context 'gone', which DOCKER_CONTEXT names\n-> ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "var/run/docker.sock",
                "run/user/0/docker.sock",
                "run/podman/podman.sock",
                ".docker/run/docker.sock"
            })
    void thenTheUsualSocketAndThoseOfEnginesWithoutRoot(String socket) throws IOException {
        try (ServerSocketChannel engine = listen(temp.resolve(socket))) {
            assertThat(new DockerLookup(
                                    Map.of(
                                            "XDG_RUNTIME_DIR",
                                            temp.resolve("run/user/0").toString()),
                                    temp,
                                    temp)
                            .address()
                            .host())
                    .isEqualTo("unix://" + temp.resolve(socket));
            assertThat(engine.isOpen()).isTrue();
        }
    }

    @Test
    void noEngineIsToldWithEveryPlaceThatWasTried() throws IOException {
        // Nobody listens any more.
        listen(temp.resolve("var/run/docker.sock")).close();

        assertThatThrownBy(() -> find(Map.of()))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("there is no Docker engine; tried:\n")
                .hasMessageContaining("var/run/docker.sock (the usual socket): connection refused\n")
                .hasMessageContaining("docker.sock (rootless Docker): not there\n")
                .hasMessageContaining("(rootless Podman): not there\n")
                .hasMessageContaining(
                        "\n-> start it (sudo systemctl start docker), install it (Debian: sudo apt-get install docker.io)");
    }

    @Test
    void anAddressOfTheUsersIsTheOnlyOneTried() {
        assertThatThrownBy(() -> find(Map.of("DOCKER_HOST", "unix:///no/such.sock")))
                .hasMessageStartingWith(
                        "there is no Docker engine; tried:\n     unix:///no/such.sock (DOCKER_HOST): not there\n-> ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp://engine.example.com:2375 | that is not encrypted, and an engine obeys whoever reaches it",
                "tcp://10.0.0.7                | that is not encrypted, and an engine obeys whoever reaches it",
                "tcp:///                       | which names no host",
                "ssh://me@engine.example.com   | this version reaches engines by unix://, npipe:// and tcp://",
                "fd://x                        | this version reaches engines by unix://, npipe:// and tcp://",
                "engine.example.com            | this version reaches engines by unix://, npipe:// and tcp://",
                "unix://a b                    | which is no address"
            })
    void refusesAddressesThatItCannotOrMustNotUse(String host, String why) {
        assertThatThrownBy(() -> find(Map.of("DOCKER_HOST", host)))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("DOCKER_HOST is '" + host + "'")
                .hasMessageContaining(why)
                .hasMessageContaining("\n-> ");
    }

    @Test
    void tlsTakesItsCertificatesFromWhereTheCliDoes() throws IOException {
        assertThatThrownBy(() -> find(Map.of("DOCKER_HOST", "tcp://engine.example.com", "DOCKER_TLS_VERIFY", "1")))
                .hasMessageStartingWith("DOCKER_HOST asks for TLS, and there is no certificate ")
                .hasMessageContaining("\n-> name the folder with ca.pem, cert.pem and key.pem: DOCKER_CERT_PATH=");
        createCertificates(Files.createDirectories(temp.resolve(".docker")));
        createCertificates(Files.createDirectories(temp.resolve("certs")));
        assertThat(find(Map.of("DOCKER_HOST", "tcp://engine.example.com", "DOCKER_TLS_VERIFY", "1")))
                .isEqualTo(new DockerAddress("tcp://engine.example.com:2376", temp.resolve(".docker"), "DOCKER_HOST"));
        assertThat(find(Map.of(
                                "DOCKER_HOST",
                                "tcp://engine.example.com:99",
                                "DOCKER_TLS_VERIFY",
                                "1",
                                "DOCKER_CERT_PATH",
                                temp.resolve("certs").toString()))
                        .certificates())
                .isEqualTo(temp.resolve("certs"));
    }

    @Test
    void aFileOfTheCliThatCannotBeReadIsToldByName() throws IOException {
        Files.createDirectories(temp.resolve(".docker"));
        Path config = Files.writeString(temp.resolve(".docker/config.json"), "{");

        assertThatThrownBy(() -> find(Map.of()))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("the docker configuration " + config + " is not JSON: line 1, column ");
    }

    private static void createCertificates(Path folder) throws IOException {
        for (String name : new String[] {"ca.pem", "cert.pem", "key.pem"}) {
            Files.createFile(folder.resolve(name));
        }
    }

    private DockerAddress find(Map<String, String> environment) {
        return new DockerLookup(environment, temp, temp).address();
    }

    private void useContext(String name, String host) throws IOException {
        Path folder = temp.resolve(".docker");
        context(folder, name, host);
        Files.writeString(folder.resolve("config.json"), "{\"currentContext\": \"" + name + "\"}");
    }

    private static void context(Path folder, String name, String host) throws IOException {
        Path meta = Files.createDirectories(folder.resolve("contexts/meta/" + TEAM));
        Files.writeString(
                meta.resolve("meta.json"),
                "{\"Name\": \"" + name + "\", \"Endpoints\": {\"docker\": {\"Host\": \"" + host + "\"}}}");
    }

    private static ServerSocketChannel listen(Path socket) throws IOException {
        Files.createDirectories(socket.getParent());
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
    }
}

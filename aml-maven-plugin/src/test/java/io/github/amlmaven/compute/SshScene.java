package io.github.amlmaven.compute;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user of SSH with a home folder of a test's own, and a project with host keys of its own. */
final class SshScene {
    final Path home;
    final Path project;
    final SshServer server;
    private final Path folder;
    private @Nullable Path agent;
    private Credentials credentials = Credentials.NONE;

    SshScene(Path folder, SshServer server) throws IOException {
        this.folder = folder;
        this.server = server;
        this.home = Files.createDirectories(folder.resolve("home"));
        this.project = Files.createDirectories(folder.resolve("project")).resolve("known_hosts");
        Files.createDirectories(home.resolve(".ssh"));
        Files.createDirectories(folder.resolve("etc"));
    }

    SshUser user() {
        return new SshUser("somebody", home, folder.resolve("etc"), agent);
    }

    SshScene withAgent(Path socket) {
        agent = socket;
        return this;
    }

    /** What {@code settings.xml} has for one server. */
    SshScene withSettings(
            String id, @Nullable String user, @Nullable String password, @Nullable Path key, @Nullable String phrase) {
        credentials = new Credentials() {
            @Override
            public Optional<Login> login(String server) {
                return server.equals(id) && password != null
                        ? Optional.of(new Login(String.valueOf(user), new Secret(password)))
                        : Optional.empty();
            }

            @Override
            public Optional<KeyFile> keyFile(String server) {
                return server.equals(id) && (key != null || phrase != null)
                        ? Optional.of(new KeyFile(key, phrase == null ? null : new Secret(phrase)))
                        : Optional.empty();
            }
        };
        return this;
    }

    /** Puts one of the server's keys where the user has them. */
    SshScene key(String from, String name) throws IOException {
        Path to = home.resolve(".ssh").resolve(name);
        Files.copy(server.key(from), to, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
        return this;
    }

    /** Writes {@code ~/.ssh/config}. */
    SshScene config(String... lines) throws IOException {
        Files.write(home.resolve(".ssh/config"), java.util.List.of(lines), UTF_8);
        return this;
    }

    /** Lets the project know the server. */
    SshScene known() throws IOException {
        Files.copy(TestSsh.knownHosts(server), project, StandardCopyOption.REPLACE_EXISTING);
        return this;
    }

    SshConnection connect(String host, @Nullable Integer port, @Nullable String identityFile) {
        return connect(new SshAddress(host, port, server.account().name()), identityFile);
    }

    SshConnection connect(SshAddress address, @Nullable String identityFile) {
        return new SshConnection(new SshLogin(address, identityFile, project), credentials, user());
    }

    /** To the server at its own port. */
    SshConnection connect(@Nullable String identityFile) {
        return connect("127.0.0.1", server.port(), identityFile);
    }

    /** Who answers there. */
    static String whoAnswers(SshConnection connection) throws IOException {
        return connection.call(
                "asking who answers", new RemoteCall("who.sh"), in -> new String(in.readAllBytes(), UTF_8).strip());
    }
}

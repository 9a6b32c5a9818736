package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives on another computer is what was sent, and what it has is not sent again. */
class RemoteStagingTest extends TargetRuns {
    private final ProjectId project = new ProjectId("local", "default", "p" + UUID.randomUUID());
    private SshWire wire;
    private SshConnection connection;

    @BeforeAll
    static void requireServer() {
        TestSsh.requireUsers();
    }

    @BeforeEach
    void connect() throws IOException {
        SshServer server = TestSsh.shared();
        wire = new SshWire(server);
        SshAddress address =
                new SshAddress("127.0.0.1", wire.port(), server.account().name());
        connection = new SshConnection(
                new SshLogin(address, server.key("ed25519").toString(), TestSsh.knownHosts(server, wire.port())),
                Credentials.NONE);
    }

    @AfterEach
    void disconnect() {
        connection.close();
        wire.close();
    }

    @Test
    void ofTwoThousandFilesTheOneThatHasChangedIsSentAgain() throws IOException {
        Random random = new Random(1);
        byte[] content = new byte[13 * 1024];
        RunDirectory first = prepareEmpty();
        for (int i = 0; i < 2000; i++) {
            random.nextBytes(content);
            write(first, "data/" + i % 40 + "/file" + i, content);
        }
        RunDirectory second = copy(first);
        write(second, "data/7/file7", "changed".getBytes(StandardCharsets.UTF_8));

        stage(first);
        long before = wire.up.bytes() + wire.down.bytes();
        assertThat(before).isGreaterThan(25L << 20);
        stage(second);

        assertThat(wire.up.bytes() + wire.down.bytes() - before).isLessThan(before / 50);
        assertThat(there(second)).isEqualTo(here(second));
        assertThat(there(second)).isNotEqualTo(there(first));
    }

    @Test
    void whateverHasChangedTheRunFolderIsAsItIsHere() throws IOException {
        RunDirectory first = prepareEmpty();
        for (String name :
                new String[] {"a", "b", "gone", "dir/x", "dir/y", "becomes", "was/deep/er", "swap1", "swap2"}) {
            write(first, name, name.getBytes(StandardCharsets.UTF_8));
        }
        for (String odd : new String[] {
            " blank ", "-rf", "new\nline", "back\\slash\\n", "ä€😀", "$(touch x)`y`", "'\"*?", "tab\there"
        }) {
            write(first, "odd/" + odd, odd.getBytes(StandardCharsets.UTF_8));
        }
        write(first, "empty", new byte[0]);
        Files.createSymbolicLink(first.root().resolve("link"), Path.of("a"));
        Files.createSymbolicLink(first.root().resolve("dangling"), Path.of("no\nwhere"));
        Files.createDirectories(first.root().resolve("hollow/inner"));
        stage(first);
        assertThat(there(first)).isEqualTo(here(first));

        RunDirectory second = copy(first);
        Path root = second.root();
        Files.delete(root.resolve("gone"));
        Files.delete(root.resolve("becomes"));
        write(second, "becomes/a/folder", new byte[] {1});
        Files.delete(root.resolve("was/deep/er"));
        Files.delete(root.resolve("was/deep"));
        Files.delete(root.resolve("was"));
        write(second, "was", new byte[] {2});
        Files.move(root.resolve("swap1"), root.resolve("swap"));
        Files.move(root.resolve("swap2"), root.resolve("swap1"));
        Files.move(root.resolve("swap"), root.resolve("swap2"));
        Files.delete(root.resolve("link"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("b"));
        write(second, "odd/new\nline", "other".getBytes(StandardCharsets.UTF_8));
        Files.delete(root.resolve("odd/back\\slash\\n"));
        Files.setPosixFilePermissions(root.resolve("a"), PosixFilePermissions.fromString("rwxr-x---"));
        Files.setPosixFilePermissions(root.resolve("dir"), PosixFilePermissions.fromString("r-xr-xr-x"));
        stage(second);
        assertThat(there(second)).isEqualTo(here(second));

        RunDirectory third = copy(second);
        Files.setPosixFilePermissions(third.root().resolve("dir"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.delete(third.root().resolve("dir/x"));
        stage(third);
        assertThat(there(third)).isEqualTo(here(third));
    }

    @Test
    void whatHasBeenDamagedThereIsSentAgain() throws IOException {
        RunDirectory first = prepareEmpty();
        write(first, "a", "one".getBytes(StandardCharsets.UTF_8));
        stage(first);
        try (Stream<Path> files = Files.walk(home().resolve(".azureml/staged/" + project.path()))) {
            for (Path file : (Iterable<Path>) files.filter(path -> path.endsWith("files/a"))::iterator) {
                Files.writeString(file, "two");
            }
        }
        RunDirectory second = copy(first);
        stage(second);
        assertThat(there(second)).isEqualTo(here(second));
    }

    private void stage(RunDirectory directory) throws IOException {
        if (Files.notExists(directory.logs())) {
            directory.addRunFolders();
        }
        new RemoteRun(new RemoteShell(connection), directory).stage(project, Map.of("A", "b"), new Cancellation());
    }

    private static void write(RunDirectory directory, String name, byte[] content) throws IOException {
        Path file = directory.root().resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private RunDirectory copy(RunDirectory from) throws IOException {
        RunDirectory directory = prepareEmpty();
        try (Stream<Path> files = Files.walk(from.root())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = from.root().relativize(file).toString();
                if (!name.isEmpty() && !RunPath.isOwn(name)) {
                    Files.copy(
                            file,
                            directory.root().resolve(name),
                            StandardCopyOption.COPY_ATTRIBUTES,
                            LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
        return directory;
    }

    private static Path home() throws IOException {
        return TestSsh.shared().account().home();
    }

    private Map<String, String> there(RunDirectory directory) throws IOException {
        RemoteRun run = new RemoteRun(new RemoteShell(connection), directory);
        return entries(Path.of(run.root(home().toString())));
    }

    private static Map<String, String> here(RunDirectory directory) throws IOException {
        return entries(directory.root());
    }

    private static Map<String, String> entries(Path root) throws IOException {
        Map<String, String> entries = new TreeMap<>(RemoteManifest.of(root).entries());
        assertThat(entries).isNotEmpty();
        return entries;
    }
}

package io.github.amlmaven.compute;

import io.github.amlmaven.Required;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Real SSH servers on this computer, as {@code src/it/ssh} starts them: one for keys and one for passwords that all tests of
 * a JVM share, and others of a test's own. All know the same users and keys; each has host keys of its own.
 */
public final class TestSsh {
    /** Whether users can be made and log in with passwords. */
    public static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private static @Nullable SshServer shared;
    private static @Nullable SshServer passwords;
    private static @Nullable SshAccount noisy;

    private TestSsh() {}

    /** Skips the test, or fails it, where there is no server to start. */
    public static void require() {
        Required.that(
                Files.isExecutable(Path.of("/usr/sbin/sshd")),
                "no SSH server, /usr/sbin/sshd -> sudo apt-get install openssh-server, or src/it/verify.sh does it");
    }

    /** Skips the test, or fails it, where no users can be made, which passwords and other shells need. */
    public static void requireUsers() {
        require();
        Required.that(
                ROOT, "no throw-away users for the SSH servers, since the tests do not run as root -> run as root");
    }

    /** The one of this JVM, which takes keys alone: nobody may hold or kill it. */
    public static synchronized SshServer shared() throws IOException {
        require();
        if (shared == null) {
            shared = SshServer.start(List.of());
        }
        return shared;
    }

    /** The one of this JVM that takes passwords alone: nobody may hold or kill it. */
    public static synchronized SshServer passwords() throws IOException {
        requireUsers();
        if (passwords == null) {
            passwords = startLike("--passwords");
        }
        return passwords;
    }

    /** One of a test's own, which takes keys, to be held and killed; the caller closes it. */
    public static SshServer start() throws IOException {
        return startLike();
    }

    /** One with keys and host keys that {@link #shared} has not, at a port where none listens any more; the caller closes it. */
    public static SshServer startWithOtherHostKey(int port) throws IOException {
        return startLike("--port", Integer.toString(port));
    }

    /** One more user, who may log in everywhere and lives as long as this JVM. */
    public static SshAccount account(String shell) throws IOException, InterruptedException {
        requireUsers();
        SshServer server = shared();
        String name = server.script("user.sh", shell);
        return new SshAccount(name, Path.of("/tmp", name), server.text("users/" + name));
    }

    /** A user of {@code bash} who is greeted by a line, {@code Welcome to the tests}, before each command. */
    public static synchronized SshAccount noisy() throws IOException, InterruptedException {
        if (noisy == null) {
            SshAccount account = account("/bin/bash");
            Files.writeString(account.home().resolve(".bashrc"), "echo Welcome to the tests\n");
            noisy = account;
        }
        return noisy;
    }

    /** Makes what a test has put into the home folder of {@link #shared}'s user that user's own. */
    static void giveHome() throws IOException, InterruptedException {
        SshAccount account = shared().account();
        if (ROOT) {
            SshServer.run(List.of(
                    "chown",
                    "-R",
                    account.name() + ":",
                    account.home().resolve(".azureml").toString()));
        }
    }

    /** A file {@code known_hosts} with all host keys of a server. */
    public static Path knownHosts(SshServer server) {
        return server.folder.resolve("known_hosts");
    }

    /** A file {@code known_hosts} with all host keys of a server that is reached by another port of 127.0.0.1. */
    public static Path knownHosts(SshServer server, int port) throws IOException {
        Path file = server.folder.resolve("known_hosts." + port);
        return Files.writeString(
                file, server.text("known_hosts").replaceAll("(?m)^\\[.*?]:\\d+ ", "[127.0.0.1]:" + port + " ") + "\n");
    }

    /** {@code SHA256:...} of a server's ed25519 host key, as {@code ssh-keygen -lf} prints it. */
    public static String fingerprint(SshServer server) {
        return fingerprint(server, "ED25519");
    }

    /**
     * That of another host key.
     *
     * @param type {@code ED25519}, {@code ECDSA} or {@code RSA}
     */
    public static String fingerprint(SshServer server, String type) {
        return server.text("fingerprints")
                .lines()
                .filter(line -> line.endsWith("(" + type + ")"))
                .map(line -> line.split(" ", 3)[1])
                .findFirst()
                .orElseThrow();
    }

    /** One with the users and keys of {@link #shared}. */
    static SshServer startLike(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--like", shared().folder.toString()));
        all.addAll(List.of(options));
        return SshServer.start(all);
    }
}

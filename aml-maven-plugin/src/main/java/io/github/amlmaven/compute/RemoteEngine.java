package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The Docker engine of another computer, reached through its SSH connection when something is asked of it first. */
final class RemoteEngine implements Closeable {
    private static final String HOME_PREFIX = "~/";
    private static final int LINES = 5;

    private final RemoteShell shell;
    private @Nullable Account account;
    private @Nullable SshTunnel tunnel;

    RemoteEngine(RemoteShell shell) {
        this.shell = shell;
    }

    /** The user there, and the socket of the engine that this user may use. */
    record Account(String socket, String home, int uid, int gid) {}

    RemoteShell shell() {
        return shell;
    }

    /** How it is named: the docker command takes the same for an address. */
    DockerAddress address() {
        return new DockerAddress("ssh://" + shell.connection().login().address(), null, "over SSH");
    }

    /**
     * The address, on this computer, that leads there.
     *
     * @throws AmlException when the computer cannot be reached, or has no engine that its user may use
     */
    synchronized String host() {
        try {
            SshTunnel open = tunnel;
            if (open == null) {
                open = SshTunnel.open(shell.connection(), account().socket());
                // For a Maven that has no reason to close it.
                Objects.requireNonNull(open.socket().getParent()).toFile().deleteOnExit();
                open.socket().toFile().deleteOnExit();
                tunnel = open;
            }
            return "unix://" + open.socket();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why the computer could not be reached when it was tried last; null: it was reached, or has not been tried. */
    synchronized @Nullable AmlException failure() {
        return tunnel == null ? null : tunnel.failure();
    }

    /** The user there. */
    synchronized Account account() throws IOException {
        if (account == null) {
            account = ask();
        }
        return account;
    }

    private Account ask() throws IOException {
        SshAddress address = shell.connection().login().address();
        List<String> lines = List.of(shell.call("looking for its Docker engine", new RemoteCall("remote_engine.sh"))
                .split("\n", -1));
        if (lines.size() < LINES) {
            throw new AmlException(
                    address + " gives no answer that can be understood",
                    "see that its shell works: ssh " + address.user() + "@" + address.host() + " uname -a");
        }
        switch (lines.get(0)) {
            case "found" -> {
                return new Account(
                        lines.get(1), lines.get(2), Integer.parseInt(lines.get(3)), Integer.parseInt(lines.get(4)));
            }
            case "denied" ->
                throw new AmlException(
                        address + " may not use the Docker engine there: permission denied for " + lines.get(1),
                        "let the user use it, on that computer: sudo usermod -aG docker " + address.user());
            default ->
                throw new AmlException(
                        "there is no Docker engine on " + address + "; tried " + lines.get(1),
                        "start it there (sudo systemctl start docker), or install it (Debian: sudo apt-get install"
                                + " docker.io)");
        }
    }

    /**
     * Looks whether runs can be prepared on its disk, and makes the share folder.
     *
     * @param staged whether run folders are made there
     * @param base of the share folder; null: there is none
     */
    void check(boolean staged, @Nullable String base, ProjectId project) {
        if (!staged && base == null) {
            return;
        }
        SshAddress address = shell.connection().login().address();
        try {
            shell.call(
                    "looking what it has",
                    new RemoteCall(
                            staged ? List.of("remote_tools.sh", "remote_share.sh") : List.of("remote_share.sh"),
                            List.of(base == null ? "" : base, project.path()),
                            null));
        } catch (RemoteException e) {
            throw new AmlException(
                    address + " cannot take the run: " + e.words(),
                    base != null && e.words().contains("share folder")
                            ? "name a folder that " + address.user()
                                    + " can write to in the .compute file: nativeSharedDirectory: ~/.azureml/share"
                            : "install it there, or have the project copied into the container; in the .compute file:"
                                    + " sharedVolumes: false",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the share folder is that {@link #check} has made. */
    String share(String base, ProjectId project) throws IOException {
        String home = account().home();
        String folder = base.equals("~")
                ? home
                : base.startsWith(HOME_PREFIX) ? home + "/" + base.substring(HOME_PREFIX.length()) : base;
        return (folder.endsWith("/") ? folder : folder + "/") + project.path();
    }

    @Override
    public synchronized void close() throws IOException {
        SshTunnel open = tunnel;
        tunnel = null;
        if (open != null) {
            open.close();
        }
        shell.close();
    }
}

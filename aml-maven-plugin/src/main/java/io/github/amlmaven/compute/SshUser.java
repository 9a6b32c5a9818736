package io.github.amlmaven.compute;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where SSH finds what belongs to the user of this computer.
 *
 * @param home what {@code ~} stands for; its {@code .ssh} holds keys, {@code config} and {@code known_hosts}
 * @param system what an administrator says for everybody: {@code ssh_config} and {@code ssh_known_hosts}
 * @param agent the socket of the agent, {@code SSH_AUTH_SOCK}; null: there is none
 */
record SshUser(
        String name, Path home, Path system, @Nullable Path agent) {
    /** The one of this process. */
    static SshUser current() {
        String socket = System.getenv("SSH_AUTH_SOCK");
        return new SshUser(
                System.getProperty("user.name"),
                Path.of(System.getProperty("user.home")),
                Path.of("/etc/ssh"),
                socket == null || socket.isBlank() ? null : Path.of(socket));
    }

    /** The folder {@code ~/.ssh}. */
    Path folder() {
        return home.resolve(".ssh");
    }

    /** The path of a file that is written as {@code ~/file}, as a whole path, or as one from {@code ~/.ssh}. */
    Path file(String written) {
        if (written.equals("~") || written.startsWith("~/")) {
            return home.resolve(written.substring(Math.min(2, written.length())));
        }
        return folder().resolve(written);
    }

    /** A path as it is shown. */
    String shown(Path file) {
        return file.startsWith(home) ? "~/" + home.relativize(file) : file.toString();
    }
}

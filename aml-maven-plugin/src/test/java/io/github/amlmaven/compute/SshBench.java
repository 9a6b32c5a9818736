package io.github.amlmaven.compute;

import io.github.amlmaven.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sends bytes to an SSH server that {@code src/it/ssh/start.sh} has started, or fetches them, through one call; to be timed
 * beside scp, with the cipher that the server leaves the choice of ({@code Ciphers} in its {@code sshd_config}).
 */
final class SshBench {
    private static final int BUFFER = 64 * 1024;

    private SshBench() {}

    /** Words: up or down, the folder of the server, how many megabytes. */
    public static void main(String[] arguments) throws Exception {
        Path server = Path.of(arguments[1]);
        long bytes = Long.parseLong(arguments[2]) << 20;
        SshAddress address = new SshAddress(
                Files.readString(server.resolve("address")).strip(),
                Integer.valueOf(Files.readString(server.resolve("port")).strip()),
                Files.readString(server.resolve("user")).strip());
        SshLogin login = new SshLogin(address, server.resolve("id_ed25519").toString(), server.resolve("known_hosts"));
        try (SshConnection connection = new SshConnection(login, Credentials.NONE)) {
            connection.call("greeting", new RemoteCall("who.sh"));
            long start = System.nanoTime();
            if (arguments[0].equals("up")) {
                byte[] buffer = new byte[BUFFER];
                connection.call("sending", new RemoteCall("swallow.sh").with(out -> {
                            for (long sent = 0; sent < bytes; sent += BUFFER) {
                                out.write(buffer);
                            }
                        }));
            } else {
                long got = connection.call("fetching", new RemoteCall("zeros.sh", Long.toString(bytes)), in -> {
                    byte[] buffer = new byte[BUFFER];
                    long sum = 0;
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        sum += read;
                    }
                    return sum;
                });
                if (got != bytes) {
                    throw new IllegalStateException(got + " bytes");
                }
            }
            System.out.println((bytes >> 20) * 1000 / ((System.nanoTime() - start) / 1_000_000) + " MB/s");
        }
    }
}

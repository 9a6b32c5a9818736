package io.github.amlmaven.compute;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Stages a run folder to another computer ({@code out}), or brings back what a run has left there ({@code back}), as the
 * remote target does; to be timed from outside, beside rsync and scp over the same SSH server, which {@code
 * src/it/ssh/start.sh} has started into a folder. Prints what it has taken once Java is there.
 */
final class RemoteBench {
    private RemoteBench() {}

    /** Words: out or back, the folder of the server, the run folder here, the number of the project. */
    public static void main(String[] arguments) throws Exception {
        Path server = Path.of(arguments[1]);
        Path folder = Path.of(arguments[2]);
        SshAddress address = new SshAddress(
                Files.readString(server.resolve("address")).strip(),
                Integer.valueOf(Files.readString(server.resolve("port")).strip()),
                Files.readString(server.resolve("user")).strip());
        SshLogin login = new SshLogin(address, server.resolve("id_ed25519").toString(), server.resolve("known_hosts"));
        long start = System.nanoTime();
        try (SshConnection connection = new SshConnection(login, Credentials.NONE)) {
            RemoteShell shell = new RemoteShell(connection);
            Files.createDirectories(folder);
            RunDirectory directory = new RunDirectory(new RunId("bench_1500000000000"), folder.toRealPath());
            RemoteRun run = new RemoteRun(shell, directory);
            if (arguments[0].equals("out")) {
                Files.createDirectories(directory.logs());
                Files.createDirectories(directory.setup());
                run.stage(new ProjectId("bench", "bench", arguments[3]), Map.of(), new Cancellation());
            } else {
                new RemoteFetch(run).take(1L << 40, new Cancellation());
            }
        }
        System.out.println((System.nanoTime() - start) / 1_000_000 + " ms");
    }
}

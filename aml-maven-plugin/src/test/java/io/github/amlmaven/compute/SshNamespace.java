package io.github.amlmaven.compute;

import io.github.amlmaven.Required;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A second computer, in a network namespace, whose wire can be cut: unlike with {@link SshWire} there is nobody in between, so
 * that the deadlines of the kernel are at work too.
 */
public final class SshNamespace implements Closeable {
    private final SshServer server;

    private SshNamespace(SshServer server) {
        this.server = server;
    }

    /** Starts one; skips the test, or fails it, where none can be. */
    public static SshNamespace start() throws IOException, InterruptedException {
        TestSsh.require();
        Required.that(
                TestSsh.ROOT && Files.isExecutable(Path.of("/usr/sbin/ip")) && possible(),
                "no second computer in a network namespace here -> run the tests as root with CAP_SYS_ADMIN and iproute2");
        return new SshNamespace(TestSsh.startLike("--namespace"));
    }

    /** Its server, at port 22 of an address of its own, with the users and keys of {@link TestSsh}. */
    public SshServer server() {
        return server;
    }

    /** From now on nothing gets through, and nobody is told. */
    public void cut() throws IOException, InterruptedException {
        wire("down");
    }

    /** Ends {@link #cut}. */
    public void heal() throws IOException, InterruptedException {
        wire("up");
    }

    @Override
    public void close() {
        server.close();
    }

    private void wire(String state) throws IOException, InterruptedException {
        SshServer.run(List.of("ip", "-n", server.text("namespace"), "link", "set", "eth0", state));
    }

    private static boolean possible() throws IOException, InterruptedException {
        return new ProcessBuilder("unshare", "--net", "--mount", "true").start().waitFor() == 0;
    }
}

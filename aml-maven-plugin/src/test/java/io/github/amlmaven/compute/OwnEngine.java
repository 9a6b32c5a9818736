package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.DockerException;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.Required;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An engine of a test's own, to be killed, started again, and held: in a network of its own, since a second engine would
 * spoil that of the first.
 */
public final class OwnEngine implements Closeable {
    private static final int STARTED_SECONDS = 60;

    private final Path folder;
    private final List<String> options;
    /** Keeps the network and the mounts while no engine runs. */
    private final Process namespaces;

    private @Nullable Process engine;

    private OwnEngine(Path folder, List<String> options) throws IOException {
        this.folder = folder.toRealPath();
        this.options = options;
        this.namespaces = new ProcessBuilder(
                        "unshare", "--net", "--mount", "sh", "-c", "echo ready; exec sleep infinity")
                .start();
        // Entered too early they would be the computer's own, whose bridge an engine without one removes.
        assertThat(namespaces.inputReader().readLine()).isEqualTo("ready");
    }

    /** Skips the test, or fails it, where there can be none. */
    public static void require() {
        TestEngine.require();
        Required.that(
                "root".equals(System.getProperty("user.name"))
                        && SearchPath.find("dockerd") != null
                        && SearchPath.find("nsenter") != null,
                "no engine of our own -> run as root, with dockerd and util-linux");
    }

    /**
     * Starts one with the image {@link TestEngine#BARE}.
     *
     * @param folder empty, with a short path: sockets' paths have a hundred letters at most
     */
    public static OwnEngine start(Path folder, String... options) throws Exception {
        OwnEngine engine = new OwnEngine(folder, List.of(options));
        engine.start();
        try (DockerEngine from = TestEngine.open();
                DockerEngine to = engine.open();
                InputStream image = from.calls().saveImageCmd(TestEngine.BARE).exec()) {
            to.calls().loadImageCmd(image).exec();
        }
        return engine;
    }

    /** Its address. */
    public String host() {
        return "unix://" + folder.resolve("docker.sock");
    }

    private DockerEngine open() {
        return new DockerEngine(new DockerAddress(host(), null, "the tests"));
    }

    /** Starts it (again), and waits until it answers, which is after it has found its containers again. */
    public void start() throws Exception {
        // As after a crash: its containerd has gone with it, and must not be taken for another process of that number.
        Files.deleteIfExists(folder.resolve("exec/containerd/containerd.pid"));
        List<String> command = new ArrayList<>(List.of("nsenter", "-t", Long.toString(namespaces.pid())));
        command.addAll(List.of("--net", "--mount", "dockerd"));
        command.addAll(List.of("--iptables=false", "--ip6tables=false", "--bridge=none", "--host", host()));
        command.addAll(List.of("--data-root", folder.resolve("data").toString()));
        command.addAll(List.of("--exec-root", folder.resolve("exec").toString()));
        command.addAll(List.of("--pidfile", folder.resolve("docker.pid").toString()));
        command.addAll(options);
        File log = folder.resolve("log").toFile();
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        engine = started;
        long start = System.nanoTime();
        while (!answers()) {
            assertThat(started.isAlive()).as("see " + log).isTrue();
            assertThat(System.nanoTime() - start)
                    .as("see " + log)
                    .isLessThan(TimeUnit.SECONDS.toNanos(STARTED_SECONDS));
            Thread.sleep(20);
        }
    }

    private boolean answers() throws IOException {
        try (DockerEngine asked = open()) {
            asked.facts();
            return true;
        } catch (AmlException | DockerException e) {
            return false;
        }
    }

    /** Ends it as kill -9 does; its containers go on. */
    public void kill() throws InterruptedException {
        if (engine != null) {
            engine.destroyForcibly().waitFor();
        }
    }

    /** Ends it as a restart of the service does; it ends its containers first, unless they are to live on. */
    public void stop() throws InterruptedException {
        if (engine != null) {
            engine.destroy();
            engine.waitFor();
        }
    }

    /** Holds it, as a disk that hangs does. */
    public void hold() throws Exception {
        signal("STOP");
    }

    /** Lets it go on. */
    public void letGo() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        assertThat(engine).isNotNull();
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(engine.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Override
    public void close() throws IOException {
        try {
            letGo();
            stop();
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            namespaces.destroyForcibly();
        }
    }
}

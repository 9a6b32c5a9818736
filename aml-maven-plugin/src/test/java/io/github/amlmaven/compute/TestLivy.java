package io.github.amlmaven.compute;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Livy on this computer, as {@code src/it/spark/long/install.sh} installs it: only for the long tests. */
public final class TestLivy implements Closeable {
    private static final Pattern READY = Pattern.compile("Starting server on (http://\\S+)");

    private final ServerProcess server;

    private TestLivy(ServerProcess server) {
        this.server = server;
    }

    /** Skips the test, or fails it, where it is not installed. */
    public static void require() {
        TestYarn.require();
    }

    /**
     * Starts one, which takes 3 s; its batches run in its folder.
     *
     * @param folder it takes files of this computer only from here and from the sources of the tests
     * @param cluster where batches run, in cluster mode; null for the processes of this computer
     */
    public static TestLivy start(Path folder, @Nullable TestYarn cluster) throws IOException, InterruptedException {
        require();
        Files.writeString(folder.resolve("livy.conf"), """
                livy.server.host = 127.0.0.1
                livy.server.port = 0
                livy.spark.master = %s
                livy.spark.deploy-mode = %s
                livy.file.local-dir-whitelist = %s,%s
                """.formatted(
                        cluster == null ? "local[2]" : "yarn",
                        cluster == null ? "client" : "cluster",
                        folder,
                        TestSpark.script().getParent()));
        Map<String, String> environment = cluster == null
                ? Map.of()
                : Map.of(
                        "HADOOP_CONF_DIR", cluster.configuration().toString(),
                        "YARN_CONF_DIR", cluster.configuration().toString());
        List<String> command =
                List.of(TestYarn.home().resolve("bin/livy-server").toString(), folder.toString());
        return new TestLivy(ServerProcess.start(folder, environment, READY, command));
    }

    /** Its address, with no slash at the end. */
    public URI address() {
        return URI.create(server.ready);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

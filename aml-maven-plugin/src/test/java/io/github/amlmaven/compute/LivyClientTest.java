package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link LivyClient} sends, and what it makes of odd answers; with a real Livy see {@link LivyTargetTest}. */
class LivyClientTest extends TargetRuns {
    private static final Credentials LOGIN =
            server -> Optional.of(new Credentials.Login("admin", new Secret("CANARY of " + server)));
    private static final String NONE = "{\"from\":0,\"total\":0,\"sessions\":[]}";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private volatile String list = NONE;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        headers.add(exchange.getRequestHeaders().getFirst("Authorization") + " by "
                + exchange.getRequestHeaders().getFirst("X-Requested-By"));
        if (exchange.getRequestMethod().equals("POST")) {
            // Heard, and the answer is lost.
            list = "{\"from\":0,\"total\":1,\"sessions\":[{\"id\":7,\"state\":\"running\"," + body.substring(1) + "]}";
            exchange.close();
            return;
        }
        byte[] answer = (status == 200 ? list : "no").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/livy/";
    }

    @Test
    void thePasswordOfSettingsGoesWithEachQuestionAndNowhereElse() throws Exception {
        new LivyClient(address(), LOGIN).find("any");
        assertThat(asked).containsExactly("GET /livy/batches?from=0&size=100");
        assertThat(headers).containsExactly("Basic YWRtaW46Q0FOQVJZIG9mIDEyNy4wLjAuMQ== by aml-maven-plugin");

        status = 401;
        assertThatThrownBy(() -> new LivyClient(address(), LOGIN).find("any"))
                .hasMessageContaining("does not let you in (401)")
                .hasMessageContaining("<id>127.0.0.1</id>")
                .hasMessageNotContaining("CANARY");
    }

    @Test
    void noPasswordGoesOverAWireThatEverybodyCanRead() {
        assertThatThrownBy(() -> new LivyClient("http://cluster.example.com/livy", LOGIN))
                .hasMessageContaining("write livyAddress: https://...")
                .hasMessageNotContaining("CANARY");
    }

    @Test
    void whatIsAwayMayBeAskedAgain() {
        status = 503;
        assertThatThrownBy(() -> new LivyClient(address(), Credentials.NONE).find("any"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answers 503");
    }

    @Test
    void aScriptIsGivenToItOnceThoughTheAnswerIsLost() throws Exception {
        RunDirectory directory = prepareEmpty();
        Files.writeString(directory.root().resolve("spark.py"), "print(1)\n");
        directory.addRunFolders();
        Job job = new Job(
                directory.root(),
                "spark.py",
                List.of(),
                new Job.Environment(Map.of(), List.of(), true),
                new Requirements("livy", true, null, SparkPackages.NONE),
                limits());
        Path storage = Files.createDirectories(temp.resolve("storage"));
        ComputeTarget target = new ClusterTarget.Settings(
                        "livy",
                        null,
                        null,
                        true,
                        new ClusterTarget.Submission(
                                "yarn", true, "spark-submit", new ClusterTarget.Livy(address(), storage.toString())))
                .open(PROJECT, LOGIN);

        assertThat(target.launch(job, directory, new Cancellation())).isTrue();
        assertThat(asked.stream().filter(each -> each.startsWith("POST"))).hasSize(1);
        assertThat(target.look(directory)).isInstanceOf(JobState.Running.class);
        assertThat(target.facts().toString() + Files.readString(directory.controlLog()))
                .doesNotContain("CANARY");
    }
}

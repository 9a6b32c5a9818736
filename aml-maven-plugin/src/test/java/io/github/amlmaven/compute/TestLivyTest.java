package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What tests rely on when they ask Livy. */
@EnabledIfSystemProperty(named = "aml.long", matches = "true")
class TestLivyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> UNFINISHED = Set.of("not_started", "starting", "running", "idle", "busy");
    private static final int SECONDS = 120;

    @TempDir
    Path folder;

    @BeforeEach
    void livy() {
        TestLivy.require();
    }

    @Test
    void aBatchSucceedsDiesOrIsDeleted() throws Exception {
        try (TestLivy livy = TestLivy.start(folder, null)) {
            URI good = post(livy, TestSpark.script().toString(), modules(), "--numbers", "77");
            assertThat(end(good).path("state").asText()).isEqualTo("success");
            assertThat(get(URI.create(good + "/log?size=100")).path("log").toString())
                    .contains("numbers: 77");
            assertThat(folder.resolve("outputs/result.json")).exists();

            URI bad = post(livy, TestSpark.script().toString(), modules(), "--exit", "3");
            assertThat(end(bad).path("state").asText()).isEqualTo("dead");

            URI deleted = post(livy, TestSpark.script().toString(), modules(), "--sleep", "60");
            assertThat(ask(HttpRequest.newBuilder(deleted).DELETE()).statusCode())
                    .isEqualTo(200);
            assertThat(ask(HttpRequest.newBuilder(deleted)).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aFileFromOutsideItsFoldersIsRefused() throws Exception {
        try (TestLivy livy = TestLivy.start(folder, null)) {
            HttpResponse<String> answer = batch(livy, Map.of("file", "/etc/passwd"));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("Local path /etc/passwd cannot be added to user sessions");
        }
    }

    @Test
    void aBatchOfAClusterHasTheIdAndTheAddressOfItsApplication(@TempDir Path clusterFolder) throws Exception {
        try (TestYarn cluster = TestYarn.start(clusterFolder);
                TestLivy livy = TestLivy.start(folder, cluster)) {
            for (String file : List.of(TestSpark.script().toString(), modules())) {
                assertThat(cluster.run(folder, "hdfs", "dfs", "-put", file, "/").exitCode())
                        .isZero();
            }
            JsonNode good = end(post(livy, "/spark_job.py", "/modules.zip"));
            assertThat(good.path("state").asText()).isEqualTo("success");
            String application = good.path("appId").asText();
            assertThat(cluster.status(application)).contains("Final-State : SUCCEEDED");
            assertThat(good.at("/appInfo/sparkUiUrl").asText()).contains(application);

            JsonNode bad = end(post(livy, "/spark_job.py", "/modules.zip", "--exit", "3"));
            assertThat(bad.path("state").asText()).isEqualTo("dead");
            assertThat(cluster.status(bad.path("appId").asText())).contains("exited with  exitCode: 3");

            URI sleeping = post(livy, "/spark_job.py", "/modules.zip", "--sleep", "300");
            JsonNode running = when(sleeping, Set.of("not_started", "starting"));
            assertThat(running.path("state").asText()).isEqualTo("running");
            ask(HttpRequest.newBuilder(sleeping).DELETE());
            assertThat(cluster.status(running.path("appId").asText())).contains("Final-State : KILLED");
        }
    }

    private String modules() throws Exception {
        return TestSpark.modules(folder).toString();
    }

    /** The address of a new batch. */
    private static URI post(TestLivy livy, String script, String modules, String... arguments) throws Exception {
        HttpResponse<String> answer = batch(
                livy,
                Map.of(
                        "file", script,
                        "pyFiles", List.of(modules),
                        "args", List.of(arguments),
                        "conf", Map.of("spark.pyspark.python", "/usr/bin/python3")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return livy.address().resolve(answer.headers().firstValue("Location").orElseThrow());
    }

    private static HttpResponse<String> batch(TestLivy livy, Map<String, Object> wish) throws Exception {
        return ask(HttpRequest.newBuilder(URI.create(livy.address() + "/batches"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(wish))));
    }

    private static JsonNode end(URI batch) throws Exception {
        return when(batch, UNFINISHED);
    }

    /** The batch when it is in none of these states any more. */
    private static JsonNode when(URI batch, Set<String> passing) throws Exception {
        long deadline = System.nanoTime() + SECONDS * 1_000_000_000L;
        JsonNode now = get(batch);
        while (passing.contains(now.path("state").asText())) {
            assertThat(System.nanoTime()).as(now.toString()).isLessThan(deadline);
            Thread.sleep(300);
            now = get(batch);
        }
        return now;
    }

    private static JsonNode get(URI address) throws Exception {
        return JSON.readTree(ask(HttpRequest.newBuilder(address)).body());
    }

    private static HttpResponse<String> ask(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}

package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ClusterTarget} with a real YARN, over a real SSH server. */
@EnabledIfSystemProperty(named = "aml.long", matches = "true")
class ClusterOnYarnTest extends TargetRuns {
    private static final int SECONDS = 180;

    @TempDir
    static Path clusterFolder;

    private static TestYarn cluster;

    @BeforeAll
    static void start() throws Exception {
        TestSsh.require();
        TestSpark.require();
        // Another user comes to it.
        Files.setPosixFilePermissions(clusterFolder, PosixFilePermissions.fromString("rwxr-xr-x"));
        cluster = TestYarn.start(clusterFolder);
        String user = TestSsh.shared().account().name();
        hdfs("-mkdir", "-p", "/user/" + user);
        hdfs("-chown", user, "/user/" + user);
        hdfs("-chmod", "1777", "/app-logs");
    }

    private static Outcome hdfs(String... words) throws Exception {
        String[] all = new String[words.length + 1];
        all[0] = "dfs";
        System.arraycopy(words, 0, all, 1, words.length);
        return cluster.run(clusterFolder, "hdfs", all);
    }

    @AfterAll
    static void end() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static ComputeTarget open(String mode) throws IOException {
        return new ClusterTarget.Settings(
                        "hdi",
                        RemoteTargetTest.login(TestSsh.shared()),
                        "/usr/bin/python3",
                        true,
                        new ClusterTarget.Submission(
                                "yarn",
                                mode.equals("cluster"),
                                cluster.bin().resolve("spark-submit").toString(),
                                null))
                .open(PROJECT, Credentials.NONE);
    }

    private SparkRun prepare(String... arguments) throws IOException {
        return SparkRun.prepare(
                this, Map.of("USERS_OWN", "own\\ \n value"), SparkPackages.NONE, "spark_job.py", arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "cluster"})
    void anApplicationRunsAndWhatItHasLeftComesBack(String mode) throws Exception {
        ComputeTarget target = open(mode);
        Result result = prepare("--numbers", "1234").on(target);

        assertThat(result.status()).as(result.console()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 0));
        assertThat(result.console()).contains("application: application_", "numbers: 1234");
        assertThat(result.directory().driverLog()).content().isEqualTo(result.console());
        assertThat(result.directory().outputs().resolve("result.json"))
                .content()
                .contains("\"master\": \"yarn\"", "\"numbers\": 1234");
        assertThat(result.directory().metrics()).content().contains("\"Numbers\", \"value\": 1234");
        Map<String, Object> facts = target.outcome(result.directory());
        assertThat(facts).containsEntry("application_state", "FINISHED");
        assertThat(facts).containsEntry("application_final_status", "SUCCEEDED");
        String id = String.valueOf(facts.get("application_id"));
        assertThat(result.console()).contains("application: " + id);
        assertThat(String.valueOf(facts.get("application_tracking_url")))
                .startsWith("http://")
                .contains(id);
        assertThat(result.remarks()).singleElement().asString().endsWith("master yarn, deploy mode " + mode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "cluster"})
    void theExitCodeOfTheScriptIsKnownAndItsOutputsComeBack(String mode) throws Exception {
        ComputeTarget target = open(mode);
        Result result = prepare("--exit", "3").on(target);

        assertThat(result.status()).as(result.console()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 3));
        assertThat(result.directory().outputs().resolve("result.json")).exists();
        assertThat(target.outcome(result.directory()))
                .containsEntry("application_final_status", mode.equals("client") ? "SUCCEEDED" : "FAILED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "cluster"})
    void aCancelledApplicationIsKilled(String mode) throws Exception {
        ComputeTarget target = open(mode);
        SparkRun run = prepare("--sleep", "600");
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Result> running = CompletableFuture.supplyAsync(() -> run.on(target, cancellation));
        run.awaitLine("(state: RUNNING)");
        cancellation.request();

        Result result = running.get(SECONDS, TimeUnit.SECONDS);
        assertThat(result.status().cause()).isEqualTo(ExitStatus.Cause.CANCELED);
        String id = String.valueOf(target.outcome(run.directory()).get("application_id"));
        assertThat(cluster.status(id)).doesNotContain("State : RUNNING");
        if (mode.equals("cluster")) {
            assertThat(cluster.status(id)).contains("Final-State : KILLED");
        }
    }

    @Test
    void anApplicationThatSomebodyElseKillsIsLost() throws Exception {
        SparkRun run = prepare("--sleep", "600");
        CompletableFuture<Result> running = CompletableFuture.supplyAsync(() -> run.on(openQuietly("cluster")));
        run.awaitLine("(state: RUNNING)");
        String id = TestYarn.application(Files.readString(run.directory().driverLog()));
        cluster.run(clusterFolder, "yarn", "application", "-kill", id);

        Result result = running.get(SECONDS, TimeUnit.SECONDS);
        assertThat(result.status().cause()).as(result.console()).isEqualTo(ExitStatus.Cause.LOST);
    }

    @Test
    void anotherProcessFindsTheApplicationAndCancelsIt() throws Exception {
        SparkRun run = prepare("--sleep", "600");
        Thread watcher = new Thread(() -> run.on(openQuietly("cluster")));
        watcher.setDaemon(true);
        watcher.start();
        run.awaitLine("(state: RUNNING)");

        ComputeTarget another = TargetSettings.reopen(openQuietly("cluster").facts(), PROJECT, Credentials.NONE);
        assertThat(another.look(run.directory())).isInstanceOf(JobState.Running.class);
        Cancellation cancellation = new Cancellation();
        cancellation.request();
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        ExitStatus status = another.resume(run.directory(), limits(), console, cancellation);

        assertThat(status.cause()).as(console.toString(StandardCharsets.UTF_8)).isEqualTo(ExitStatus.Cause.CANCELED);
        assertThat(another.outcome(run.directory())).containsEntry("application_state", "KILLED");
        assertThat(kept()).contains(mark(run));
        another.release(run.directory());
        assertThat(kept()).doesNotContain(mark(run));
        watcher.join();
    }

    /** The folders of runs in the storage of the cluster. */
    private static String kept() throws Exception {
        return hdfs("-ls", "/user/" + TestSsh.shared().account().name() + "/.azureml")
                .out();
    }

    private static String mark(SparkRun run) {
        return new Supervisor(run.directory()).mark().substring(0, 8);
    }

    private static ComputeTarget openQuietly(String mode) {
        try {
            return open(mode);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

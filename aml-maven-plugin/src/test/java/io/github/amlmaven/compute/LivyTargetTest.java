package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** {@link LivyTarget} with a real Livy, whose Spark are the processes of this computer. */
@EnabledIfSystemProperty(named = "aml.long", matches = "true")
class LivyTargetTest extends TargetRuns {
    private static final int SECONDS = 120;

    @TempDir
    static Path livyFolder;

    private static TestLivy livy;

    @BeforeAll
    static void start() throws Exception {
        TestSpark.require();
        livy = TestLivy.start(livyFolder, null);
    }

    @AfterAll
    static void end() throws IOException {
        if (livy != null) {
            livy.close();
        }
    }

    private static ComputeTarget open() {
        return open(livy.address().toString(), livyFolder.toString());
    }

    private static ComputeTarget open(String address, @Nullable String storage) {
        return new ClusterTarget.Settings(
                        "livy",
                        null,
                        "/usr/bin/python3",
                        true,
                        new ClusterTarget.Submission(
                                "yarn", true, "spark-submit", new ClusterTarget.Livy(address, storage)))
                .open(PROJECT, Credentials.NONE);
    }

    private SparkRun prepare(String... arguments) throws IOException {
        return SparkRun.prepare(this, Map.of("USERS_OWN", "own"), SparkPackages.NONE, "spark_job.py", arguments);
    }

    @Test
    void aBatchRunsAndWhatItHasLeftComesBack() throws Exception {
        ComputeTarget target = open();
        Result result = prepare("--numbers", "1234").on(target);

        assertThat(result.status()).as(result.console()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 0));
        assertThat(result.console()).startsWith("application: local-").contains("numbers: 1234\n");
        assertThat(result.directory().driverLog()).content().isEqualTo(result.console());
        assertThat(result.directory().outputs().resolve("result.json"))
                .content()
                .contains("\"numbers\": 1234");
        assertThat(result.directory().metrics()).content().contains("\"Numbers\", \"value\": 1234");
        assertThat(target.outcome(result.directory()))
                .containsEntry("application_state", "success")
                .containsKey("livy_batch");
        assertThat(result.remarks()).singleElement().asString().startsWith("Livy 0.7.1-incubating at http://");
        target.release(result.directory());
        assertThat(new LivyRun(livyFolder, result.directory()).root()).doesNotExist();
    }

    @Test
    void theExitCodeOfTheScriptIsKnownThoughLivyDoesNotTellIt() throws Exception {
        Result result = prepare("--exit", "3").on(open());

        assertThat(result.status()).as(result.console()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 3));
        assertThat(result.directory().outputs().resolve("result.json")).exists();
    }

    @Test
    void aBatchIsCancelled() throws Exception {
        SparkRun run = prepare("--sleep", "600");
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Result> running = CompletableFuture.supplyAsync(() -> run.on(open(), cancellation));
        run.awaitLine("application: local-");
        cancellation.request();

        Result result = running.get(SECONDS, TimeUnit.SECONDS);
        assertThat(result.status()).isEqualTo(new ExitStatus(ExitStatus.Cause.CANCELED, 143, 15, false));
    }

    @Test
    void anotherProcessFindsTheBatchAndLooksAfterItToItsEnd() throws Exception {
        SparkRun run = prepare("--sleep", "8", "--exit", "5");
        Thread watcher = new Thread(() -> run.on(open()));
        watcher.setDaemon(true);
        watcher.start();
        run.awaitLine("application: local-");

        ComputeTarget another = TargetSettings.reopen(open().facts(), PROJECT, Credentials.NONE);
        assertThat(another.look(run.directory())).isInstanceOf(JobState.Running.class);
        ExitStatus status = another.resume(run.directory(), limits(), new ByteArrayOutputStream(), new Cancellation());
        assertThat(status).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 5));
        assertThat(another.look(run.directory())).isInstanceOf(JobState.Ended.class);
        watcher.join();
    }

    @Test
    void aRunThatIsLookedAtBeforeItHasStartedNeverStarts() throws Exception {
        SparkRun run = prepare();
        assertThat(open().look(run.directory())).isInstanceOf(JobState.NeverStarted.class);
        Result result = run.on(open());
        assertThat(result.status().succeeded()).isFalse();
        assertThat(result.directory().outputs().resolve("result.json")).doesNotExist();
    }

    @Test
    void whatIsMissingIsSaidBeforeTheRun() throws Exception {
        SparkRun run = prepare();
        assertThatThrownBy(() -> open(livy.address().toString(), null))
                .hasMessageContaining("no livyStorage through which the project could travel");
        assertThatThrownBy(() -> open(livy.address().toString(), "/nowhere").check(run.job()))
                .hasMessageContaining("livyStorage is '/nowhere'");
        assertThatThrownBy(
                        () -> open("http://127.0.0.1:1", livyFolder.toString()).check(run.job()))
                .hasMessageContaining("Livy at http://127.0.0.1:1 does not answer");
        assertThatThrownBy(() ->
                        open(livy.address() + "/none", livyFolder.toString()).check(run.job()))
                .hasMessageContaining("there is no Livy at");
        SparkRun jar = SparkRun.prepare(this, SparkPackages.NONE, "hello.jar");
        assertThatThrownBy(() -> open().check(jar.job())).hasMessageContaining("only Python scripts");
    }

    @Test
    void aBatchOfYarnHasTheIdOfItsApplication(@TempDir Path clusterFolder, @TempDir Path folder) throws Exception {
        try (TestYarn cluster = TestYarn.start(clusterFolder);
                TestLivy ofYarn = TestLivy.start(folder, cluster)) {
            ComputeTarget target = open(ofYarn.address().toString(), folder.toString());
            Result result = prepare("--numbers", "1234").on(target);

            assertThat(result.status()).as(result.console()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 0));
            assertThat(result.directory().outputs().resolve("result.json"))
                    .content()
                    .contains("\"master\": \"yarn\"");
            Map<String, Object> facts = target.outcome(result.directory());
            String application = String.valueOf(facts.get("application_id"));
            assertThat(cluster.status(application)).contains("Final-State : SUCCEEDED");
            assertThat(String.valueOf(facts.get("application_tracking_url"))).contains(application);
        }
    }

    @Test
    void aFolderThatLivyDoesNotTakeFilesFromIsNamed() throws Exception {
        Path other = Files.createDirectories(temp.resolve("other"));
        SparkRun run = prepare();
        ComputeTarget target = open(livy.address().toString(), other.toString());
        assertThatThrownBy(
                        () -> target.run(run.job(), run.directory(), new ByteArrayOutputStream(), new Cancellation()))
                .hasMessageContaining("cannot be added to user sessions")
                .hasMessageContaining("livy.file.local-dir-whitelist");
        assertThat(List.of(target.look(run.directory()))).hasOnlyElementsOfType(JobState.NeverStarted.class);
    }
}

package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@link ClusterTarget} over a real SSH server: as every target has to be with a script that needs no Spark, and with a real
 * {@code spark-submit} whose Spark are the processes of this computer.
 */
class ClusterTargetTest extends ComputeTargetContract {
    @BeforeAll
    static void requireServerAndSpark() {
        TestSsh.require();
        TestSpark.require();
    }

    @Override
    ComputeTarget open(@Nullable Path share) {
        try {
            return with(TestSpark.lend(TestSpark.home(), TestSsh.shared().account())
                    .resolve("bin/spark-submit")
                    .toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ComputeTarget with(String sparkSubmit) {
        try {
            return new ClusterTarget.Settings(
                            "hdi",
                            RemoteTargetTest.login(TestSsh.shared()),
                            "/usr/bin/python3",
                            true,
                            new ClusterTarget.Submission("local[2]", true, sparkSubmit, null))
                    .open(PROJECT, Credentials.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void release(RunDirectory directory) throws IOException {
        RemoteTargetTest.go(directory);
    }

    /** A cluster has its storage. */
    @Override
    @Test
    void sharesAFolderThatOutlivesRunsAndEndsWithASeparator() throws IOException {
        Prepared prepared = prepare(limits(), "echo \"[${AZUREML_NATIVE_SHARE_DIRECTORY-unset}]\"");
        assertThat(prepared.run(open(temp.resolve("share")), new Cancellation()).console())
                .isEqualTo("[unset]\n");
    }

    @Test
    void aScriptWithoutSparkRunsOnTheHeadNodeAndThatIsSaid() throws IOException {
        Prepared prepared = prepare(limits(), "true");
        assertThat(open(null).check(prepared.job()))
                .containsExactly("Framework is Python: script.sh runs on the head node, 127.0.0.1, without Spark");
    }

    @Test
    void aSparkScriptRunsARealJobAndItsResultAndMetricsComeBack() throws IOException {
        SparkRun run = SparkRun.prepare(this, SparkPackages.NONE, "spark_job.py", "--numbers", "1234");
        Result result = run.on(open(null));

        assertThat(result.status()).as(result.console()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 0));
        assertThat(result.console()).contains("application: local-", "numbers: 1234");
        assertThat(result.directory().outputs().resolve("result.json"))
                .content()
                .contains("\"master\": \"local[2]\"", "\"numbers\": 1234");
        assertThat(result.directory().metrics()).content().contains("\"Numbers\", \"value\": 1234");
        assertThat(result.remarks()).singleElement().asString().matches("Spark 3\\.5\\.6 at .*, master local\\[2]");
    }

    @Test
    void theExitCodeOfTheScriptIsKnownAndItsOutputsComeBackAllTheSame() throws IOException {
        Result result = SparkRun.prepare(this, SparkPackages.NONE, "spark_job.py", "--exit", "3")
                .on(open(null));

        assertThat(result.status()).as(result.console()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 3));
        assertThat(result.directory().outputs().resolve("result.json")).exists();
    }

    @Test
    void whatTheProjectAsksOfSparkReachesTheJob() throws IOException {
        SparkPackages asked = new SparkPackages(Map.of("spark.test.of", "two  words $HOME"), List.of(), List.of());
        Result result =
                SparkRun.prepare(this, asked, "shown.py", "a b", "$HOME", "").on(open(null));

        assertThat(result.status().succeeded()).as(result.console()).isTrue();
        assertThat(result.console().lines())
                .contains(
                        "name: " + result.directory().run(),
                        "spark.test.of=two  words $HOME",
                        "spark.pyspark.python=/usr/bin/python3",
                        "arguments: ['a b', '$HOME', '']");
    }

    @Test
    void theProjectMayNameTheApplicationItself() throws IOException {
        SparkPackages asked = new SparkPackages(Map.of("spark.app.name", "iris"), List.of(), List.of());
        assertThat(SparkRun.prepare(this, asked, "shown.py").on(open(null)).console())
                .contains("name: iris\n");
    }

    @Test
    void aJarWithAMainClassRuns() throws IOException {
        SparkRun run = SparkRun.prepare(this, SparkPackages.NONE, "hello.jar", "two words");
        Result result = run.on(open(null));

        assertThat(result.status().succeeded()).as(result.console()).isTrue();
        assertThat(result.directory().outputs().resolve("hello.txt")).hasContent("two words");
    }

    @Test
    void aSparkScriptIsCancelled() throws Exception {
        SparkRun run = SparkRun.prepare(this, SparkPackages.NONE, "spark_job.py", "--sleep", "600");
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Result> running = CompletableFuture.supplyAsync(() -> run.on(open(null), cancellation));
        run.awaitLine("application: local-");
        cancellation.request();

        Result result = running.get(60, TimeUnit.SECONDS);
        assertThat(result.status().cause()).isEqualTo(ExitStatus.Cause.CANCELED);
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> isRunning(process.pid()))
                        .filter(process -> process.info()
                                .commandLine()
                                .orElse("")
                                .contains(run.directory().run().value())))
                .isEmpty();
    }

    @Test
    void aHeadNodeWithoutSparkIsRefusedBeforeTheRun() throws IOException {
        SparkRun run = SparkRun.prepare(this, SparkPackages.NONE, "spark_job.py");
        assertThatThrownBy(() -> with("spark-of-nobody").check(run.job()))
                .hasMessageContaining("no program 'spark-of-nobody' there")
                .hasMessageContaining("sparkSubmitLocation: /path/to/spark-submit");
        assertThatThrownBy(() -> with("/bin/true").check(run.job()))
                .hasMessageContaining("/bin/true on")
                .hasMessageContaining("does not tell its version");
    }

    @Test
    void whatSparkCannotRunIsRefusedBeforeTheRun() throws IOException {
        SparkRun shell = SparkRun.prepare(this, SparkPackages.NONE, "script.sh");
        assertThatThrownBy(() -> open(null).check(shell.job()))
                .hasMessageContaining("Spark cannot run script.sh")
                .hasMessageContaining("Framework: Python");
        SparkRun jar = SparkRun.prepare(this, SparkPackages.NONE, "without-main.jar");
        assertThatThrownBy(() -> open(null).check(jar.job()))
                .hasMessageContaining("without-main.jar names no main class");
    }
}

package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What tests rely on when they submit to YARN. */
@EnabledIfSystemProperty(named = "aml.long", matches = "true")
class TestYarnTest {
    @TempDir
    static Path clusterFolder;

    private static TestYarn cluster;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestYarn.start(clusterFolder);
    }

    @AfterAll
    static void end() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void inClientModeTheScriptRunsHereAndItsExitCodeIsThatOfSparkSubmit() throws Exception {
        Outcome outcome = submit("client", "--exit", "3");
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
        String application = TestYarn.application(outcome.err());
        assertThat(outcome.out()).contains("application: " + application, "numbers: 1000");
        assertThat(outcome.err())
                .contains("Submitting application " + application, "tracking URL: http://", application + "/\n");
        assertThat(folder.resolve("outputs/result.json")).content().contains("\"master\": \"yarn\"");
        // The context was stopped in good order: YARN does not know how the script ends.
        assertThat(cluster.status(application)).contains("Final-State : SUCCEEDED");
    }

    @Test
    void inClusterModeTheScriptRunsInAContainerAndYarnKeepsWhatItSaid() throws Exception {
        Outcome outcome = submit("cluster");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        String application = TestYarn.application(outcome.err());
        assertThat(outcome.err()).contains("(state: FINISHED)", "final status: SUCCEEDED");
        assertThat(outcome.out()).isEmpty();
        assertThat(folder.resolve("outputs")).doesNotExist();
        assertThat(cluster.status(application)).contains("State : FINISHED", "Final-State : SUCCEEDED");
        assertThat(cluster.run(folder, "yarn", "logs", "-applicationId", application)
                        .out())
                .contains("numbers: 1000");
    }

    @Test
    void inClusterModeTheExitCodeOfTheScriptIsInTheDiagnostics() throws Exception {
        Outcome outcome = submit("cluster", "--exit", "3");
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
        assertThat(cluster.status(TestYarn.application(outcome.err())))
                .contains("Final-State : FAILED", "exited with  exitCode: 3");
    }

    @Test
    void anApplicationIsKilledByItsId() throws Exception {
        CompletableFuture<Outcome> running = CompletableFuture.supplyAsync(() -> {
            try {
                return submit("cluster", "--sleep", "120");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        String application = runningApplication(running);
        assertThat(cluster.run(folder, "yarn", "application", "-kill", application)
                        .exitCode())
                .isZero();
        Outcome outcome = running.get();
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("Application " + application + " is killed");
        assertThat(cluster.status(application)).contains("State : KILLED", "Final-State : KILLED");
    }

    @Test
    void theFileSystemKeepsFiles() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "content");
        Outcome put = cluster.run(folder, "hdfs", "dfs", "-put", file.toString(), "/kept");
        assertThat(put.exitCode()).as(put.err()).isZero();
        Outcome get = cluster.run(folder, "hdfs", "dfs", "-get", "/kept", "back");
        assertThat(get.exitCode()).as(get.err()).isZero();
        assertThat(folder.resolve("back")).hasContent("content");
        Outcome missing = cluster.run(folder, "hdfs", "dfs", "-get", "/missing", "there");
        assertThat(missing.exitCode()).as(missing.err()).isEqualTo(1);
    }

    private Outcome submit(String deployMode, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("--master", "yarn", "--deploy-mode", deployMode));
        words.addAll(List.of("--conf", TestSpark.PYTHON));
        words.addAll(List.of("--py-files", TestSpark.modules(folder).toString()));
        words.add(TestSpark.script().toString());
        words.addAll(List.of(arguments));
        return cluster.run(folder, "spark-submit", words.toArray(String[]::new));
    }

    private String runningApplication(CompletableFuture<Outcome> running) throws Exception {
        while (true) {
            String list = cluster.run(folder, "yarn", "application", "-list", "-appStates", "RUNNING")
                    .out();
            if (list.contains("application_")) {
                return TestYarn.application(list);
            }
            assertThat(running).isNotDone();
            Thread.sleep(500);
        }
    }
}

package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.config.Remark;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.store.FolderStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunPlanTest {
    private static final ProjectId ID = new ProjectId("acct", "ws", "iris");

    @TempDir
    private Path temp;

    private Path project;
    private long limit = 26_214_400;
    private boolean detach;

    @BeforeEach
    void makeProject() throws IOException {
        project = temp.resolve("project");
        write("aml_config/local.compute", "type: local\nnativeSharedDirectory: " + temp.resolve("share") + "\n");
        write("aml_config/local.runconfig", "ArgumentVector: [hello.sh]\nTarget: local\nFramework: Python\n");
        write("hello.sh", "echo hello\n");
    }

    @Test
    void nothingIsMadeAndTheRunMakesWhatThePlanSays() throws IOException {
        RunPlan plan = plan(request("local", null));

        assertThat(temp.resolve("runs")).doesNotExist();
        assertThat(temp.resolve("share")).doesNotExist();
        assertThat(temp.resolve("history")).doesNotExist();
        assertThat(plan.command()).containsExactly("/bin/sh", "hello.sh");
        assertThat(plan.remarks()).isEmpty();
        RunResult result = run();
        assertThat(result.runFolder().toString() + "/")
                .isEqualTo(
                        plan.parts().get("files").get("copied_to").toString().replace("<run id>", result.id() + "/"));
        assertThat(Path.of(plan.parts().get("target").get("share_folder").toString()))
                .isDirectory();
        assertThat(Path.of(plan.parts()
                        .get("outputs")
                        .get("artifacts")
                        .toString()
                        .replace("<run id>", result.id().value())))
                .isDirectory();
    }

    @Test
    void filesAreCountedAsTheyAreStaged() throws IOException {
        write(".amlignore", "*.bin\n");
        write("big.bin", "x".repeat(5000));
        write("data/a.csv", "x".repeat(300));
        write("data/b.csv", "x".repeat(400));
        write("data/c.csv", "x".repeat(500));

        Map<String, Object> files = plan(request("local", null)).parts().get("files");

        assertThat(files)
                .containsEntry("files", 7L)
                .containsEntry("ignore_rules", ".amlignore")
                .containsEntry("limit_bytes", limit)
                .containsEntry("biggest", Map.of("data/c.csv", 500L, "data/b.csv", 400L, "data/a.csv", 300L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aml_config/local.compute | type: loca | type is 'loca'",
                "aml_config/local.compute | pythonLocation: /bin/sh | type is missing",
                ".amlignore | hello.sh | is left out of the run by the rule .amlignore:1: hello.sh",
                "hello.sh | #!/no/such/shell | no program '/no/such/shell'",
                "aml_config/local.runconfig | ArgumentVector: [gone.sh] | there is no script 'gone.sh'",
            })
    void whatTheRunRefusesIsRefusedInTheSameWords(String file, String text, String words) throws IOException {
        write(file, text + "\n");

        AmlException planned = refusal(() -> plan(request("local", null)));

        assertThat(planned.problem()).contains(words);
        assertThat(refusal(() -> run())).hasMessage(planned.getMessage());
        assertThat(temp.resolve("history")).doesNotExist();
    }

    @Test
    void aRunThatNobodyCouldFindAgainIsNotLeftToItself() throws IOException {
        detach = true;
        assertThat(plan(request("local", null)).parts().get("run")).containsEntry("detached", true);
        write("aml_config/local.runconfig", "ArgumentVector: [hello.sh]\nTarget: local\nTrackedRun: false\n");

        AmlException planned = refusal(() -> plan(request("local", null)));

        assertThat(planned.problem()).contains("nothing would find the run again");
        assertThat(refusal(this::run)).hasMessage(planned.getMessage());
    }

    @Test
    void aProjectOverTheLimitIsRefused() throws IOException {
        limit = 100;
        assertThatThrownBy(() -> plan(request("local", null)))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("over the limit of 100 bytes");
    }

    @Test
    void aWheelThatIsNotThereIsMissedBeforeAnEngineIsAsked() throws IOException {
        write("aml_config/docker.compute", "type: docker\nbaseDockerImage: x\n");
        write("aml_config/conda_dependencies.yml", "dependencies: [pip: [./gone-1.0-py3-none-any.whl]]\n");

        assertThatThrownBy(() -> plan(request("docker", "hello.sh"))).hasMessageContaining("gone-1.0-py3-none-any.whl");
    }

    @Test
    void secretsAreMaskedWhereverTheyAreWritten() throws IOException {
        write("aml_config/docker.compute", "type: docker\nbaseDockerImage: x\n");
        write("aml_config/docker.runconfig", """
                ArgumentVector: [hello.sh, --password, c4n4ry, --api-key=c4n4ry, "https://u:c4n4ry@h"]
                Target: docker
                Framework: PySpark
                EnvironmentVariables: {API_TOKEN: c4n4ry, OMP: 4}
                """);
        write(
                "aml_config/conda_dependencies.yml",
                "channels: ['https://u:c4n4ry@h/c']\ndependencies: [pip: ['--index-url https://u:c4n4ry@h/simple']]\n");
        write(
                "aml_config/spark_dependencies.yml",
                "configuration: {spark.x.password: c4n4ry, spark.y: 'a?sig=c4n4ry'}\nrepositories: ['https://u:c4n4ry@h/m2']\n");

        RunPlan plan = plan(new RunRequest("docker", null, null, Map.of("DB_PASSWORD", "c4n4ry")));

        assertThat(plan.parts().toString() + plan.command())
                .doesNotContain("c4n4ry")
                .contains("--password, ***", "API_TOKEN=***", "OMP=4", "DB_PASSWORD=***");
        assertThat(plan.remarks()).extracting(Remark::text).noneMatch(text -> text.contains("c4n4ry"));
    }

    private RunPlan plan(RunRequest request) throws IOException {
        return RunPlan.of(
                project,
                ID,
                request,
                settings(),
                new RunPlan.Destination(temp.resolve("history").toString(), null, false));
    }

    private RunResult run() throws IOException {
        try (Interruption interruption = Interruption.listen(() -> {}, Duration.ZERO)) {
            return new Experiment(project, history(), journal(), settings(), new RunListener() {})
                    .run(request("local", null), interruption);
        }
    }

    private RunSettings settings() {
        return new RunSettings(
                limit,
                536_870_912,
                null,
                Duration.ofSeconds(1),
                false,
                detach,
                temp.resolve("runs"),
                List.of(),
                Map.of(),
                Set.of(),
                Credentials.NONE,
                "1",
                Lineage.NONE);
    }

    private RunHistory history() {
        return new RunHistory(new FolderStore(temp.resolve("history")), ID);
    }

    private Journal journal() {
        return new Journal(temp.resolve("journal"));
    }

    private static RunRequest request(String target, @Nullable String script) {
        return new RunRequest(target, script, null, Map.of());
    }

    private static AmlException refusal(ThrowingCallable call) {
        return catchThrowableOfType(AmlException.class, call);
    }

    private void write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}

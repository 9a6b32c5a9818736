package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.Required;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that use MLflow; in its place is a stand-in that writes the same files, since MLflow cannot be had here. */
class MlflowTest {
    private static final Path STAND_IN = Path.of("../src/it/mlflow-tracks/mlflow.py");

    @TempDir
    Path temp;

    private Path project;
    private RunHistory history;

    @BeforeEach
    void makeProject() throws IOException {
        Required.that(Files.isExecutable(Path.of("/usr/bin/python3")), "python3");
        project = Files.createDirectories(temp.resolve("iris"));
        Files.createDirectories(project.resolve("aml_config"));
        Files.writeString(project.resolve("aml_config/local.compute"), "type: local\n");
        Files.writeString(
                project.resolve("aml_config/local.runconfig"),
                "ArgumentVector: [train.py]\nTarget: local\nFramework: Python\n");
        Files.copy(STAND_IN, project.resolve("mlflow.py"));
        history = new RunHistory(Stores.open("history", temp), new ProjectId("local", "default", "iris"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "3"})
    void whatTheScriptTellsMlflowIsPartOfTheRecord(String version) throws IOException {
        RunRecord record = run(Map.of("MLFLOW_STAND_IN", version), """
                import mlflow
                mlflow.set_experiment("irises")
                with mlflow.start_run(run_name="first"):
                    mlflow.log_params({"reg": 0.1, "deep/solver": "l ä"})
                    mlflow.log_param("text", "two\\nlines")
                    mlflow.log_metric("Accuracy", 0.5)
                    for step in (2, 0, 1):
                        mlflow.log_metric("val/loss", step / 4, step)
                    mlflow.log_metric("broken", float("nan"))
                    mlflow.set_tag("stage", "try")
                    open("plot.svg", "w").write("<svg/>")
                    mlflow.log_artifact("plot.svg", "plots")
                    mlflow.log_model("flavors: {}", "model")
                """);

        assertThat(record.metrics())
                .isEqualTo(Map.of("Accuracy", 0.5, "val/loss", List.of(0.0, 0.25, 0.5), "broken", "NaN"));
        assertThat(record.fields())
                .containsEntry("parameters", Map.of("reg", "0.1", "deep/solver", "l ä", "text", "two\nlines"))
                .containsEntry("tags", Map.of("stage", "try"))
                .containsEntry("Accuracy", 0.5);
        assertThat(record.matching("outputs/**"))
                .extracting(artifact -> artifact.path().value())
                .containsExactly("outputs/mlflow/model/MLmodel", "outputs/mlflow/plots/plot.svg");
        assertThat(record.warnings()).isEmpty();
        assertThat(record.notCollected()).isEmpty();
    }

    @Test
    void aFailedScriptKeepsWhatItHasTold() throws IOException {
        RunRecord record = run(Map.of(), """
                import mlflow
                mlflow.log_metric("loss", 1)
                mlflow.log_text("half", "half.txt")
                raise ValueError
                """);

        assertThat(record.status()).isEqualTo(RunStatus.FAILED);
        assertThat(record.metrics()).isEqualTo(Map.of("loss", 1.0));
        assertThat(record.artifact("outputs/mlflow/half.txt").size()).isEqualTo(4);
    }

    @Test
    void nestedRunsAreToldApartByTheirNames() throws IOException {
        RunRecord record = run(Map.of(), """
                import mlflow
                with mlflow.start_run(run_name="search"):
                    mlflow.log_metric("best", 2)
                    for reg in ("a/b", "a_b", "."):
                        with mlflow.start_run(run_name=reg, nested=True):
                            mlflow.log_metric("loss", 2)
                            mlflow.log_param("reg", reg)
                            mlflow.log_text(reg, "reg.txt")
                            mlflow.log_model(reg, "model")
                """);

        assertThat(record.metrics())
                .isEqualTo(Map.of("best", 2.0, "a_b/loss", 2.0, "a_b-2/loss", 2.0, "run/loss", 2.0));
        assertThat(record.fields())
                .containsEntry("parameters", Map.of("a_b/reg", "a/b", "a_b-2/reg", "a_b", "run/reg", "."));
        assertThat(record.matching("outputs/**"))
                .extracting(artifact -> artifact.path().value())
                .containsExactly(
                        "outputs/mlflow/a_b-2/model/MLmodel",
                        "outputs/mlflow/a_b-2/reg.txt",
                        "outputs/mlflow/a_b/model/MLmodel",
                        "outputs/mlflow/a_b/reg.txt",
                        "outputs/mlflow/run/model/MLmodel",
                        "outputs/mlflow/run/reg.txt");
    }

    @Test
    void runsOfSeveralExperimentsAllBeginWithTheirNames() throws IOException {
        RunRecord record = run(Map.of(), """
                import mlflow
                for name in ("one", "two"):
                    mlflow.set_experiment(name)
                    with mlflow.start_run(run_name="run " + name):
                        mlflow.log_metric("loss", 2)
                """);

        assertThat(record.metrics()).isEqualTo(Map.of("run one/loss", 2.0, "run two/loss", 2.0));
    }

    @Test
    void metricsOfBothKindsAreKept() throws IOException {
        RunRecord record = run(Map.of(), """
                import mlflow
                from azureml.logging import get_azureml_logger
                get_azureml_logger().log("Accuracy", 0.9)
                mlflow.log_metric("Accuracy", 0.5)
                mlflow.log_metric("loss", 0.1)
                """);

        assertThat(record.metrics()).isEqualTo(Map.of("Accuracy", 0.9, "mlflow/Accuracy", 0.5, "loss", 0.1));
    }

    @Test
    void theUsersOwnPlaceWins() throws IOException {
        Path own = temp.resolve("own runs");

        RunRecord record = run(
                Map.of("MLFLOW_TRACKING_URI", own.toUri().toString(), "MLFLOW_STAND_IN", "2"),
                "import mlflow\nprint(os.environ.get('MLFLOW_ALLOW_FILE_STORE'))\nmlflow.log_metric('loss', 1)\n");

        assertThat(record.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(record.metrics()).isEmpty();
        assertThat(own.resolve("0/meta.yaml")).exists();
        assertThat(history.find("last").fields()).doesNotContainKey("parameters");
    }

    private RunRecord run(Map<String, String> variables, String script) throws IOException {
        Files.writeString(project.resolve("train.py"), script);
        RunSettings settings = new RunSettings(
                1_000_000,
                536_870_912,
                null,
                Duration.ofSeconds(5),
                false,
                temp.resolve("runs with space"),
                List.of(),
                Set.of(),
                Credentials.NONE,
                "1");
        try (Interruption interruption = Interruption.listen(() -> {}, Duration.ofSeconds(5))) {
            return new Experiment(
                            project, history, new Journal(temp.resolve("journal")), settings, new RunListener() {})
                    .run(new RunRequest(null, null, null, variables), interruption)
                    .record();
        }
    }
}

package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tests rely on when they submit to Spark. */
class TestSparkTest {
    @BeforeEach
    void spark() {
        TestSpark.require();
    }

    @Test
    void aScriptRunsARealJobAndLeavesItsResultAndMetrics(@TempDir Path folder) throws Exception {
        Outcome outcome = TestSpark.run(folder, "--numbers", "1234");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("application: local-", "numbers: 1234");
        assertThat(folder.resolve("outputs/result.json"))
                .content()
                .contains("\"application\": \"local-", "\"master\": \"local[2]\"", "\"numbers\": 1234");
        assertThat(Files.readAllLines(folder.resolve("metrics")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"Numbers\", \"value\": 1234"),
                        line -> assertThat(line).contains("\"Partitions\", \"value\": 4"));
    }

    @Test
    void theExitCodeOfTheScriptIsThatOfSparkSubmit(@TempDir Path folder) throws Exception {
        Outcome outcome = TestSpark.run(folder, "--exit", "3");
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
        assertThat(folder.resolve("outputs/result.json")).exists();
    }

    @Test
    void whatIsWrongWithTheCommandIsSaid(@TempDir Path folder) throws Exception {
        Outcome outcome = Outcome.of(
                folder,
                Map.of(),
                List.of(
                        TestSpark.submit().toString(),
                        "--master",
                        "nowhere",
                        TestSpark.script().toString()));
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("Master must either be yarn or start with spark");
    }

    @Test
    void itSaysItsVersion(@TempDir Path folder) throws Exception {
        Outcome outcome =
                Outcome.of(folder, Map.of(), List.of(TestSpark.submit().toString(), "--version"));
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).contains("version 3.5.6");
    }
}

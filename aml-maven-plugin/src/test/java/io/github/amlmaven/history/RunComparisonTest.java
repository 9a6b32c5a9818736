package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.store.Sha256;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs are compared value by value. */
class RunComparisonTest {
    @TempDir
    Path folder;

    private final Map<String, Object> facts = new TreeMap<>(Map.of("user_id", "ada", "framework", "Python"));
    private RunHistory history;

    @BeforeEach
    void openHistory() {
        history = Runs.history(folder.resolve("store"));
    }

    @Test
    void runsThatAreTheSameAreSo() throws IOException {
        RunRecord first = run(List.of("0.1"), Map.of("Accuracy", 1L), "code", "model");
        RunRecord second = run(List.of("0.1"), Map.of("Accuracy", 1.0), "code", "model");
        RunComparison comparison = RunComparison.of(history, List.of(first, second));
        assertThat(comparison.same()).isTrue();
        assertThat(comparison.fields(false))
                .containsEntry("same", true)
                .containsEntry("metrics", List.of())
                .containsEntry("code", List.of());
        assertThat(comparison.section("metrics").rows())
                .containsExactly(new ComparedValue("Accuracy", List.of(1L, 1.0), true));
        assertThat(comparison.section("environment").rows())
                .containsExactly(new ComparedValue("user_id", List.of("ada", "ada"), true));
    }

    @Test
    void eachKindOfDifferenceIsInItsSection() throws IOException {
        facts.put("host", Map.of("os", "Linux 6", "name", "vm"));
        RunRecord first = run(
                List.of("--reg", "0.1", "data.csv", "-v"),
                Map.of("Accuracy", 0.95, "loss", List.of(3.5, 2L, 1L), "gone", "NaN"),
                "one",
                "model");
        facts.put("host", Map.of("os", "Linux 7", "name", "vm"));
        facts.put("framework", "PySpark");
        RunRecord second = run(
                List.of("-v", "--reg=0.2", "data.csv"),
                Map.of("Accuracy", 0.96, "loss", List.of(3.5, 2L, 0.25)),
                "two",
                "model 2");
        RunComparison comparison = RunComparison.of(history, List.of(first, second));
        assertThat(comparison.same()).isFalse();
        assertThat(comparison.section("result").differences()).isEmpty();
        assertThat(names(comparison, "arguments")).containsExactly("--reg");
        assertThat(names(comparison, "configuration")).containsExactly("framework");
        assertThat(names(comparison, "metrics")).containsExactly("Accuracy", "gone", "loss");
        assertThat(names(comparison, "environment")).containsExactly("host.os");
        assertThat(names(comparison, "artifacts")).containsExactly("outputs/model");
        assertThat(comparison.section("code").differences())
                .containsExactly(ComparedValue.of("train.py", java.util.Arrays.asList(null, "changed")));
        assertThat(Json.write(((List<?>) comparison.fields(false).get("metrics"))))
                .isEqualTo("[{\"name\":\"Accuracy\",\"same\":false,\"values\":[0.95,0.96],"
                        + "\"difference_to_first\":[0.00,0.01]},"
                        + "{\"name\":\"gone\",\"same\":false,\"values\":[\"NaN\",null]},"
                        + "{\"name\":\"loss\",\"same\":false,\"values\":[{\"values\":3,\"last\":1},"
                        + "{\"values\":3,\"last\":0.25}],\"difference_to_first\":[0,-0.75]}]");
    }

    @Test
    void manyRunsAreComparedWithTheFirst() throws IOException {
        RunRecord first = run(List.of(), Map.of("a", 1L), "one", "m");
        RunRecord second = run(List.of(), Map.of("a", 3L), "one", "m");
        RunRecord third = run(List.of(), Map.of("a", 0.5), "three", "m");
        RunComparison comparison = RunComparison.of(history, List.of(first, second, third));
        assertThat(comparison.runs()).extracting(RunComparison.Compared::number).containsExactly(1, 2, 3);
        assertThat(comparison.section("metrics").rows().get(0).distances())
                .containsExactly(new BigDecimal("0"), new BigDecimal("2"), new BigDecimal("-0.5"));
        assertThat(comparison.section("code").differences().get(0).values()).containsExactly(null, null, "changed");
    }

    @Test
    void theOrderOfArgumentsCountsWhenNothingElseDiffers() throws IOException {
        RunRecord first = run(List.of("--a=1", "--b=2"), Map.of(), "one", "m");
        RunRecord second = run(List.of("--b=2", "--a=1"), Map.of(), "one", "m");
        RunComparison comparison = RunComparison.of(history, List.of(first, second));
        assertThat(names(comparison, "arguments")).containsExactly("order");
    }

    @Test
    void aRunWithoutASnapshotIsNotTakenForOneWithTheSameCode() throws IOException {
        RunRecord first = run(List.of(), Map.of(), "one", "m");
        OpenRun open = history.claim(new RunStart("train.py", List.of(), "local", "local", facts));
        Runs.add(open, folder, "outputs/model", "m");
        RunRecord second = open.complete(Runs.completed());
        RunComparison comparison = RunComparison.of(history, List.of(first, second));
        assertThat(names(comparison, "code")).containsExactly("(snapshot)");
        assertThat(names(comparison, "artifacts")).isEmpty();
    }

    @Test
    void optionsAreKnownByTheirNames() {
        assertThat(ArgumentNames.of(List.of("-1", "--rate", "-.5", "-x", "--lr=0.1", "--lr", "0.2", "-", "a=b", "--")))
                .isEqualTo(Map.of(
                        "argument 1", "-1",
                        "--rate", "-.5",
                        "-x", true,
                        "--lr", List.of("0.1", "0.2"),
                        "argument 2", "-",
                        "argument 3", "a=b",
                        "--", true));
    }

    private static List<String> names(RunComparison comparison, String section) {
        return comparison.section(section).differences().stream()
                .map(ComparedValue::name)
                .toList();
    }

    private RunRecord run(List<String> arguments, Map<String, Object> metrics, String code, String model)
            throws IOException {
        OpenRun run = history.claim(new RunStart("train.py", arguments, "local", "local", facts));
        Path root = Files.createTempDirectory(folder, "staged");
        Files.writeString(root.resolve("train.py"), code);
        run.snapshot(
                List.of(new SnapshotFile("train.py", SnapshotFile.FILE, 0644, code.length(), Sha256.of(code), null)),
                root);
        run.started(Map.of());
        Runs.add(run, folder, "outputs/model", model);
        Runs.add(run, folder, "azureml-logs/driver_log.txt", Long.toString(System.nanoTime()));
        return run.complete(new RunOutcome(
                RunStatus.COMPLETED,
                null,
                0,
                Runs.START,
                Runs.START.plusMillis(history.newest()),
                new Metrics(metrics, List.of()),
                List.of(),
                List.of()));
    }
}

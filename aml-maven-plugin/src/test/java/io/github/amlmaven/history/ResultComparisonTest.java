package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was made again has the results of the first, or it is said what is different. */
class ResultComparisonTest {
    @TempDir
    Path folder;

    private final Map<String, Object> metrics = new TreeMap<>();
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, Object> facts = new TreeMap<>();
    private RunOutcome end = Runs.completed();
    private RunHistory history;

    @BeforeEach
    void openHistory() {
        history = Runs.history(folder.resolve("store"));
    }

    @Test
    void withoutAToleranceNoDifferenceIsTooSmall() {
        BigDecimal huge = new BigDecimal("1e400");
        assertThat(new Tolerance(0).accepts(huge, huge.add(BigDecimal.ONE))).isFalse();
        assertThat(new Tolerance(1e-9).accepts(huge, huge.add(BigDecimal.ONE))).isTrue();
        assertThat(new Tolerance(0).accepts(2L, 2.0)).isTrue();
    }

    @Test
    void theSameResultsAreTheSameWhateverTheLogs() throws IOException {
        metrics.put("Accuracy", 0.96);
        metrics.put("loss", List.of(2L, 1L, "NaN"));
        file("outputs/model", "m");
        file("azureml-logs/driver_log.txt", "12:00");
        RunRecord original = run();
        metrics.put("loss", List.of(2.0, 1L, "NaN"));
        file("azureml-logs/driver_log.txt", "13:00");
        facts.put("host", Map.of("name", "other"));
        Verdict verdict = compare(original, run(), 0);
        assertThat(verdict.same()).isTrue();
        assertThat(verdict.metrics()).isEqualTo(2);
        assertThat(verdict.artifacts()).isEqualTo(1);
        assertThat(verdict.causes()).isEmpty();
    }

    @Test
    void aFailureIsAResultToo() throws IOException {
        end = Runs.failed(3);
        RunRecord original = run();
        assertThat(compare(original, run(), 0).same()).isTrue();
        end = Runs.failed(4);
        assertThat(lines(compare(original, run(), 0))).containsExactly("exit code: 4 instead of 3");
        end = Runs.completed();
        assertThat(lines(compare(original, run(), 0)))
                .containsExactly("status: Completed instead of Failed (exit code 3)");
    }

    @Test
    void metricsAreNamedWithBothValuesAndTheDistance() throws IOException {
        metrics.putAll(Map.of("a", 2L, "gone", 1L, "loss", List.of(1L, 2L, 3L), "text", "x", "kind", 1L));
        RunRecord original = run();
        metrics.remove("gone");
        metrics.putAll(Map.of("a", 1.5, "loss", List.of(1L, 2.5, 4L), "text", "y", "kind", "one", "new", true));
        Verdict verdict = compare(original, run(), 0);
        assertThat(lines(verdict))
                .containsExactly(
                        "metric a: 1.5 instead of 2, relative difference 0.25",
                        "metric gone: is gone: 1",
                        "metric kind: \"one\" instead of 1",
                        "metric loss: 2 differences in 3 values, relative difference 0.25",
                        "    value [1]: 2.5 instead of 2",
                        "    value [2]: 4 instead of 3",
                        "metric new: is new: true",
                        "metric text: \"y\" instead of \"x\"");
        assertThat(verdict.distance()).isNaN();
    }

    @Test
    void aToleranceIsForNumbersOfMetricsJsonAndCsv() throws IOException {
        metrics.putAll(Map.of("a", 1000.0, "zero", 0L, "loss", List.of(1L, 2L)));
        file("outputs/model.json", "{\"w\": [1000, 2], \"nan\": NaN}");
        file("outputs/rows.csv", "x,y\n1,2000\n");
        RunRecord original = run();
        metrics.putAll(Map.of("a", 1000.001, "zero", 0.0, "loss", List.of(1L, 2.000002)));
        file("outputs/model.json", "{\"nan\":NaN,\"w\":[1000.001,2.0]}");
        file("outputs/rows.csv", "x,y\r\n1.0,2000.002\r\n");
        RunRecord repeated = run();
        assertThat(compare(original, repeated, 1.1e-6).same()).isTrue();
        Verdict verdict = compare(original, repeated, 1e-7);
        assertThat(lines(verdict))
                .containsExactly(
                        "metric a: 1000.001 instead of 1000.0, relative difference 1.0e-06",
                        "metric loss: 1 difference in 2 values, relative difference 1.0e-06",
                        "    value [1]: 2.000002 instead of 2",
                        "outputs/model.json: $.w[0]: 1000.001 instead of 1000",
                        "outputs/rows.csv: row 2, column y: 2000.002 instead of 2000");
        assertThat(verdict.distance()).isBetween(9e-7, 1.1e-6);
    }

    @Test
    void withoutAToleranceEachBitOfAnArtifactCounts() throws IOException {
        file("outputs/model.json", "{\"w\": 1, \"b\": 2}");
        RunRecord original = run();
        file("outputs/model.json", "{\"b\":2,\"w\":1.0}");
        assertThat(lines(compare(original, run(), 0)))
                .containsExactly("outputs/model.json: the same values, written otherwise");
    }

    @Test
    void jsonIsComparedByPaths() throws IOException {
        file("outputs/a.json", "{\"a\":{\"b c\":[1,{\"d\":null}]},\"old\":1,\"list\":[1,2]}");
        file("outputs/torn.json", "{\"a\":");
        RunRecord original = run();
        file("outputs/a.json", "{\"a\":{\"b c\":[2,{\"d\":\"x\"}]},\"new\":[],\"list\":[1]}");
        file("outputs/torn.json", "{\"a\":1}");
        assertThat(lines(compare(original, run(), 0)))
                .containsExactly(
                        "outputs/a.json: 5 values differ",
                        "    $.a[\"b c\"][0]: 2 instead of 1",
                        "    $.a[\"b c\"][1].d: \"x\" instead of null",
                        "    $.list: 1 values instead of 2",
                        "    $.new: [] is new",
                        "    $.old: 1 is gone",
                        "outputs/torn.json: 7 bytes instead of 5",
                        "    @@ -1 +1 @@",
                        "    -{\"a\":",
                        "    \\ No newline at end of file",
                        "    +{\"a\":1}",
                        "    \\ No newline at end of file");
    }

    @Test
    void csvIsComparedByCells() throws IOException {
        file("outputs/a.csv", "id,\"the \"\"name\"\"\"\n1,\"a,\nb\"\n2,c\n3,d\n");
        file("outputs/b.tsv", "1\t2\n");
        RunRecord original = run();
        file("outputs/a.csv", "id,\"the \"\"name\"\"\"\n1,\"a,\nB\"\n2,c,e\n");
        file("outputs/b.tsv", "1\t3\n");
        assertThat(lines(compare(original, run(), 0)))
                .containsExactly(
                        "outputs/a.csv: 3 values differ",
                        "    3 rows instead of 4",
                        "    row 2, column the \"name\": \"a,\\nB\" instead of \"a,\\nb\"",
                        "    row 3: 3 cells instead of 2",
                        "outputs/b.tsv: row 1, column 2: 3 instead of 2");
    }

    @Test
    void textIsComparedByLinesAndTheRestByBytes() throws IOException {
        file("outputs/log.txt", "a\nb\nc\n");
        files.put("outputs/model.pkl", new byte[] {0, 1, 2, 3});
        file("outputs/long.txt", "x\n".repeat(600_000) + "y\n");
        file("outputs/many.txt", numbers(0));
        RunRecord original = run();
        file("outputs/log.txt", "a\nB\nc\n");
        files.put("outputs/model.pkl", new byte[] {0, 1, 9, 3, 4});
        file("outputs/long.txt", "x\n".repeat(600_000) + "z\n");
        file("outputs/many.txt", numbers(1000));
        List<String> lines = lines(compare(original, run(), 0));
        assertThat(lines)
                .containsSubsequence(
                        "outputs/log.txt: other content, 6 bytes as before",
                        "    @@ -1,3 +1,3 @@",
                        "     a",
                        "    -b",
                        "    +B",
                        "     c",
                        "outputs/long.txt: other content, 1200002 bytes as before; the first difference is at byte 1200001,"
                                + " in line 600001",
                        "outputs/many.txt: 500 bytes instead of 290",
                        "    ... and 181 more lines",
                        "outputs/model.pkl: 5 bytes instead of 4; the first difference is at byte 3");
        assertThat(lines).hasSize(6 + 1 + 22 + 1);
    }

    @Test
    void imagesAreComparedByPixels() throws IOException {
        files.put("outputs/a.png", image("png", 10, 0));
        files.put("outputs/b.jpg", image("jpg", 10, 0));
        files.put("outputs/c.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0});
        files.put("outputs/d.png", image("png", 10, 0));
        RunRecord original = run();
        files.put("outputs/a.png", image("png", 10, 0x030201));
        files.put("outputs/b.jpg", image("jpg", 12, 0));
        files.put("outputs/c.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 1});
        files.put("outputs/d.png", withMoreBehind(image("png", 10, 0)));
        assertThat(lines(compare(original, run(), 0)))
                .containsExactly(
                        "outputs/a.png: 1 of 10 x 10 pixels differ (1.00 %), by at most 3 of 255",
                        "outputs/b.jpg: 12 x 12 pixels instead of 10 x 10",
                        "outputs/c.png: other content, 9 bytes as before; the first difference is at byte 9",
                        "outputs/d.png: the same 10 x 10 pixels, in another file: what is noted beside them differs");
    }

    @Test
    void filesThatAreNotInBothAreNamed() throws IOException {
        file("outputs/old", "1");
        RunRecord original = run();
        files.clear();
        file("outputs/new", "1");
        end = new RunOutcome(
                RunStatus.COMPLETED,
                null,
                0,
                Runs.START,
                Runs.START,
                Metrics.NONE,
                List.of(new NotCollected("outputs/old", 600, "is larger than 512 MB")),
                List.of());
        assertThat(lines(compare(original, run(), 0)))
                .containsExactly(
                        "outputs/new: is new", "outputs/old: is missing: was not collected, is larger than 512 MB");
    }

    @Test
    void whatMayDifferIsLeftOut() throws IOException {
        file("outputs/plots/a.png", "1");
        file("outputs/time.txt", "1");
        file("outputs/tmp/x", "1");
        file("outputs/kept.txt", "1");
        RunRecord original = run();
        files.replaceAll((path, content) -> "2".getBytes(StandardCharsets.UTF_8));
        Verdict verdict =
                new ResultComparison(history, 0, List.of("*.png", "outputs/time.*", "tmp/")).compare(original, run());
        assertThat(verdict.differences()).extracting(ResultDifference::name).containsExactly("outputs/kept.txt");
        assertThat(verdict.leftOut()).containsExactly("outputs/plots/a.png", "outputs/time.txt", "outputs/tmp/x");
        assertThatThrownBy(() -> new ResultComparison(history, 0, List.of("a[")))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("-Daml.ignore: 'a[' is not a pattern: ");
    }

    @Test
    void whatElseDiffersIsTheProbableCause() throws IOException {
        facts.put("host", Map.of("name", "vm", "java", "17"));
        facts.put("user_id", "ada");
        file("outputs/a", "1");
        RunRecord original = run();
        facts.put("host", Map.of("name", "vm", "java", "21"));
        facts.put("user_id", "bob");
        file("outputs/a", "2");
        assertThat(compare(original, run(), 0).causes()).containsExactly("host.java is \"21\" instead of \"17\"");
    }

    @Test
    void thePythonAndItsPackagesAreCausesByName() throws IOException {
        Path notes = Files.writeString(folder.resolve("metrics.jsonl"), """
                {"python": "3.11.2"}
                {"name": "Accuracy", "value": 1}
                {"packages": {"numpy": "1.26.4", "odd name": "1", "long": "%s"}}
                """.formatted("9".repeat(81)));
        Metrics read = Metrics.read(notes);
        assertThat(read.values()).isEqualTo(Map.of("Accuracy", 1L));
        assertThat(read.remarks()).isEmpty();
        facts.putAll(read.facts());
        file("outputs/a", "1");
        RunRecord original = run();
        facts.putAll(Map.of("python_version", "3.12.0", "python_packages", Map.of("numpy", "2.0.0", "six", "1.16")));
        file("outputs/a", "2");
        assertThat(compare(original, run(), 0).causes())
                .containsExactly(
                        "python_packages.numpy is \"2.0.0\" instead of \"1.26.4\"",
                        "python_packages.six is \"1.16\" instead of null",
                        "python_version is \"3.12.0\" instead of \"3.11.2\"");
    }

    @Test
    void theVerdictIsInTheRecordsOfBothRuns() throws IOException {
        file("outputs/a.txt", "1");
        metrics.put("Accuracy", 1L);
        RunRecord original = run();
        metrics.put("Accuracy", 2L);
        RunRecord repeated = run();
        compare(original, repeated, 0).mark(history);
        assertThat(verdict("1"))
                .containsEntry("verdict", "different")
                .containsEntry("other_run_number", 2L)
                .containsEntry("other_run_id", repeated.id().value())
                .containsEntry("repeats", false)
                .containsEntry("differences", List.of("metric Accuracy: 2 instead of 1, relative difference 0.50"));
        assertThat(verdict("2")).containsEntry("other_run_number", 1L).containsEntry("repeats", true);
    }

    @Test
    void numbersBeyondAllBoundsDoNoHarm() throws IOException {
        file("outputs/a.json", "[1e999999999, 1e-999999999, 1, Infinity]");
        RunRecord original = run();
        file("outputs/a.json", "[1, 1, 1e400, -Infinity]");
        assertThat(lines(compare(original, run(), 1e-9)).get(0)).isEqualTo("outputs/a.json: 4 values differ");
    }

    private Verdict compare(RunRecord original, RunRecord repeated, double tolerance) throws IOException {
        return new ResultComparison(history, tolerance, List.of()).compare(original, repeated);
    }

    private static List<String> lines(Verdict verdict) {
        return verdict.differences().stream()
                .flatMap(difference -> java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(difference.name() + ": " + difference.words()),
                        difference.details().stream().map(detail -> "    " + detail)))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> verdict(String run) throws IOException {
        return (Map<String, Object>) ((List<?>) history.find(run).fields().get("verdicts")).get(0);
    }

    private void file(String path, String content) {
        files.put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    private RunRecord run() throws IOException {
        OpenRun run = history.claim(new RunStart("train.py", List.of(), "local", "local", facts));
        run.started(Map.of());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            run.add(
                    new ArtifactPath(file.getKey()),
                    Files.write(Files.createTempFile(folder, "output", null), file.getValue()));
        }
        return run.complete(new RunOutcome(
                end.status(),
                end.reason(),
                end.exitCode(),
                end.start(),
                end.end(),
                new Metrics(metrics, List.of()),
                end.notCollected(),
                List.of()));
    }

    private static String numbers(int from) {
        StringBuilder text = new StringBuilder();
        IntStream.range(from, from + 100).forEach(i -> text.append(i).append('\n'));
        return text.toString();
    }

    private static byte[] image(String format, int size, int corner) throws IOException {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, corner);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static byte[] withMoreBehind(byte[] image) {
        byte[] longer = java.util.Arrays.copyOf(image, image.length + 1);
        longer[image.length] = 1;
        return longer;
    }
}

package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics come from a file that a script writes, so anything may be in it. */
class MetricsTest {
    @TempDir
    Path folder;

    @Test
    void everyKindOfValueIsKept() throws IOException {
        Metrics metrics = read("""
                {"name": "Accuracy", "value": 0.97, "time": "2017-09-08T12:31:21Z"}
                {"name": "epochs", "value": 12}
                {"name": "note", "value": "ünïcode, and\\nlines"}
                {"name": "converged", "value": true}
                {"name": "loss", "value": [1, 0.5, "x", false]}
                {"name": "matrix", "value": [[1, 2], [3, 4]]}
                {"name": "amlrealworld.bigdata.etl", "value": 1}
                """);
        assertThat(metrics.remarks()).isEmpty();
        assertThat(Json.write(metrics.values()))
                .isEqualTo("{\"Accuracy\":0.97,\"epochs\":12,\"note\":\"ünïcode, and\\nlines\",\"converged\":true,"
                        + "\"loss\":[1,0.5,\"x\",false],\"matrix\":[[1,2],[3,4]],\"amlrealworld.bigdata.etl\":1}");
    }

    @Test
    void aNameLoggedAgainKeepsItsSeriesInOrder() throws IOException {
        Metrics metrics = read("""
                {"name": "Info", "value": "a"}
                {"name": "loss", "value": [1, 2]}
                {"name": "Info", "value": "b"}
                {"name": "Info", "value": 3}
                {"name": "loss", "value": [3, 4]}
                """);
        assertThat(Json.write(metrics.values())).isEqualTo("{\"Info\":[\"a\",\"b\",3],\"loss\":[[1,2],[3,4]]}");
    }

    @Test
    void whatIsNoNumberBecomesText() throws IOException {
        Metrics metrics = read("""
                {"name": "a", "value": NaN}
                {"name": "b", "value": [Infinity, -Infinity, 1.5]}
                {"name": "c", "value": 123456789012345678901234567890}
                {"name": "d", "value": 1e400}
                """);
        assertThat(Json.write(metrics.values()))
                .isEqualTo("{\"a\":\"NaN\",\"b\":[\"Infinity\",\"-Infinity\",1.5],"
                        + "\"c\":123456789012345678901234567890,\"d\":1E+400}");
    }

    @Test
    void badLinesAreLeftOutCountedAndTold() throws IOException {
        Metrics metrics = read("""
                {"name": "good", "value": 1}

                {"name": "half", "val
                {"name": "object", "value": {"a": 1}}
                {"name": "nothing", "value": null}
                {"name": "", "value": 1}
                {"value": 1}
                {"name": 7, "value": 1}
                [1]
                {"name": "two", "value": 1} {"name": "values", "value": 1}
                {"name": "also good", "value": 2}\r
                {"name": "cut o""");
        assertThat(metrics.values()).isEqualTo(Map.of("good", 1L, "also good", 2L));
        assertThat(metrics.remarks())
                .containsExactly("9 lines of the metrics file could not be read and were left out.");
    }

    @Test
    void aLineWithoutAnEndCountsWhenItIsComplete() throws IOException {
        assertThat(read("{\"name\": \"a\", \"value\": 1}").values()).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void aHugeLineIsLeftOutAndTheNextOneRead() throws IOException {
        String huge = "{\"name\": \"huge\", \"value\": \"" + "x".repeat(3_000_000) + "\"}\n";
        Metrics metrics = read(huge + "{\"name\": \"after\", \"value\": 1}\n");
        assertThat(metrics.values()).isEqualTo(Map.of("after", 1L));
        assertThat(metrics.remarks()).containsExactly("1 line of the metrics file could not be read and was left out.");
    }

    @Test
    void listsInListsAreBounded() throws IOException {
        Metrics metrics = read("{\"name\": \"most\", \"value\": " + "[".repeat(50) + "]".repeat(50) + "}\n"
                + "{\"name\": \"more\", \"value\": " + "[".repeat(51) + "]".repeat(51) + "}\n");
        assertThat(metrics.values()).containsOnlyKeys("most");
        assertThat(metrics.remarks()).containsExactly("1 line of the metrics file could not be read and was left out.");
    }

    @Test
    void whateverIsKeptCanBeReadInTheRecord() throws IOException {
        String odd = "{\"name\": \"caf\\udce9\", \"value\": \"\\ud800 x \\udc00\"}\n";
        String deep = "{\"name\": \"deep\", \"value\": " + "[".repeat(50) + "1" + "]".repeat(50) + "}\n";
        String longest = "{\"name\": \"" + "n".repeat(1_000_000) + "\", \"value\": 1}\n";
        Metrics metrics = read(odd + deep + deep + longest);
        assertThat(metrics.values()).hasSize(3).containsEntry("caf\ufffd", "\ud800 x \udc00");
        RunHistory history = Runs.history(folder.resolve("store"));
        OpenRun run = history.claim(Runs.start());
        run.complete(
                new RunOutcome(RunStatus.COMPLETED, null, 0, Runs.START, Runs.START, metrics, List.of(), List.of()));
        RunRecord record = history.find("1");
        assertThat(record.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(record.metrics()).isEqualTo(metrics.values());
    }

    @Test
    void linesThatAreNoJsonAtAllNeverBreakARun() throws IOException {
        assertThat(read("[".repeat(100_000)).values()).isEmpty();
        Metrics zeros = read("\0\0\0{\"name\": \"a\", \"value\": 1}\n{\"name\": \"b\", \"value\": 2}\n");
        assertThat(zeros.values()).isEqualTo(Map.of("b", 2L));
    }

    @Test
    void theNumberOfValuesIsBounded() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 250_010; i++) {
            lines.append("{\"name\":\"s\",\"value\":1}\n");
        }
        Metrics metrics = read(lines.toString());
        assertThat((List<?>) metrics.values().get("s")).hasSize(250_000);
        assertThat(metrics.remarks())
                .containsExactly("10 metric values beyond the first 250000, or beyond 16 MiB, were left out.");
    }

    @Test
    void theSizeOfTheValuesIsBounded() throws IOException {
        String line = "{\"name\":\"s\",\"value\":\"" + "x".repeat(1_000_000) + "\"}\n";
        Metrics metrics = read(line.repeat(20));
        assertThat((List<?>) metrics.values().get("s")).hasSize(16);
        assertThat(metrics.remarks())
                .containsExactly("4 metric values beyond the first 250000, or beyond 16 MiB, were left out.");
    }

    @Test
    void noFileIsNoMetricsAndALinkIsNotFollowed() throws IOException {
        assertThat(Metrics.read(folder.resolve("none"))).isEqualTo(Metrics.NONE);
        Path real = Files.writeString(folder.resolve("real"), "{\"name\":\"s\",\"value\":1}\n");
        Metrics metrics = Metrics.read(Files.createSymbolicLink(folder.resolve("link"), real));
        assertThat(metrics.values()).isEmpty();
        assertThat(metrics.remarks())
                .containsExactly("The metrics file was not read, because it is not a regular file.");
    }

    private Metrics read(String lines) throws IOException {
        return Metrics.read(Files.writeString(folder.resolve("metrics.jsonl"), lines, StandardCharsets.UTF_8));
    }
}

package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.RunId;
import io.github.amlmaven.history.ComparedValue;
import io.github.amlmaven.history.RunComparison;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A comparison is a table with a column for each run. */
class ComparisonTableTest {
    private final RunComparison comparison = new RunComparison(
            List.of(run(12, "2017-09-08T12:31:21.116000+00:00", List.of()), run(13, null, List.of("best"))),
            List.of(
                    new RunComparison.Section("result", List.of(value("status", false, "Completed", "Failed"))),
                    new RunComparison.Section(
                            "metrics",
                            List.of(
                                    value("Accuracy", false, 0.95, 0.96),
                                    value("Loss", false, List.of(2L, 1L), List.of(2L, 1L, 1e-20)),
                                    value("same", true, 1L, 1L))),
                    new RunComparison.Section(
                            "artifacts",
                            List.of(value(
                                    "outputs/a\nb", false, Map.of("size", 3L, "sha256", "0123456789abcdef"), null))),
                    new RunComparison.Section(
                            "code", List.of(value("x", false, "y".repeat(61), "\uD83D\uDE00".repeat(60))))));

    @Test
    void onlyDifferencesWithTheDistanceToTheFirstRun() {
        ComparisonTable table = new ComparisonTable(comparison, false);
        assertThat(table.headers()).containsExactly("", "", "Run 12", "Run 13");
        assertThat(table.rows())
                .containsExactly(
                        List.of("run", "status", "Completed", "Completed"),
                        List.of("", "started", "2017-09-08 12:31:21", ""),
                        List.of("", "duration", "0:00:01.000000", "0:00:01.000000"),
                        List.of("", "labels", "", "best"),
                        List.of("metrics", "Accuracy", "0.95", "0.96 (+0.01)"),
                        List.of("", "Loss", "2 values, last 1", "3 values, last 1.0E-20 (-1.0)"),
                        List.of("artifacts", "outputs/a b", "01234567, 3 bytes", ""),
                        List.of("code", "x", "y".repeat(57) + "...", "\uD83D\uDE00".repeat(60)));
    }

    @Test
    void allOfItWhenAskedFor() {
        assertThat(new ComparisonTable(comparison, true).rows()).contains(List.of("", "same", "1", "1"));
    }

    private static RunComparison.Compared run(int number, String start, List<String> labels) {
        return new RunComparison.Compared(
                number, new RunId("iris_15048322811" + number), "Completed", start, "0:00:01.000000", labels);
    }

    private static ComparedValue value(String name, boolean same, Object one, Object other) {
        return new ComparedValue(name, Arrays.asList(one, other), same);
    }
}

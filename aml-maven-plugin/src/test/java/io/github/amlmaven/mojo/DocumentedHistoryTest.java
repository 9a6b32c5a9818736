package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.Metrics;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunOutcome;
import io.github.amlmaven.history.RunQuery;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStart;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.store.Stores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table and the four queries of the Workbench's documentation, on a history with runs in it. */
class DocumentedHistoryTest {
    private static final Instant START = Instant.parse("2017-09-08T12:31:21.116Z");

    @TempDir
    Path temp;

    private RunHistory history;

    @BeforeEach
    void makeRuns() throws IOException {
        history = new RunHistory(Stores.open("history", temp), new ProjectId("local", "default", "iris"));
        make(9_100, 0, Map.of("Accuracy", 0.97, "Regularization Rate", 0.1));
        make(3_500, 0, Map.of("Accuracy", 0.96));
        make(1_000, 1, Map.of());
        make(7_200, 0, Map.of("Accuracy", 0.7, "alpha", 1L));
    }

    @Test
    void theTableHasMetricsFirstThenTheDocumentedColumnsNewestFirst() throws IOException {
        List<String> lines = printed(RunTable.of(list()));

        assertThat(lines.get(0).split(" {2,}"))
                .containsExactly(
                        "Accuracy",
                        "Alpha",
                        "Regularization Rate",
                        "Duration",
                        "Run_id",
                        "Run_number", // ours, between those that were there
                        "Script_name",
                        "Start_time_utc",
                        "Status");
        assertThat(lines.get(1)).matches("(-+ +)*-+");
        for (int i = 0; i < lines.get(0).length(); i++) {
            boolean columnBegins = i == 0 || lines.get(1).startsWith(" -", i - 1);
            assertThat(columnBegins && lines.get(0).charAt(i) == ' ')
                    .as("column %d", i)
                    .isFalse();
        }
        assertThat(lines).hasSize(6);
        assertThat(lines.get(2)).startsWith("0.7 ").endsWith(" Completed").contains("0:00:07.200000", "iris.py");
        assertThat(lines.get(3)).endsWith(" Failed").contains("0:00:01");
        assertThat(lines.get(5)).startsWith("0.97 ").contains(" 0.1 ").contains("2017-09-08T12:31:21.116000+00:00");
        assertThat(String.join("\n", lines)).doesNotContain("my-target").doesNotContain("--rate");
    }

    @Test
    void completedRunsOnly() throws IOException {
        assertThat(numbers("[?status=='Completed']")).containsExactly(4L, 2L, 1L);
    }

    @Test
    void theBestValue() throws IOException {
        assertThat(query("@[?Accuracy != null] | max_by(@, &Accuracy).Accuracy"))
                .isEqualTo(0.97);
    }

    @Test
    void nearTheBestAndTheFastestFirst() throws IOException {
        assertThat(numbers("@[?Accuracy >= sum(`[0.97, -0.03]`)] | sort_by(@, &duration)"))
                .containsExactly(2L, 1L);
    }

    @Test
    void withAnUpperBound() throws IOException {
        assertThat(numbers("@[?Accuracy >= sum(`[0.97, -0.3]`) && Accuracy <= `0.96`] | sort_by(@, &duration)"))
                .containsExactly(2L, 4L);
    }

    private void make(long millis, int exitCode, Map<String, Object> metrics) throws IOException {
        OpenRun run = history.claim(
                new RunStart("iris.py", List.of("--rate", "0.1"), "local", "my-target", Map.of()),
                new Journal(temp.resolve("journal")).begin(history, 0, true));
        run.complete(new RunOutcome(
                exitCode == 0 ? RunStatus.COMPLETED : RunStatus.FAILED,
                exitCode == 0 ? null : Reason.exitCode(exitCode),
                exitCode,
                START,
                START.plusMillis(millis),
                new Metrics(metrics, List.of()),
                List.of(),
                List.of()));
    }

    private List<RunRecord> list() throws IOException {
        return history.list(RunFilter.ALL).runs();
    }

    private Object query(String query) throws IOException {
        List<Map<String, Object>> fields = new ArrayList<>();
        for (RunRecord run : list()) {
            fields.add(run.fields());
        }
        return RunQuery.evaluate(query, fields);
    }

    private List<Object> numbers(String query) throws IOException {
        List<Object> numbers = new ArrayList<>();
        for (Object run : (List<?>) query(query)) {
            numbers.add(((Map<?, ?>) run).get("run_number"));
        }
        return numbers;
    }

    private static List<String> printed(RunTable table) {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            table.print(OutputFormat.TABLE);
        } finally {
            System.setOut(console);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}

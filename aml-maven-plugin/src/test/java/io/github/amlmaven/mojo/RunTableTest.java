package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.Metrics;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunOutcome;
import io.github.amlmaven.history.RunStart;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTableTest {
    @TempDir
    Path temp;

    private RunTable table;

    @BeforeEach
    void makeRun() throws IOException {
        RunHistory history = new RunHistory(Stores.open("history", temp), new ProjectId("local", "default", "iris"));
        OpenRun run = history.claim(
                new RunStart("train.py", List.of(), "local", "local", Map.of()),
                new Journal(temp.resolve("journal")).begin(history, 0, true));
        Instant start = Instant.parse("2026-11-22T09:45:35.642929Z");
        Metrics metrics = new Metrics(Map.of("Accuracy", 0.95, "Loss", List.of(2L, 1L), "Rate", 0.01), List.of());
        run.complete(new RunOutcome(
                RunStatus.COMPLETED, null, 0, start, start.plusMillis(1234), metrics, List.of(), List.of()));
        table = RunTable.of(List.of(history.find("1")));
    }

    @Test
    void shortensTimesAndGivesUpTheIdFirst() {
        assertThat(table.forTerminal(90))
                .containsExactly(
                        "Accuracy  Rate  Duration   Run_number  Script_name  Start_time_utc       Status",
                        "--------  ----  ---------  ----------  -----------  -------------------  ---------",
                        "0.95      0.01  0:00:01.2  1           train.py     2026-11-22 09:45:35  Completed");
    }

    @Test
    void keepsMetricsLongerThanScriptAndStart() {
        assertThat(table.forTerminal(60).get(0)).isEqualTo("Accuracy  Rate  Duration   Run_number  Status");
        assertThat(table.forTerminal(40))
                .startsWith("Rate  Duration   Run_number  Status")
                .endsWith("(not shown, the terminal is too narrow: Accuracy)");
    }
}

package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.ResultDifference;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStart;
import io.github.amlmaven.history.Verdict;
import io.github.amlmaven.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A verdict is said so that the user knows what to do. */
class VerdictConsoleTest {
    @TempDir
    Path folder;

    private RunRecord original;
    private RunRecord repeated;

    @BeforeEach
    void makeRuns() throws IOException {
        RunHistory history = new RunHistory(Stores.open("history", folder), new ProjectId("local", "default", "iris"));
        original = run(history);
        repeated = run(history);
    }

    @Test
    void theSameResultsAreCounted() {
        Verdict verdict = new Verdict(original, repeated, List.of(), List.of(), List.of("outputs/a.png"), 1, 2);
        assertThat(console(verdict).lines())
                .containsExactly(
                        "Verdict: run 2 has the same results as run 1: exit code, 1 metric, 2 artifacts",
                        "Not compared: outputs/a.png");
    }

    @Test
    void whatDiffersIsListedWithItsDetailsAndTheCause() {
        VerdictConsole console = console(verdict(
                List.of("target is \"docker\" instead of \"local\""),
                new ResultDifference("outputs/\033a", "2 values differ", List.of("$.a: 1", "$.b: 2"), 0.5)));
        assertThat(console.lines())
                .containsExactly(
                        "Verdict: run 2 does not have the results of run 1",
                        "  outputs/ a: 2 values differ",
                        "      $.a: 1",
                        "      $.b: 2",
                        "Differs besides the results:",
                        "  target is \"docker\" instead of \"local\"");
        assertThat(console.failure())
                .isEqualTo("run 2 does not have the results of run 1:\n    outputs/ a: 2 values differ\n"
                        + "-> probable cause: target is \"docker\" instead of \"local\";"
                        + " mvn aml:compare -Daml.runs=1,2 shows all of it");
    }

    @Test
    void numbersThatDifferInTheirLastDigitsPassWithATolerance() {
        assertThat(console(verdict(
                                List.of("target is \"docker\" instead of \"local\""),
                                new ResultDifference("metric a", "x", List.of(), 2e-10),
                                new ResultDifference("metric b", "x", List.of(), 3e-9)))
                        .failure())
                .endsWith("-> numbers alone differ, by 3.0e-09 of their value at most;"
                        + " let that pass with -Daml.tolerance=1e-8");
    }

    @Test
    void aScriptThatIsNotTheSameTwiceIsTheCauseWhenNothingElseDiffers() {
        ResultDifference[] many = IntStream.range(0, 12)
                .mapToObj(i -> new ResultDifference("metric " + i, "x", List.of(), 1))
                .toArray(ResultDifference[]::new);
        assertThat(console(verdict(List.of(), many)).failure())
                .contains("\n    metric 9: x\n    ... and 2 more\n-> nothing that is recorded of code and environment");
    }

    private Verdict verdict(List<String> causes, ResultDifference... differences) {
        return new Verdict(original, repeated, List.of(differences), causes, List.of(), 1, 2);
    }

    private static VerdictConsole console(Verdict verdict) {
        return new VerdictConsole(verdict, new GoalCommand("aml:", ""));
    }

    private RunRecord run(RunHistory history) throws IOException {
        OpenRun run = history.claim(
                new RunStart("train.py", List.of(), "local", "local", Map.of()),
                new Journal(folder.resolve("journal")).begin(history, history.newest(), true));
        return history.find(run.id().value());
    }
}

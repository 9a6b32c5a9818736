package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.Mark;
import io.github.amlmaven.history.Metrics;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunOutcome;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStart;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.store.FolderStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules about runs: how they are read, and what comes of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunRulesTest {
    @TempDir
    static Path folder;

    private RunHistory history;
    private Journal journal;
    private RunRecord run;

    @BeforeAll
    void makeRuns() throws IOException {
        history = new RunHistory(new FolderStore(folder.resolve("store")), new ProjectId("local", "default", "iris"));
        journal = new Journal(folder.resolve("journal"));
        add("train.py", RunStatus.COMPLETED, Map.of("Accuracy", 0.96, "Loss", 0.3, "NoNumber", "NaN"), Map.of());
        add("train.py", RunStatus.COMPLETED, Map.of("Accuracy", 0.94, "Loss", 0.2), Map.of());
        add("train.py", RunStatus.FAILED, Map.of("Accuracy", 0.99, "Loss", 0.01), Map.of());
        add("other.py", RunStatus.COMPLETED, Map.of("Accuracy", 1.0, "Loss", 0.0), Map.of());
        add("train.py", RunStatus.COMPLETED, Map.of("Accuracy", 1L, "Loss", 0.0), Map.of("sweep", Map.of("runs", 3L)));
        run = add(
                "train.py",
                RunStatus.COMPLETED,
                Map.of(
                        "Accuracy",
                        0.95,
                        "Loss",
                        0.21,
                        "Regularization Rate",
                        0.1,
                        "val.loss",
                        List.of(0.9, 0.5, 0.7),
                        "Broken",
                        List.of(1L, "NaN"),
                        "Model",
                        "tree",
                        "Converged",
                        true,
                        "New",
                        7L,
                        "NoNumber",
                        1L),
                Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accuracy >= 0.95",
                "0.95 <= Accuracy",
                "Accuracy = 0.95",
                "Accuracy at least 95%",
                "Accuracy != 0.9",
                "Accuracy above 0.9",
                "Loss at most 0.21",
                "Loss below 2.2e-1",
                "Loss <= last + 0.01",
                "last + 0.01 >= Loss",
                "Loss <= last + 5%",
                "Accuracy >= best - 0.01",
                "Accuracy >= best * 99% - .001",
                "Accuracy >= label:good",
                "Accuracy >= label:'good'",
                "-Loss < 0",
                "(Loss + 0.1) * 2 < 0.63",
                "Loss / Accuracy < 0.222",
                "abs(Loss - last) < 0.02",
                "'Regularization Rate' == 0.1",
                "min(val.loss) == 0.5",
                "max('val.loss') == 0.9",
                "last(val.loss) == 0.7",
                "first(val.loss) == 0.9",
                "mean(val.loss) == 0.7",
                "sum(val.loss) == 2.1",
                "len(val.loss) == 3",
                "len(Loss) == 1",
                "last(Broken) == \"NaN\"",
                "Model == \"tree\"",
                "Converged == true",
                "Model != \"forest\"",
                "status == completed",
                "exit_code == 0",
                "duration < 2m",
                "duration == 90 s",
                "duration <= 90000ms",
                "duration >= 0.025h",
                "size(outputs/model.json) == 2 KB",
                "size(model.json) < 1MB",
                "size(outputs/*) == 3kb",
                "size('outputs/a plot.png') == 1024 B",
                "outputs/model.json exists",
                "./outputs/*.png exists",
                "'outputs/a plot.png' exists",
                "model.json exists",
                "Accuracy exists",
                "outputs/errors.txt missing",
                "Bias missing"
            })
    void isKept(String rule) throws IOException {
        assertThat(only(rule).verdict()).as(only(rule).words()).isEqualTo(RuleOutcome.Verdict.PASSED);
    }

    @Test
    void isBrokenAndSaysByWhat() throws IOException {
        assertThat(broken("Accuracy > 0.95")).isEqualTo("0.95 is not > 0.95");
        assertThat(broken("Loss <= last")).isEqualTo("0.21 is not <= 0.2 (compared with run 2: 0.2)");
        assertThat(broken("Accuracy >= best")).isEqualTo("0.95 is not >= 0.96 (compared with run 1: 0.96)");
        assertThat(broken("Loss < best * 1.05")).isEqualTo("0.21 is not < 0.21 (compared with run 2: 0.2)");
        assertThat(broken("Accuracy >= 0.95000000000001")).isEqualTo("0.95 is not >= 0.95000000000001");
        assertThat(broken("duration < 60s")).isEqualTo("90 s is not < 60 s");
        assertThat(broken("size(outputs/model.json) < 1KB")).isEqualTo("2048 bytes is not < 1024 bytes");
        assertThat(broken("status == Failed")).isEqualTo("Completed is not == Failed");
        assertThat(broken("Accuracy missing")).isEqualTo("Accuracy is there");
        assertThat(broken("outputs/modl.json exists"))
                .startsWith("no artifact of run 6 matches 'outputs/modl.json'; it has outputs/a plot.png")
                .endsWith("(did you mean outputs/model.json?)");
    }

    @Test
    void isBrokenByAValueThatIsNotThere() throws IOException {
        assertThat(broken("Acuracy >= 0.9"))
                .startsWith("run 6 has no metric 'Acuracy'; it has Accuracy, Broken, ")
                .endsWith("(did you mean Accuracy?)");
        assertThat(broken("val.loss < 1"))
                .isEqualTo(
                        "'val.loss' of run 6 has 3 values; say which: last('val.loss'), min(...), max(...), mean(...)");
        assertThat(broken("max(Broken) < 2")).isEqualTo("value 2 of 'Broken' of run 6 is NaN, which is no number");
        assertThat(broken("Model > 1")).isEqualTo("'tree' is no number, and has no order");
        assertThat(broken("Model >= best")).isEqualTo("'tree' is no number, and has no order");
        assertThat(broken("Model + 1 > 1")).isEqualTo("'tree' of run 6 is no number");
        assertThat(broken("Loss / (Loss - 0.21) > 1")).isEqualTo("the rule divides by 0");
        assertThat(broken("Accuracy >= label:gone")).contains("has the label 'gone'", "aml:label");
        assertThat(broken("New >= label:good")).startsWith("run 2 has no metric 'New'");
    }

    @Test
    void whatNoEarlierRunHasIsNotComparedWith() throws IOException {
        assertThat(only("New >= last").verdict()).isEqualTo(RuleOutcome.Verdict.NO_BASELINE);
        assertThat(only("NoNumber >= best").words()).isEqualTo("no earlier completed run of train.py to compare with");
    }

    @Test
    void aDeletedRunIsNotComparedWith() throws IOException {
        history.mark(history.find("2"), Mark.Kind.DELETE, "", Map.of());
        assertThat(only("Accuracy >= last").words()).endsWith("(compared with run 1: 0.96)");
        history.mark(history.find("2"), Mark.Kind.UNDELETE, "", Map.of());
    }

    @Test
    void aRunThatFailedIsNoGoodUnlessARuleSaysSo() throws IOException {
        RunRecord failed = history.find("3");
        assertThat(RunRules.read(List.of("Accuracy > 0.5")).check(history, failed))
                .extracting(RuleOutcome::verdict)
                .containsExactly(RuleOutcome.Verdict.FAILED, RuleOutcome.Verdict.PASSED);
        assertThat(RunRules.read(List.of("Accuracy > 0.5", "status != Canceled"))
                        .check(history, failed))
                .extracting(RuleOutcome::verdict)
                .containsExactly(RuleOutcome.Verdict.PASSED, RuleOutcome.Verdict.PASSED);
    }

    @Test
    void rulesAreSeparatedOutsideOfQuotes() throws IOException {
        assertThat(RunRules.read(List.of(" 'a;b' > 1; Loss < 1;\n\n Model == \"x;y\" ", "status == Completed"))
                        .check(history, run))
                .extracting(RuleOutcome::rule)
                .containsExactly("'a;b' > 1", "Loss < 1", "Model == \"x;y\"", "status == Completed");
    }

    @Test
    void allMistakesAreToldAtOnceWithTheirPlace() {
        String[][] mistakes = {
            {"Accuracy >= ", "the end where a number", "position 12"},
            {"Accuracy >== 1", "'==' where", "position 12"},
            {"Accuracy", "the end where a comparison is expected", "position 9"},
            {"Accuracy ~ 1", "'~' has no meaning", "position 10"},
            {"Accuracy > 0.9 Loss", "'Loss' is left over", "position 16"},
            {"(Loss > 1", "'>' where ')'", "position 7"},
            {"minn(Loss) > 1", "there is no function minn (did you mean min?)", "position 1"},
            {"min(1) > 1", "'1' where the name of a metric", "position 5"},
            {"'Loss > 1", "the quote ' is not closed", "position 1"},
            {"'' > 1", "nothing between the quotes", "position 1"},
            {"Loss < 5parsec", "'parsec' is no unit", "position 9"},
            {"Loss < 1e999999999", "too large or too small", "position 8"},
            {"last > best", "says nothing of the run", "position 6"},
            {"Loss - last > Accuracy - last", "not clear of which value", "position 13"},
            {"Loss + Accuracy - last > 1", "not clear of which value", "position 24"},
            {"Loss - best < 1", "best needs a direction", "position 13"},
            {"Loss" + " ".repeat(1000) + "> 1", "longer than 1000", "position 1001"},
            {"1 < 2", "says nothing of the run", "position 3"},
            {"Loss == best", "best needs a direction", "position 6"},
            {"Loss < last + best", "one earlier run", "position 6"},
            {"status > Completed", "words have no order", "position 8"},
            {"status == Complete", "not with 'Complete'", "position 11"},
            {"Model + \"x\" == 1", "calculated with words", "position 13"},
            {"outputs/model.json > 1", "write size(outputs/model.json)", "position 1"},
            {"outputs/[ exists", "is no pattern", "position 1"},
            {"label: > Loss", "name of a label is missing", "position 7"},
            {"(".repeat(60) + "Loss", "nested too deeply", "position 51"},
        };
        assertThatThrownBy(() -> RunRules.read(
                        Arrays.stream(mistakes).map(mistake -> mistake[0]).toList()))
                .isInstanceOfSatisfying(AmlException.class, e -> {
                    String[] lines = e.problem().split("\n");
                    assertThat(lines).hasSize(mistakes.length + 1);
                    for (int i = 0; i < mistakes.length; i++) {
                        assertThat(lines[i + 1])
                                .contains(mistakes[i][0]
                                        .strip()
                                        .substring(
                                                0,
                                                Math.min(
                                                        20,
                                                        mistakes[i][0].strip().length())))
                                .contains(mistakes[i][1])
                                .endsWith(mistakes[i][2]);
                    }
                });
        assertThatThrownBy(() -> RunRules.read(List.of(" ;\n"))).hasMessageContaining("there is no rule");
    }

    private String broken(String rule) throws IOException {
        RuleOutcome outcome = only(rule);
        assertThat(outcome.verdict()).as(outcome.words()).isEqualTo(RuleOutcome.Verdict.FAILED);
        return outcome.words();
    }

    private RuleOutcome only(String rule) throws IOException {
        List<RuleOutcome> outcomes = RunRules.read(List.of(rule)).check(history, run);
        return outcomes.get(outcomes.size() - 1);
    }

    private RunRecord add(String script, RunStatus status, Map<String, Object> metrics, Map<String, Object> facts)
            throws IOException {
        RunStart start = new RunStart(script, List.of(), "local", "local", facts);
        OpenRun open = history.claim(start, journal.begin(history, history.newest(), true));
        file(open, "outputs/model.json", 2048);
        file(open, "outputs/a plot.png", 1024);
        Instant begin = Instant.parse("2026-01-01T00:00:00Z");
        RunRecord record = open.complete(new RunOutcome(
                status,
                status == RunStatus.FAILED ? Reason.exitCode(1) : null,
                status == RunStatus.FAILED ? 1 : 0,
                begin,
                begin.plusSeconds(90),
                new Metrics(metrics, List.of()),
                List.of(),
                List.of()));
        if (record.number() == 2) {
            history.mark(record, Mark.Kind.LABEL, "good", Map.of());
        }
        return record;
    }

    private void file(OpenRun open, String path, int bytes) throws IOException {
        open.add(new ArtifactPath(path), Files.write(Files.createTempFile(folder, "output", null), new byte[bytes]));
    }
}

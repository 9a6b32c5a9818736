package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which runs users mean, what labels can be called, and what may be deleted. */
class RunDeletionTest {
    @TempDir
    Path folder;

    private RunHistory history;

    /** 1, 2, 4, 5 completed, 3 failed, 6 is under way. */
    @BeforeEach
    void makeRuns() throws IOException {
        history = Runs.history(folder);
        for (int i = 1; i <= 5; i++) {
            history.claim(Runs.start()).complete(i == 3 ? Runs.failed(1) : Runs.completed());
        }
        history.claim(Runs.start());
    }

    @Test
    void runsAreNamedByNumbersRangesIdsAndLabels() throws IOException {
        history.mark(history.find("2"), Mark.Kind.LABEL, "best", Map.of());
        assertThat(numbers("4,1..2, last ,1")).containsExactly(4, 1, 2, 6);
        assertThat(numbers("5..900")).containsExactly(5, 6);
        assertThat(numbers("label:best," + history.find("3").id())).containsExactly(2, 3);
        assertThat(RunSelection.of(RunSelection.parse("6,1..3,5").in(history))).isEqualTo("1..3,5,6");
    }

    @Test
    void whatNamesNoRunIsRefused() {
        for (String text : List.of("", "1,,2", "5..3")) {
            assertThatThrownBy(() -> RunSelection.parse(text))
                    .isInstanceOf(AmlException.class)
                    .hasMessageContaining("'" + text + "'");
        }
        assertThatThrownBy(() -> numbers("7..9")).hasMessageContaining("from 7 to 9");
        assertThatThrownBy(() -> numbers("1,7")).hasMessageContaining("there is no run 7");
    }

    @Test
    void labelsCanBeTypedAnywhereAndHaveOneForm() {
        assertThat(Labels.parse(" best , paper-v2,be\u0301b\u00e9,best"))
                .containsExactly("best", "paper-v2", "b\u00e9b\u00e9");
        assertThatThrownBy(() -> Labels.parse("good,a b,-x,," + "y".repeat(65)))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("'a b', '-x', '', 'yyy");
    }

    @Test
    void aRunUnderWayIsNeverDeleted() {
        assertThatThrownBy(() -> check("5..6", null, null, false))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("run 6 has not ended")
                .hasMessageContaining("mvn aml:cancel -Daml.run=6");
    }

    @Test
    void aRunWithAssetsIsDeletedByForceOnly() throws IOException {
        OpenRun open = history.claim(Runs.start());
        Runs.add(open, folder, "outputs/model", "model");
        RunRecord run = open.complete(Runs.completed());
        history.assets().promote(run, "model", "model", false);
        assertThatThrownBy(() -> check("1,7", null, null, false))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("the asset 'model', version 1, is of run 7")
                .hasMessageContaining("-Daml.force");
        RunDeletion.Choice choice = new RunDeletion.Choice(RunSelection.parse("7"), null, null);
        assertThat(new RunDeletion(history, true).check(choice, false)).hasSize(1);
    }

    @Test
    void aQueryYieldsRunsNumbersOrIds() throws IOException {
        assertThat(check(null, "[?status=='Failed']", null, false)).containsExactly(3);
        assertThat(check(null, "[?status=='Failed'].run_number", null, false)).containsExactly(3);
        assertThat(check(null, "[?status=='Failed'].run_id", null, false)).containsExactly(3);
        assertThat(check(null, "min_by([?status!='Preparing'], &run_number)", null, false))
                .containsExactly(1);
        assertThat(check("1..5", null, RunStatus.FAILED, false)).containsExactly(3);
        assertThat(check(null, "[?status=='none']", null, false)).isEmpty();
        for (String query : List.of("[].arguments", "length(@)", "[].length(run_id)")) {
            assertThatThrownBy(() -> check(null, query, null, false)).hasMessageContaining("which is no run");
        }
    }

    @Test
    void onlyDeletedRunsAreBroughtBack() throws IOException {
        history.mark(history.find("2"), Mark.Kind.DELETE, "", Map.of());
        history.mark(history.find("3"), Mark.Kind.DELETE, "", Map.of());
        assertThat(check("1..5", null, null, false)).containsExactly(1, 4, 5);
        assertThat(check("1..5", null, null, true)).containsExactly(2, 3);
        assertThat(check(null, null, RunStatus.FAILED, true)).containsExactly(3);
        assertThat(check(null, null, RunStatus.FAILED, false)).isEmpty();
    }

    private List<Integer> numbers(String text) throws IOException {
        return RunSelection.parse(text).in(history).stream()
                .map(RunRecord::number)
                .toList();
    }

    private List<Integer> check(
            @Nullable String named, @Nullable String query, @Nullable RunStatus status, boolean undo)
            throws IOException {
        RunDeletion.Choice choice =
                new RunDeletion.Choice(named == null ? null : RunSelection.parse(named), query, status);
        return new RunDeletion(history, false)
                .check(choice, undo).stream().map(RunRecord::number).toList();
    }
}

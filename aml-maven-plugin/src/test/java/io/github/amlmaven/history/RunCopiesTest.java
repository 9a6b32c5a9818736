package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.UnreliableStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCopiesTest {
    @TempDir
    Path temp;

    private RunHistory local;
    private UnreliableStore elsewhere;
    private RunHistory remote;

    @BeforeEach
    void makeRuns() throws IOException {
        local = Runs.history(temp.resolve("local"));
        elsewhere = new UnreliableStore(temp.resolve("elsewhere"), 4);
        remote = new RunHistory(elsewhere, Runs.PROJECT);
        make(remote, "theirs");
        for (int i = 0; i < 3; i++) {
            make(local, "ours " + i);
        }
        elsewhere.setAway(false);
    }

    @Test
    void runsGoThereAndBackAsTheyWere() throws IOException {
        copyAll(local, remote);
        assertThat(remote.newest()).isEqualTo(4);
        RunHistory back = Runs.history(temp.resolve("back"));
        copyAll(remote, back);

        for (RunRecord run : local.list(RunFilter.ALL).runs()) {
            assertThat(withoutNumber(back.find(run.id().value()))).isEqualTo(withoutNumber(run));
        }
        assertThat(back.list(RunFilter.ALL).runs()).hasSize(4);
        RunRecord last = back.find("last");
        back.download(last, last.artifacts(), temp.resolve("downloads"), false);
        assertThat(temp.resolve("downloads/outputs/model")).hasContent("ours 2");
        assertThat(findings(remote)).isEmpty();
        assertThat(findings(back)).isEmpty();
    }

    @Test
    void nothingIsCopiedTwice() throws IOException {
        copyAll(local, remote);
        int copies = elsewhere.copies();

        List<SentRun> again = copyAll(local, remote);

        assertThat(elsewhere.copies()).isEqualTo(copies);
        assertThat(again).extracting(SentRun::files).containsOnly(0);
        assertThat(again).extracting(run -> run.record().number()).containsExactly(2, 3, 4);
        assertThat(remote.newest()).isEqualTo(4);
    }

    @Test
    void whatIsGoneElsewhereIsNotBroughtHere() throws IOException {
        RunRecord theirs = remote.find("1");
        Files.delete(
                Runs.project(temp.resolve("elsewhere")).resolve("ExperimentRun/" + theirs.id() + "/outputs/model"));

        assertThatThrownBy(() -> copies(remote, local).copy(theirs))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("outputs/model")
                .hasMessageContaining("it is gone");
        assertThat(local.find("last").status().isFinal()).isFalse();
    }

    @Test
    void aRunThatGoesOnIsRefused() throws IOException {
        local.claim(Runs.start());

        assertThatThrownBy(() -> copies(local, remote).copy(local.find("last")))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("has not ended");
        assertThat(remote.newest()).isEqualTo(1);
    }

    @Test
    void theSameHistoryIsNotCopiedToItself() {
        assertThatThrownBy(() -> copies(local, Runs.history(temp.resolve("local"))))
                .isInstanceOf(AmlException.class);
    }

    @Test
    void aListOfWhatIsKnownNeedsAHandfulOfCalls() throws IOException {
        for (int i = 0; i < 60; i++) {
            make(remote, "more");
        }
        RunHistory fresh = new RunHistory(elsewhere, Runs.PROJECT);
        new RunIndex(elsewhere.derived(Runs.PROJECT.path())).delete();
        elsewhere.setAway(false);
        assertThat(fresh.newest()).isEqualTo(61);
        // In a few rounds, as many at once as the store likes.
        assertThat(elsewhere.calls()).isLessThanOrEqualTo(5 * elsewhere.parallelism());
        assertThat(fresh.list(RunFilter.ALL).runs()).hasSize(61);

        elsewhere.setAway(false);
        assertThat(new RunHistory(elsewhere, Runs.PROJECT).list(RunFilter.ALL).runs())
                .hasSize(61);
        assertThat(elsewhere.calls()).isLessThan(8);
    }

    /** A version keeps its number where that is free; where it is not, the asset is the newest, and nothing is lost. */
    @Test
    void assetsGoWithTheirRuns() throws IOException {
        promote(local, 1, "model");
        promote(local, 2, "model");
        promote(local, 2, "other");
        promote(remote, 1, "model");
        assertThat(assetsOf(local, remote)).containsExactly("model 1 is 2", "model 2 is 3", "other 1 is 1");
        assertThat(assetsOf(local, remote))
                .containsExactly("model 1 is 2 there", "model 2 is 3 there", "other 1 is 1 there");
        assertThat(remote.assets().find("model", 1).run())
                .isEqualTo(remote.find("1").id());
        Asset moved = remote.assets().find("model", 2);
        assertThat(moved.run()).isEqualTo(local.find("1").id());
        assertThat(moved.number()).isEqualTo(2);
        remote.assets().download(moved, temp.resolve("asset"), false);
        assertThat(temp.resolve("asset/model")).hasContent("ours 0");

        assertThat(assetsOf(remote, local))
                .containsExactly("model 1 is 3", "model 2 is 1 there", "model 3 is 2 there", "other 1 is 1 there");
        assertThat(local.assets().list()).hasSize(4);
        RunHistory fresh = Runs.history(temp.resolve("fresh"));
        assertThat(assetsOf(remote, fresh))
                .containsExactly("model 1 is 1", "model 2 is 2", "model 3 is 3", "other 1 is 1");
    }

    private static void promote(RunHistory history, int run, String name) throws IOException {
        history.assets().promote(history.find(Integer.toString(run)), "outputs/model", name, false);
    }

    private List<String> assetsOf(RunHistory from, RunHistory to) throws IOException {
        RunCopies copies = copies(from, to);
        List<String> copied = new ArrayList<>();
        for (int number = 1; number <= from.newest(); number++) {
            for (CopiedAsset asset : copies.assetsOf(copies.copy(from.find(Integer.toString(number))))) {
                copied.add(asset.asset().name() + " " + asset.before() + " is "
                        + asset.asset().version() + (asset.alreadyThere() ? " there" : ""));
            }
        }
        copied.sort(null);
        return copied;
    }

    @Test
    void whatWasSaidOfARunGoesWithItOnce() throws IOException {
        RunRecord run = local.find("1");
        local.mark(run, Mark.Kind.LABEL, "best", Map.of());
        local.mark(run, Mark.Kind.NOTE, "a note", Map.of());
        copyAll(local, remote);
        RunRecord there = remote.find(run.id().value());
        assertThat(there.labels()).containsExactly("best");
        assertThat(there.note()).isEqualTo("a note");

        remote.mark(there, Mark.Kind.UNLABEL, "best", Map.of());
        local.mark(run, Mark.Kind.LABEL, "later", Map.of());
        copyAll(local, remote);
        copyAll(local, remote);
        assertThat(remote.find(run.id().value()).labels()).containsExactly("later");
        assertThat(elsewhere.list("local/default/iris/marks")).hasSize(4);
    }

    @Test
    void aDeletedRunIsOfNoUseUnlessItIsThere() throws IOException {
        RunRecord run = local.find("1");
        local.mark(run, Mark.Kind.DELETE, "", Map.of());
        RunRecord deleted = local.find("1");
        assertThat(copies(local, remote).concerns(deleted)).isFalse();
        assertThat(copies(local, remote).concerns(local.find("2"))).isTrue();
        copies(local, remote).copy(run);
        assertThat(copies(local, remote).concerns(deleted)).isTrue();
        assertThat(remote.find(run.id().value()).isDeleted()).isTrue();
    }

    @Test
    void aRunThatIsGoneThereForEverIsNotBroughtBack() throws IOException {
        RunRecord run = local.find("1");
        copies(local, remote).copy(run);
        remote.mark(run, Mark.Kind.DELETE, "", Map.of());
        remote.mark(run, Mark.Kind.PURGE, "", Map.of());
        assertThat(copies(local, remote).concerns(run)).isFalse();
        assertThatThrownBy(() -> copies(local, remote).copy(run))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("gone there for ever");
    }

    private List<SentRun> copyAll(RunHistory from, RunHistory to) throws IOException {
        RunCopies copies = copies(from, to);
        List<SentRun> sent = new ArrayList<>();
        for (int number = 1; number <= from.newest(); number++) {
            sent.add(copies.copy(from.find(Integer.toString(number))));
        }
        return sent;
    }

    private RunCopies copies(RunHistory from, RunHistory to) {
        return from.copiesTo(to, temp.resolve("outbox"), TransferListener.NONE);
    }

    private void make(RunHistory history, String content) throws IOException {
        OpenRun run = history.claim(Runs.start());
        run.started(Map.of());
        Runs.add(run, temp, "outputs/model", content);
        run.complete(Runs.completed());
    }

    private static List<Finding> findings(RunHistory history) throws IOException {
        List<Finding> findings = new ArrayList<>();
        history.verification().run(findings::add);
        return findings;
    }

    private static Map<String, Object> withoutNumber(RunRecord record) {
        Map<String, Object> fields = new TreeMap<>(record.fields());
        fields.remove("run_number");
        return fields;
    }

    /** The notes of claims go with them. */
    @Test
    void nothingIsLeftBehind() throws IOException {
        copyAll(local, remote);
        assertThat(new FolderStore(temp.resolve("outbox")).list("")).isEmpty();
    }
}

package io.github.amlmaven.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.history.ClaimedRun;
import io.github.amlmaven.history.DeletedRun;
import io.github.amlmaven.history.Finding;
import io.github.amlmaven.history.HistoryGarbage;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.Mark;
import io.github.amlmaven.history.Metrics;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.RunCopies;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunOutcome;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStart;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.history.SnapshotFile;
import io.github.amlmaven.history.SnapshotGarbage;
import io.github.amlmaven.history.TransferListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A history in a real container: what the outbox brings there, what others see of it, and copies of it. */
@Timeout(120)
class BlobHistoryTest {
    private static final ProjectId PROJECT = new ProjectId("local", "default", "iris");

    @TempDir
    Path temp;

    private Store store;
    private RunHistory history;
    private Outbox outbox;

    @BeforeEach
    void open() throws IOException {
        store = TestStores.withKey(TestStores.azurite(), temp);
        history = new RunHistory(store, PROJECT);
        outbox = new Outbox(store, temp.resolve("outbox"));
    }

    @Test
    void runsAreThereAsTheyWereRecorded() throws IOException {
        List<RunRecord> ended = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ended.add(end(outbox.claim(PROJECT, start(), journal(), i == 1)));
        }
        assertThat(history.list(RunFilter.ALL).runs()).hasSize(2).noneMatch(run -> run.status()
                .isFinal());

        outbox.sync(TransferListener.NONE, () -> false);

        assertThat(outbox.count()).isZero();
        assertThat(history.newest()).isEqualTo(3);
        for (RunRecord run : ended) {
            assertThat(withoutNumber(history.find(run.id().value()))).isEqualTo(withoutNumber(run));
        }
        List<Finding> findings = new ArrayList<>();
        history.verification().run(findings::add);
        assertThat(findings).isEmpty();
        RunRecord last = history.find("last");
        history.download(last, last.artifacts(), temp.resolve("downloads"), false);
        assertThat(temp.resolve("downloads/outputs/odd: n\u00e4me .")).hasContent("odd");
    }

    @Test
    void runsGoToAFolderAndBack() throws IOException {
        RunRecord run = end(outbox.claim(PROJECT, start(), journal(), false));
        outbox.sync(TransferListener.NONE, () -> false);
        RunHistory folder = new RunHistory(new FolderStore(temp.resolve("folder")), PROJECT);
        RunHistory other = new RunHistory(TestStores.withKey(TestStores.azurite(), temp.resolve("other")), PROJECT);

        copies(history, folder).copy(history.find("1"));
        copies(folder, other).copy(folder.find("1"));
        copies(history, other).copy(history.find("1"));

        assertThat(other.newest()).isEqualTo(1);
        assertThat(other.find("1").fields()).isEqualTo(run.fields());
        List<Finding> findings = new ArrayList<>();
        other.verification().run(findings::add);
        folder.verification().run(findings::add);
        assertThat(findings).isEmpty();
    }

    @Test
    void aServerThatIsGoneCostsNoRun() throws Exception {
        try (TestAzurite azurite = TestAzurite.start(Files.createDirectory(temp.resolve("azurite")))) {
            String address = azurite.address(azurite.newContainer());
            store = TestStores.at(address, temp, TestStores.SHORT);
            history = new RunHistory(store, PROJECT);
            outbox = new Outbox(store, temp.resolve("outbox"));
            ClaimedRun claimed = outbox.claim(PROJECT, start(), journal(), false);
            azurite.end();
            RunRecord first = end(claimed);
            ClaimedRun offline = outbox.claim(PROJECT, start(), journal(), false);
            assertThat(offline.provisional()).isTrue();
            assertThat(offline.away()).isNotNull();
            RunRecord second = end(offline);
            azurite.startAgain();

            outbox.sync(TransferListener.NONE, () -> false);

            assertThat(history.find("1").fields()).isEqualTo(first.fields());
            assertThat(withoutNumber(history.find("2"))).isEqualTo(withoutNumber(second));
        }
    }

    @Test
    void whatIsSaidOfARunIsSeenOnOtherComputers() throws IOException {
        end(outbox.claim(PROJECT, start(), journal(), false));
        RunRecord waits = outbox.provisional(PROJECT)
                .find(end(outbox.claim(PROJECT, start(), journal(), true)).id().value());
        assertThatThrownBy(() -> outbox.provisional(PROJECT).mark(waits, Mark.Kind.LABEL, "best", Map.of()))
                .hasMessageContaining("mvn aml:sync");
        outbox.sync(TransferListener.NONE, () -> false);
        history.mark(history.find("1"), Mark.Kind.LABEL, "b\u00e4st", Map.of());
        history.mark(history.find("1"), Mark.Kind.NOTE, "two\nlines", Map.of());
        history.mark(history.find("2"), Mark.Kind.DELETE, "", Map.of());

        RunHistory theirs = new RunHistory(
                TestStores.at(store.toString(), temp.resolve("other computer"), BlobCalls.Limits.USUAL), PROJECT);
        assertThat(theirs.find("label:b\u00e4st").number()).isEqualTo(1);
        assertThat(theirs.find("1").note()).isEqualTo("two\nlines");
        assertThat(theirs.list(RunFilter.newest(0)).runs()).hasSize(1);
        history.mark(history.find("1"), Mark.Kind.UNLABEL, "b\u00e4st", Map.of());
        assertThat(theirs.find("1").labels()).isEmpty();
        List<Finding> findings = new ArrayList<>();
        theirs.verification().run(findings::add);
        assertThat(findings).isEmpty();
    }

    @Test
    void whatNothingNeedsIsRemovedThere() throws IOException {
        end(outbox.claim(PROJECT, start(), journal(), false));
        end(outbox.claim(PROJECT, start(), journal(), false));
        assertThat(history.garbage().removeSnapshots().blocked()).contains("run 1 is ");
        outbox.sync(TransferListener.NONE, () -> false);
        String project = PROJECT.path();
        history.mark(history.find("1"), Mark.Kind.DELETE, "", Map.of());

        HistoryGarbage garbage = history.garbage();
        garbage.tryOut();
        List<DeletedRun> runs = garbage.runs(Duration.ZERO);
        assertThat(runs).hasSize(1);
        garbage.remove(runs.get(0));
        String content = project + "/snapshots/" + Sha256.of("old").substring(0, 2) + "/" + Sha256.of("old");
        store.create(content, "old".getBytes(UTF_8));
        assertThat(garbage.removeSnapshots()).isEqualTo(new SnapshotGarbage(0, 1, 3, ""));

        assertThat(store.list(project + "/removed")).isEmpty();
        assertThat(store.list(project + "/numbers")).hasSize(2);
        assertThat(store.list(project + "/runs"))
                .noneMatch(name -> name.contains(runs.get(0).run().value()));
        assertThat(store.size(content)).isEmpty();
        List<Finding> findings = new ArrayList<>();
        history.verification().run(findings::add);
        assertThat(findings).isEmpty();
        assertThat(new RunHistory(store, PROJECT).list(RunFilter.ALL).runs()).hasSize(1);
    }

    private RunCopies copies(RunHistory from, RunHistory to) {
        return from.copiesTo(to, temp.resolve("outbox"), TransferListener.NONE);
    }

    private Journal journal() {
        return new Journal(temp.resolve("journal"));
    }

    private static RunStart start() {
        return new RunStart("train.py", List.of("0.1"), "local", "local", Map.of());
    }

    private RunRecord end(ClaimedRun claimed) throws IOException {
        OpenRun run = claimed.run();
        Path staged = Files.createTempDirectory(temp, "staged");
        Files.writeString(staged.resolve("train.py"), "print(1)\n");
        run.snapshot(List.of(new SnapshotFile("train.py", "file", 0644, 9, Sha256.of("print(1)\n"), null)), staged);
        run.started(Map.of());
        run.add(new ArtifactPath("outputs/model"), Files.writeString(temp.resolve("model"), "model" + run.id()));
        run.add(new ArtifactPath("outputs/odd: n\u00e4me ."), Files.writeString(temp.resolve("odd"), "odd"));
        run.add(new ArtifactPath("azureml-logs/driver_log.txt"), Files.writeString(temp.resolve("log"), ""));
        Instant now = Instant.now();
        RunRecord record = run.complete(
                new RunOutcome(RunStatus.COMPLETED, null, 0, now, now, Metrics.NONE, List.of(), List.of()));
        claimed.entry().close();
        return record;
    }

    private static Map<String, Object> withoutNumber(RunRecord record) {
        Map<String, Object> fields = new TreeMap<>(record.fields());
        fields.remove("run_number");
        return fields;
    }
}

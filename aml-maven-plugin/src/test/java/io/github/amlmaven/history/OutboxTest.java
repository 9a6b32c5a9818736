package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import io.github.amlmaven.store.StoreAwayException;
import io.github.amlmaven.store.UnreliableStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose history is in a store elsewhere, which answers, or does not. */
@Timeout(120)
class OutboxTest {
    private static final byte[] PROJECT_FILE = "print(1)\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    @TempDir
    Path temp;

    private UnreliableStore elsewhere;
    private RunHistory history;
    private Outbox outbox;
    private Journal journal;
    private final List<SentRun> sent = new ArrayList<>();
    private final List<Exception> failures = new ArrayList<>();
    private final TransferListener listener = new TransferListener() {
        @Override
        public synchronized void sent(SentRun run) {
            sent.add(run);
        }

        @Override
        public synchronized void failed(io.github.amlmaven.RunId run, Exception failure) {
            failures.add(failure);
        }
    };

    @BeforeEach
    void open() {
        elsewhere = new UnreliableStore(temp.resolve("elsewhere"), 4);
        history = new RunHistory(elsewhere, Runs.PROJECT);
        outbox = new Outbox(elsewhere, temp.resolve("outbox"));
        journal = new Journal(temp.resolve("journal"));
    }

    @Test
    void aRunIsKnownElsewhereWhileItRunsAndKeptHereUntilItHasEnded() throws IOException {
        ClaimedRun run = claim(false);
        assertThat(run.provisional()).isFalse();
        assertThat(history.find("1").status()).isEqualTo(RunStatus.PREPARING);

        RunRecord end = end(run);
        assertThat(history.find("1").status().isFinal()).isFalse();
        SentRun there = outbox.send(Runs.PROJECT, run.run().id(), listener).orElseThrow();

        assertThat(history.find("1").fields()).isEqualTo(end.fields());
        assertThat(there.record().fields()).isEqualTo(end.fields());
        assertThat(there.files()).isEqualTo(4);
        assertThat(findings()).isEmpty();
        assertThat(waitingObjects()).isEmpty();
        assertThat(outbox.send(Runs.PROJECT, run.run().id(), listener)).isEmpty();
    }

    @Test
    void theNextRunSendsOnlyWhatIsNew() throws IOException {
        sendOne();
        int copies = elsewhere.copies();

        sendOne();

        assertThat(elsewhere.copies() - copies).isEqualTo(3); // the artifacts; the project's file is there
        assertThat(history.list(RunFilter.ALL).runs()).hasSize(2);
    }

    @Test
    void theStoreMayLeaveAtEachCallAndComeBack() throws IOException {
        for (int calls = 0; ; calls++) {
            outbox = new Outbox(elsewhere, temp.resolve("outbox" + calls));
            elsewhere.setAway(false);
            RunRecord end = end(claim(false));
            int copies = elsewhere.copies();
            elsewhere.leaveAfter(calls);
            boolean whole = sync(outbox);
            elsewhere.setAway(false);
            assertThat(sync(outbox)).isTrue();

            assertThat(history.find(end.id().value()).fields()).isEqualTo(end.fields());
            assertThat(elsewhere.copies() - copies).isEqualTo(calls == 0 || !whole || copies > 0 ? files(copies) : 4);
            if (whole) {
                assertThat(calls).isBetween(8, 60);
                break;
            }
        }
        assertThat(failures).isEmpty();
        assertThat(findings()).isEmpty();
    }

    /** The project's file is copied once for all runs. */
    private static int files(int before) {
        return before == 0 ? 4 : 3;
    }

    @Test
    void eachAnswerMayBeLost() throws IOException {
        for (int call = 1; ; call++) {
            outbox = new Outbox(elsewhere, temp.resolve("outbox" + call));
            elsewhere.setAway(true);
            RunRecord end = end(claim(false));
            elsewhere.loseAnswer(call);
            boolean whole = sync(outbox);
            elsewhere.setAway(false);
            assertThat(sync(outbox)).isTrue();
            RunRecord there = history.find(end.id().value());
            assertThat(withoutNumber(there)).isEqualTo(withoutNumber(end));
            assertThat(history.newest()).isEqualTo(call);
            if (whole) {
                break;
            }
        }
        assertThat(failures).isEmpty();
        assertThat(findings()).isEmpty();
    }

    @Test
    void twoComputersThatWereOfflineSettleTheirNumbers() throws IOException {
        sendOne();
        Outbox other = new Outbox(elsewhere, temp.resolve("other computer"));
        elsewhere.setAway(true);
        List<RunRecord> ended = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ended.add(end(claim(outbox, false)));
            ended.add(end(claim(other, false)));
        }
        assertThat(ended).extracting(RunRecord::number).containsExactly(1, 1, 2, 2, 3, 3);
        assertThat(outbox.waiting().runs()).isEqualTo(3);
        assertThat(outbox.waiting().files()).isEqualTo(9);
        elsewhere.setAway(false);

        assertThat(sync(outbox)).isTrue();
        assertThat(sync(other)).isTrue();

        assertThat(sent).extracting(SentRun::before).containsExactly(1, 2, 3, 1, 2, 3);
        assertThat(sent).allMatch(SentRun::provisional);
        assertThat(sent).extracting(run -> run.record().number()).containsExactly(2, 3, 4, 5, 6, 7);
        for (RunRecord each : ended) {
            assertThat(withoutNumber(history.find(each.id().value()))).isEqualTo(withoutNumber(each));
        }
        assertThat(findings()).isEmpty();
        assertThat(waitingObjects()).isEmpty();
    }

    @Test
    void nobodyIsAskedOffline() throws IOException {
        ClaimedRun run = claim(true);

        assertThat(run.provisional()).isTrue();
        assertThat(run.away()).isNull();
        assertThat(elsewhere.calls()).isZero();
        end(run);
        assertThat(outbox.provisional(Runs.PROJECT).find("last").id())
                .isEqualTo(run.run().id());
    }

    @Test
    void aColleagueMayGiveTheRunUpMeanwhile() throws IOException {
        ClaimedRun run = claim(false);
        end(run);
        history.giveUp(history.find("1"));

        outbox.send(Runs.PROJECT, run.run().id(), listener);

        RunRecord record = history.find("1");
        assertThat(record.status()).isEqualTo(RunStatus.FAILED);
        assertThat(record.artifacts()).hasSize(3);
        assertThat(record.warnings()).contains("Late outputs (+3): kept after another process had ended the run.");
        assertThat(waitingObjects()).isEmpty();
    }

    @Test
    void whatIsNotAsItWasRecordedIsNotSent() throws IOException {
        ClaimedRun run = claim(false);
        end(run);
        Path artifact = artifact(run, "outputs/model");
        Files.writeString(artifact, "muddle");

        assertThat(sync(outbox)).isTrue();

        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("outputs/model")
                .hasMessageContaining("is not what run 1 recorded"));
        assertThat(history.find("1").status().isFinal()).isFalse();
        Files.delete(artifact);
        assertThatThrownBy(() -> outbox.send(Runs.PROJECT, run.run().id(), listener))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("it is gone");
    }

    @Test
    void aDamagedRecordIsCountedWithTheOthers() throws IOException {
        end(claim(false));
        ClaimedRun damaged = claim(false);
        end(damaged);
        Path rooms = Path.of(outbox.toString()).resolve("numbered");
        Files.writeString(
                rooms.resolve(new Layout(Runs.PROJECT).end(damaged.run().id())), "{");

        assertThat(outbox.waiting().runs()).isEqualTo(2);

        assertThat(sync(outbox)).isTrue();
        assertThat(failures).hasSize(1);
        assertThat(outbox.waiting().runs()).isEqualTo(1);
    }

    @Test
    void whatTheStoreHasLostIsNoticedBeforeTheRecordIsWritten() throws IOException {
        ClaimedRun run = claim(false);
        end(run);
        outbox.sync(listener, () -> elsewhere.copies() >= 2);
        assertThat(sent).isEmpty();
        assertThat(history.find("1").status().isFinal()).isFalse();

        assertThat(sync(outbox)).isTrue();

        assertThat(elsewhere.copies()).isEqualTo(4);
        assertThat(findings()).isEmpty();
    }

    @Test
    void ofManyThatSyncOneSendsARun() throws Exception {
        for (int i = 0; i < 4; i++) {
            end(claim(true));
        }
        inParallel(8, () -> sync(new Outbox(elsewhere, temp.resolve("outbox"))));

        // Two runs at once may both bring the project's file that both have.
        assertThat(elsewhere.copies()).isBetween(4 * 3 + 1, 4 * 4);
        assertThat(sent).extracting(run -> run.record().number()).containsExactlyInAnyOrder(1, 2, 3, 4);
        assertThat(history.newest()).isEqualTo(4);
        assertThat(waitingObjects()).isEmpty();
    }

    @Test
    void manyClaimAtOnce() throws Exception {
        List<ClaimedRun> claimed = inParallel(32, () -> claim(false));

        assertThat(claimed.stream().map(run -> run.run().number()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 32).boxed().toList());
        for (ClaimedRun run : claimed) {
            JournalEntry entry = run.entry();
            assertThat(RunHistory.of(entry, io.github.amlmaven.store.StoreAccess.NONE)
                            .resume(entry)
                            .orElseThrow()
                            .id())
                    .isEqualTo(run.run().id());
        }
    }

    @Test
    void aNumberThatWasGivenAwayUnheardIsTheEndOfItsRun() throws IOException {
        for (int call = 1; ; call++) {
            elsewhere.loseAnswer(call);
            ClaimedRun run = claim(false);
            elsewhere.setAway(false);
            end(run);
            if (!run.provisional() && call > 3) {
                break;
            }
        }
        for (String name : new FolderStore(Path.of(outbox.toString(), "notes")).list("claims")) {
            Path note = Path.of(outbox.toString(), "notes", name);
            Files.writeString(note, Files.readString(note).replaceAll("\"pid\":[0-9]+", "\"pid\":4194305"));
        }

        assertThat(sync(outbox)).isTrue();

        assertThat(history.list(RunFilter.ALL).runs()).hasSize(history.newest()).allMatch(run -> run.status()
                .isFinal());
        assertThat(history.list(new RunFilter(RunStatus.FAILED, 0)).runs()).isNotEmpty();
        assertThat(findings()).isEmpty();
        assertThat(waitingObjects()).isEmpty();
    }

    @Test
    void anotherRunOfThatIdIsLeftAlone() throws IOException {
        ClaimedRun run = claim(true);
        end(run);
        elsewhere.create(
                new Layout(Runs.PROJECT).open(run.run().id()),
                "{\"run_number\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        sync(outbox);

        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessageContaining("has another run with the id")
                .hasMessageContaining("-> "));
        assertThat(outbox.waiting().runs()).isEqualTo(1);
    }

    @Test
    void allOfItIsForItsOwnerOnly() throws IOException {
        end(claim(true));
        try (Stream<Path> files = Files.walk(temp.resolve("outbox"))) {
            assertThat(files).allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                    .allMatch(permission -> permission.name().startsWith("OWNER")));
        }
    }

    private ClaimedRun claim(boolean offline) throws IOException {
        return claim(outbox, offline);
    }

    private ClaimedRun claim(Outbox box, boolean offline) throws IOException {
        return box.claim(Runs.PROJECT, Runs.start(), journal, offline);
    }

    private RunRecord end(ClaimedRun claimed) throws IOException {
        OpenRun run = claimed.run();
        Path staged = Files.createTempDirectory(temp, "staged");
        Files.write(staged.resolve("train.py"), PROJECT_FILE);
        run.snapshot(
                List.of(new SnapshotFile("train.py", "file", 0644, PROJECT_FILE.length, Sha256.of(PROJECT_FILE), null)),
                staged);
        run.started(Map.of());
        Runs.add(run, temp, "outputs/model", "model" + run.id());
        Runs.add(run, temp, "outputs/a/odd: n\u00e4me ", "odd");
        Runs.add(run, temp, "azureml-logs/driver_log.txt", "log");
        RunRecord record = run.complete(Runs.completed());
        claimed.entry().close();
        return record;
    }

    private void sendOne() throws IOException {
        ClaimedRun run = claim(false);
        end(run);
        assertThat(outbox.send(Runs.PROJECT, run.run().id(), listener)).isPresent();
    }

    private boolean sync(Outbox box) throws IOException {
        try {
            box.sync(listener, () -> false);
            return true;
        } catch (StoreAwayException e) {
            return false;
        }
    }

    private List<Finding> findings() throws IOException {
        List<Finding> findings = new ArrayList<>();
        history.verification().run(findings::add);
        return findings;
    }

    private List<String> waitingObjects() throws IOException {
        List<String> objects = new ArrayList<>();
        for (String room : List.of("numbered", "provisional", "locks")) {
            objects.addAll(new FolderStore(Path.of(outbox.toString()).resolve(room)).list(""));
        }
        objects.removeIf(name -> name.startsWith("numbered-") || name.startsWith("provisional-"));
        return objects;
    }

    private Path artifact(ClaimedRun run, String path) {
        return Runs.project(Path.of(outbox.toString()).resolve("numbered"))
                .resolve("ExperimentRun/" + run.run().id() + "/" + path);
    }

    private static Map<String, Object> withoutNumber(RunRecord record) {
        Map<String, Object> fields = new TreeMap<>(record.fields());
        fields.remove("run_number");
        fields.values().removeIf(java.util.Objects::isNull);
        return fields;
    }

    private static <T> List<T> inParallel(int threads, Callable<T> call) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(java.util.Collections.nCopies(threads, call))) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}

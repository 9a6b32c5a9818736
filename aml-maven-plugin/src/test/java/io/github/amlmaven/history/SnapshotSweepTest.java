package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.SmallDisk;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** What runs need stays, whoever begins or removes what at whatever moment; the rest goes. */
@Timeout(120)
class SnapshotSweepTest {
    /** The files of the project that two versions of it share, and those that only one has. */
    private static final List<String> OLD = List.of("shared", "only in the old one", "twice");

    private static final List<String> NEW = List.of("shared", "only in the new one");

    /** Between the moments that are tried; all of them in long builds. */
    private static final int STEP = Boolean.getBoolean("aml.long") ? 1 : 6;

    @TempDir(factory = Memory.class)
    Path temp;

    private final Random random = new Random(SmallDisk.seed());

    private final AtomicInteger staged = new AtomicInteger();

    /** A run of the old project that is deleted, and one of the new. */
    private Store scene(String name) throws IOException {
        Store store = new FolderStore(temp.resolve(name));
        RunHistory history = new RunHistory(store, Runs.PROJECT);
        RunRecord old = run(history, OLD);
        run(history, NEW);
        history.mark(old, Mark.Kind.DELETE, "", Map.of());
        return store;
    }

    @Test
    void whatOnlyADeletedRunHasGoesAndTheRestStays() throws IOException {
        Store store = scene("simple");
        RunHistory history = new RunHistory(store, Runs.PROJECT);
        HistoryGarbage garbage = history.garbage();
        assertThat(garbage.snapshots(List.of())).isEqualTo(new SnapshotGarbage(0, 0, 0, ""));
        List<DeletedRun> deleted = garbage.runs(Duration.ZERO);
        assertThat(deleted).extracting(DeletedRun::fate).containsExactly(DeletedRun.Fate.GOES);
        assertThat(deleted).extracting(DeletedRun::bytes).containsExactly(5L);
        assertThat(garbage.runs(Duration.ofDays(7)))
                .extracting(DeletedRun::fate)
                .containsExactly(DeletedRun.Fate.YOUNG);
        SnapshotGarbage found = garbage.snapshots(deleted);
        assertThat(found.snapshots()).isEqualTo(1);
        assertThat(found.contents()).isEqualTo(2);

        collect(store);

        assertThat(store.list("local/default/iris/snapshots")).hasSize(3);
        assertThat(store.list("local/default/iris/removed")).isEmpty();
        assertThat(store.list("local/default/iris/numbers")).hasSize(2);
        assertThat(store.list("local/default/iris/runs")).hasSize(3);
        assertThat(store.list("local/default/iris/ExperimentRun")).hasSize(1);
        assertThat(garbage.runs(Duration.ZERO)).isEmpty();
        assertThat(run(history, OLD).number()).isEqualTo(3);
        assertHealthy(store);
    }

    @Test
    void aRunThatIsAboutToTakeItsSnapshotKeepsEverything() throws IOException {
        Store store = scene("blocked");
        RunHistory history = new RunHistory(store, Runs.PROJECT);
        OpenRun open = history.claim(Runs.start());
        collect(store);
        assertThat(history.garbage().removeSnapshots().blocked()).contains("run 3 is Preparing");
        assertThat(store.list("local/default/iris/snapshots")).hasSize(6);
        snapshot(open, NEW);
        open.started(Map.of());
        assertThat(history.garbage().removeSnapshots().contents()).isEqualTo(2);
    }

    @Test
    void whatAssetsAndBackupsNeedStays() throws IOException {
        Store store = scene("needed");
        RunHistory history = new RunHistory(store, Runs.PROJECT);
        RunRecord old = history.find("1");
        history.mark(old, Mark.Kind.UNDELETE, "", Map.of());
        Asset asset = history.assets().promote(history.find("1"), "model", "model", false);
        history.mark(old, Mark.Kind.DELETE, "", Map.of());
        assertThat(history.garbage().runs(Duration.ZERO))
                .extracting(DeletedRun::fate)
                .containsExactly(DeletedRun.Fate.PROMOTED);
        collect(store);
        history.assets().download(asset, temp.resolve("asset"), false);

        List<SnapshotFile> files = stage(List.of("only in the backup", "shared"));
        history.backups().keep(files, temp.resolve("staged" + staged.get()), "a test");
        collect(store);
        assertThat(history.backups().unknown(files)).isEmpty();
        assertThat(history.snapshot(history.backups().list().get(0).snapshot())).isPresent();
    }

    /** A whole removal at every moment of a backup. */
    @Test
    void aRemovalHappensAtAnyMomentOfABackup() throws IOException {
        for (int moment = 1 + random.nextInt(STEP); ; moment += STEP) {
            Store store = scene("backup" + moment);
            Interleaving backup = new Interleaving(store);
            RunHistory history = new RunHistory(backup.store(), Runs.PROJECT);
            List<SnapshotFile> files = stage(OLD);
            backup.before(moment, () -> collect(store));
            String id = history.backups()
                    .keep(files, temp.resolve("staged" + staged.get()), "a test")
                    .snapshot();
            RunHistory after = new RunHistory(store, Runs.PROJECT);
            assertThat(after.backups().unknown(files)).isEmpty();
            assertThat(after.snapshot(id)).isPresent();
            if (!backup.happened()) {
                assertThat(moment).isGreaterThan(10);
                return;
            }
        }
    }

    /** A whole run, or one that stops after its claim, at every moment of a removal. */
    @Test
    void aRunBeginsAtAnyMomentOfARemoval() throws IOException {
        for (int moment = 1 + random.nextInt(STEP); ; moment += STEP) {
            Store store = scene("begin" + moment);
            Interleaving removal = new Interleaving(store);
            RunHistory history = new RunHistory(store, Runs.PROJECT);
            removal.before(moment, () -> {
                run(history, OLD);
                history.claim(Runs.start());
            });
            collect(removal.store());
            if (!removal.happened()) {
                assertThat(moment).isGreaterThan(20);
                return;
            }
            assertHealthy(store);
        }
    }

    /** A whole removal at every moment of a run. */
    @Test
    void aRemovalHappensAtAnyMomentOfARun() throws IOException {
        for (int moment = 1 + random.nextInt(STEP); ; moment += STEP) {
            Store store = scene("remove" + moment);
            Interleaving run = new Interleaving(store);
            RunHistory history = new RunHistory(run.store(), Runs.PROJECT);
            run.before(moment, () -> collect(store));
            run(history, OLD);
            if (!run.happened()) {
                assertThat(moment).isGreaterThan(10);
                return;
            }
            assertHealthy(store);
            collect(store);
            assertHealthy(store);
        }
    }

    /** The run looks while what it needs is put aside, and goes on when it has been decided; at every pair of moments. */
    @Test
    void aRunSpansAnyTwoMomentsOfARemoval() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            int tries = Boolean.getBoolean("aml.long") ? 2000 : 20;
            for (int i = 0; i < tries; i++) {
                Store store = scene("spans" + i);
                Turns turns = new Turns(random.nextLong());
                Future<?> removal = other.submit(() -> {
                    try {
                        collect(turns.player(store, 0));
                        return null;
                    } finally {
                        turns.leave(0);
                    }
                });
                try {
                    run(new RunHistory(turns.player(store, 1), Runs.PROJECT), i % 2 == 0 ? OLD : NEW);
                } finally {
                    turns.leave(1);
                }
                removal.get();
                assertHealthy(store);
            }
        } finally {
            other.shutdownNow();
        }
    }

    /** Whatever has been left by one that stopped is dealt with by the next, and a run may have begun in between. */
    @Test
    void aRemovalStopsAtAnyMoment() throws IOException {
        for (int moment = 1 + random.nextInt(STEP); ; moment += STEP) {
            Store store = scene("stop" + moment);
            Interleaving removal = new Interleaving(store);
            removal.before(moment, () -> {
                throw new IOException("stopped");
            });
            try {
                collect(removal.store());
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("stopped");
            }
            boolean stopped = removal.happened();
            RunHistory history = new RunHistory(store, Runs.PROJECT);
            if (moment % 2 == 0) {
                run(history, OLD);
            }
            collect(store);
            assertHealthy(store);
            assertThat(store.list("local/default/iris/removed")).isEmpty();
            assertThat(store.list("local/default/iris/ExperimentRun")).hasSize(moment % 2 == 0 ? 2 : 1);
            if (!stopped) {
                return;
            }
        }
    }

    /** Real threads: runs of both projects, that come and are deleted, and two who remove all the time. */
    @Test
    void manyRunsAndTwoRemovalsAtOnce() throws Exception {
        Store store = scene("many");
        ExecutorService threads = Executors.newFixedThreadPool(5);
        List<Future<?>> runs = new ArrayList<>();
        List<Future<?>> removals = new ArrayList<>();
        AtomicInteger left = new AtomicInteger(3);
        for (int i = 0; i < 3; i++) {
            int runner = i;
            runs.add(threads.submit(() -> {
                try {
                    RunHistory history = new RunHistory(store, Runs.PROJECT);
                    for (int j = 0; j < 6; j++) {
                        RunRecord run = run(history, (j + runner) % 2 == 0 ? OLD : NEW);
                        if (j % 3 != 0) {
                            history.mark(run, Mark.Kind.DELETE, "", Map.of());
                        }
                    }
                    return null;
                } finally {
                    left.decrementAndGet();
                }
            }));
        }
        for (int i = 0; i < 2; i++) {
            removals.add(threads.submit(() -> {
                while (left.get() > 0) {
                    collect(store);
                }
                return null;
            }));
        }
        for (Future<?> each : runs) {
            each.get();
        }
        for (Future<?> each : removals) {
            each.get();
        }
        threads.shutdown();
        collect(store);
        assertHealthy(store);
        assertThat(new RunHistory(store, Runs.PROJECT).list(RunFilter.ALL).runs())
                .hasSize(1 + 3 * 2);
        assertThat(store.list("local/default/iris/removed")).isEmpty();
    }

    private static void collect(Store store) throws IOException {
        HistoryGarbage garbage = new RunHistory(store, Runs.PROJECT).garbage();
        garbage.tryOut();
        for (DeletedRun run : garbage.runs(Duration.ZERO)) {
            if (run.goes()) {
                garbage.remove(run);
            }
        }
        garbage.removeSnapshots();
    }

    private RunRecord run(RunHistory history, List<String> files) throws IOException {
        OpenRun run = history.claim(Runs.start());
        snapshot(run, files);
        run.started(Map.of());
        Runs.add(run, temp, "outputs/model", "model");
        return run.complete(Runs.completed());
    }

    private void snapshot(OpenRun run, List<String> contents) throws IOException {
        Path folder = temp.resolve("staged" + staged.incrementAndGet());
        run.snapshot(stage(contents, folder), folder);
    }

    /** The files of a project, in the folder that was made last. */
    private List<SnapshotFile> stage(List<String> contents) throws IOException {
        return stage(contents, temp.resolve("staged" + staged.incrementAndGet()));
    }

    private static List<SnapshotFile> stage(List<String> contents, Path folder) throws IOException {
        Files.createDirectory(folder);
        List<SnapshotFile> files = new ArrayList<>();
        for (String content : contents) {
            String name = content.replace(' ', '-') + ".txt";
            Files.writeString(folder.resolve(name), content);
            files.add(new SnapshotFile(name, "file", 0644, content.length(), Sha256.of(content), null));
        }
        return files;
    }

    /** Every run that is there has all that it has recorded. */
    private static void assertHealthy(Store store) {
        List<Finding> findings = new ArrayList<>();
        try {
            new RunHistory(store, Runs.PROJECT).verification().run(findings::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(findings).isEmpty();
    }

    /** Where nothing has to be forced to a disk, if there is such a place. */
    static final class Memory implements TempDirFactory {
        private static final Path FOLDER = Path.of("/dev/shm");

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            return Files.isWritable(FOLDER)
                    ? Files.createTempDirectory(FOLDER, "aml")
                    : Files.createTempDirectory("aml");
        }
    }

    /** Two players whose calls to the store follow one another as chance has it, the same each time. */
    private static final class Turns {
        private final Random random;
        private final boolean[] gone = new boolean[2];
        private int turn;

        Turns(long seed) {
            this.random = new Random(seed);
        }

        Store player(Store store, int player) {
            Interleaving interleaving = new Interleaving(store);
            interleaving.beforeEach(() -> await(player));
            return interleaving.store();
        }

        private synchronized void await(int player) throws IOException {
            try {
                while (turn != player && !gone[1 - player]) {
                    wait();
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            turn = random.nextInt(4) == 0 ? 1 - player : player;
            notifyAll();
        }

        synchronized void leave(int player) {
            gone[player] = true;
            notifyAll();
        }
    }
}

package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.Mark;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.history.TransferListener;
import io.github.amlmaven.store.FolderStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps of real scripts on this computer. */
class SweepTest {
    private static final ProjectId PROJECT = new ProjectId("local", "default", "iris");
    private static final SweepMetric ACCURACY = new SweepMetric("Accuracy", true);
    private static final String SCRIPT = """
            test "$2" != bad || exit 3
            echo '{"name": "Accuracy", "value": '$2'}' >> "$AZUREML_METRICS_FILE"
            echo model > outputs/model
            """;

    @TempDir
    Path folder;

    private Path project;
    private RunHistory history;
    private Journal journal;
    private RunHome home;
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void makeProject() throws IOException {
        project = folder.resolve("project");
        write("aml_config/local.compute", "type: local\n");
        write("aml_config/local.runconfig", "ArgumentVector: [train.sh, unused]\nTarget: local\nFramework: Python\n");
        write("train.sh", SCRIPT);
        history = new RunHistory(new FolderStore(folder.resolve("history")), PROJECT);
        journal = new Journal(folder.resolve("journal"));
        home = new RunHome(history, journal, null, false);
    }

    @Test
    void holdsItsRunsTogetherAndRanksThem() throws IOException {
        SweepResult result = sweep(plan("0.1,0.9,bad,0.5", 1, 0));

        RunRecord sweep = result.record();
        assertThat(sweep.number()).isEqualTo(1);
        assertThat(sweep.isSweep()).isTrue();
        assertThat(sweep.script()).isEqualTo("train.sh");
        assertThat(sweep.arguments()).containsExactly("fixed", "grid: 0.1,0.9,bad,0.5");
        assertThat(sweep.status()).isEqualTo(RunStatus.FAILED);
        assertThat(sweep.reason()).contains(new Reason(Reason.Kind.CHILDREN_FAILED, "1 of 4 runs did not complete"));
        assertThat(sweep.metrics()).isEmpty();
        assertThat(sweep.fields().get("sweep_result"))
                .isEqualTo(Map.of("runs", 4L, "failed_runs", 1L, "best_run", 3L, "Accuracy", 0.9));
        assertThat(result.children()).extracting(SweepChild::number).containsExactly(3, 5, 2, 4);
        assertThat(result.children()).extracting(SweepChild::failure).containsExactly(null, null, null, "exit code 3");
        assertThat(result.best()).isEqualTo(result.children().get(0));
        assertThat(result.unfinished()).isEqualTo(1);
        List<RunRecord> runs = history.list(RunFilter.newest(4)).runs();
        assertThat(runs).extracting(RunRecord::parent).containsOnly(Optional.of(sweep.id()));
        assertThat(runs).extracting(RunRecord::arguments).contains(List.of("fixed", "0.9"));
        assertThat(runs)
                .extracting(RunRecord::snapshotId)
                .containsOnly(runs.get(0).snapshotId());
        assertThat(csv(sweep).lines())
                .hasSize(5)
                .startsWith("run_number,run_id,status,duration_seconds,arg1,Accuracy")
                .element(1)
                .asString()
                .matches("3,iris_[0-9]+,Completed,[0-9]+\\.[0-9]{3},0\\.9,0\\.9");
        assertThat(history.find(sweep.id().value()).fields()).isEqualTo(sweep.fields());
        assertThat(journal.entries()).isEmpty();
        assertThat(folder.resolve("runs").toFile().list())
                .as("the folder of the run that failed")
                .containsExactly(history.find("4").id().value());
        history.verification().run(finding -> {
            throw new AssertionError(finding);
        });
        assertThat(heard)
                .containsExactly(
                        "sweep 1",
                        "2 of 1: arg1=0.1",
                        "2 Completed",
                        "3 of 2: arg1=0.9",
                        "3 Completed",
                        "4 of 3: arg1=bad",
                        "4 Failed",
                        "5 of 4: arg1=0.5",
                        "5 Completed");
    }

    @Test
    void makesSoManyRunsAtOnce() throws IOException {
        // Each waits until there are three.
        write("train.sh", """
                touch "%1$s/$2"
                for i in $(seq 200); do test $(ls "%1$s" | wc -l) -lt 3 || exit 0; sleep 0.05; done
                exit 9
                """.formatted(Files.createDirectories(folder.resolve("here"))));
        SweepResult result = sweep(plan("1..3", 3, 0));
        assertThat(result.record().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(result.children()).extracting(SweepChild::number).containsExactlyInAnyOrder(2, 3, 4);
        assertThat(result.best()).as("nothing to rank by").isNull();
        assertThat(heard.get(heard.size() - 1))
                .matches("remark nothing to rank by: run [234] has no metric 'Accuracy'; it has no metrics");
    }

    @Test
    void beginsNoMoreRunsWhenTooManyHaveFailed() throws IOException {
        SweepResult result = sweep(plan("bad,0.5,0.6", 1, 1));
        assertThat(result.children())
                .extracting(SweepChild::status)
                .containsExactly("Failed", "Not begun", "Not begun");
        assertThat(result.record().reason().orElseThrow().words()).isEqualTo("3 of 3 runs did not complete");
        assertThat(csv(result.record()).lines().skip(2)).containsExactly(",,Not begun,,0.5", ",,Not begun,,0.6");
    }

    @Test
    void refusesWhatEachRunWouldRefuseBeforeAnythingHappens() throws IOException {
        assertThatThrownBy(() -> sweep(new RunRequest(null, "gone.sh", null, Map.of()), plan("1", 1, 0)))
                .hasMessageContaining("gone.sh");
        write("aml_config/local.runconfig", "ArgumentVector: [train.sh]\nTarget: local\nTrackedRun: false\n");
        assertThatThrownBy(() -> sweep(plan("1", 1, 0))).hasMessageContaining("TrackedRun");
        assertThat(history.newest()).isZero();
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void anotherGoesOnWithWhatIsMissing() throws IOException {
        RunRecord first = sweep(plan("0.1,bad,0.5,0.7", 1, 0)).record();
        history.mark(history.find("5"), Mark.Kind.DELETE, "", Map.of());
        write("train.sh", SCRIPT.replace("exit 3", "set x 0.6"));
        assertThat(SweepResume.of(history, "last").earlier().id()).isEqualTo(first.id());

        SweepResult result = resume("1");

        assertThat(result.record().number()).isEqualTo(6);
        assertThat(result.record().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(result.children()).extracting(SweepChild::number).containsExactly(8, 7, 4, 2);
        assertThat(heard.get(heard.size() - 1))
                .startsWith(
                        "remark the project was changed between the runs, which may be why they differ (train.sh): ");
        SweepResume again = SweepResume.of(history, "last");
        assertThat(again.missing()).isEmpty();
        assertThat(again.taken()).extracting(SweepChild::number).containsExactlyInAnyOrder(2, 4, 7, 8);
        assertThat(again.arguments()).containsExactly("fixed");
        assertThatThrownBy(() -> SweepResume.of(history, "2")).hasMessageContaining("run 2 is not a sweep");
    }

    @Test
    void aHistoryElsewhereGetsTheSweepAndItsRuns() throws IOException {
        Outbox outbox = new Outbox(new FolderStore(folder.resolve("history")), folder.resolve("outbox"));
        home = new RunHome(history, journal, outbox, false);
        SweepResult result = sweep(plan("1..4", 2, 0));
        assertThat(outbox.count()).isZero();
        assertThat(history.find("1").fields()).isEqualTo(result.record().fields());
        assertThat(history.list(RunFilter.newest(4)).runs())
                .extracting(RunRecord::parent)
                .containsOnly(Optional.of(result.record().id()));
        assertThat(result.best().record().metrics()).isEqualTo(Map.of("Accuracy", 4L));
        assertThat(SweepResume.of(history, "1").missing()).isEmpty();
    }

    @Test
    void offlineItWaitsAndArrivesWhole() throws IOException {
        Outbox outbox = new Outbox(new FolderStore(folder.resolve("history")), folder.resolve("outbox"));
        home = new RunHome(outbox.provisional(PROJECT), journal, outbox, true);
        RunRecord waiting = sweep(plan("1,2", 1, 0)).record();
        assertThat(history.newest()).isZero();
        assertThat(SweepResume.of(outbox.provisional(PROJECT), "last").missing())
                .isEmpty();
        for (RunRecord run : outbox.provisional(PROJECT).list(RunFilter.ALL).runs()) {
            outbox.send(PROJECT, run.id(), TransferListener.NONE);
        }
        assertThat(SweepResume.of(history, waiting.id().value()).taken())
                .extracting(child -> child.combination().toString())
                .containsExactly("arg1=1", "arg1=2");
    }

    @Test
    void aFolderWithMoreThanWasKeptStays() throws IOException {
        write("train.sh", "echo more > more");
        sweep(plan("1", 1, 0));
        assertThat(folder.resolve("runs").toFile().list()).hasSize(1);
    }

    @Test
    void whereThereIsNoSweepThereIsNothingToGoOnWith() {
        assertThatThrownBy(() -> SweepResume.of(history, "last")).hasMessageContaining("there is no sweep of");
    }

    @Test
    @Timeout(60)
    void aStopEndsAllRunsAndTheSweep() throws Exception {
        write("train.sh", "echo part > outputs/part; touch " + folder + "/going-$2; sleep 60\n");
        Interruption interruption = Interruption.listen(() -> {}, Duration.ofSeconds(5));
        AtomicReference<SweepResult> result = new AtomicReference<>();
        Thread build = new Thread(() -> {
            try {
                result.set(sweep().run(request(), plan("1..4", 2, 0), interruption));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        build.start();
        await(folder.resolve("going-1"));
        await(folder.resolve("going-2"));
        interruption.cancellation().request();
        build.join();
        interruption.close();
        assertThat(result.get().record().status()).isEqualTo(RunStatus.CANCELED);
        assertThat(result.get().children())
                .extracting(SweepChild::status)
                .containsExactly("Canceled", "Canceled", "Not begun", "Not begun");
        assertThat(history.find("2").artifact("outputs/part").size()).isEqualTo(5);
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    @Timeout(60)
    void oneRunCanBeStoppedAlone() throws Exception {
        write("train.sh", "test $2 != 1 || { touch " + folder + "/going; exec sleep 60; }\n");
        Thread canceler = new Thread(() -> {
            try {
                await(folder.resolve("going"));
                history.cancel(history.find("2"));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        canceler.start();
        SweepResult result = sweep(plan("1,2", 1, 0));
        canceler.join();
        assertThat(result.children()).extracting(SweepChild::status).containsExactly("Completed", "Canceled");
        assertThat(result.record().status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void whatAllRunsHaveToSayIsToldOnceAndTheirOutputIsTheirs() throws IOException {
        write("train.sh", "echo hello $2");
        Files.createSymbolicLink(project.resolve("dangling"), Path.of("nowhere"));
        sweep(plan("1,2", 1, 0));
        assertThat(heard).filteredOn(line -> line.contains("dangling")).hasSize(1);
        assertThat(heard).contains("2: hello 1\n", "3: hello 2\n");
    }

    private SweepResult resume(String selector) throws IOException {
        SweepResume earlier = SweepResume.of(history, selector);
        SweepPlan plan = new SweepPlan(
                earlier.missing(),
                earlier.definition(),
                earlier.taken(),
                earlier.earlier().id().value(),
                new SweepMetric(earlier.metric(), earlier.goal().equals("max")),
                1,
                0);
        return sweep(
                new RunRequest(earlier.configuration(), earlier.earlier().script(), earlier.arguments(), Map.of()),
                plan);
    }

    private static SweepPlan plan(String grid, int parallel, int maxFailures) {
        return new SweepPlan(SweepGrid.read(grid, false).all(), Map.of("grid", grid), ACCURACY, parallel, maxFailures);
    }

    private static RunRequest request() {
        return new RunRequest(null, null, List.of("fixed"), Map.of());
    }

    private SweepResult sweep(SweepPlan plan) throws IOException {
        return sweep(request(), plan);
    }

    private SweepResult sweep(RunRequest request, SweepPlan plan) throws IOException {
        try (Interruption interruption = Interruption.listen(() -> {}, Duration.ofSeconds(1))) {
            return sweep().run(request, plan, interruption);
        }
    }

    private Sweep sweep() {
        RunSettings settings = new RunSettings(
                1_000_000,
                1_000_000,
                null,
                Duration.ofSeconds(1),
                true,
                folder.resolve("runs"),
                List.of(),
                Set.of(),
                Credentials.NONE,
                "1");
        return new Sweep(project, home, settings, new Hearing());
    }

    private final class Hearing implements SweepListener {
        @Override
        public void warning(String remark) {
            heard.add(remark);
        }

        @Override
        public void claimed(RunId run, int number) {
            heard.add("sweep " + number);
        }

        @Override
        public void begun(int index, int number, SweepCombination combination) {
            heard.add(number + " of " + index + ": " + combination);
        }

        @Override
        public void ended(SweepChild child) {
            heard.add(child.number() + " " + child.status());
        }

        @Override
        public java.io.OutputStream console(RunId run, int number) {
            return new ByteArrayOutputStream() {
                @Override
                public void close() {
                    if (size() > 0) {
                        heard.add(number + ": " + toString(StandardCharsets.UTF_8));
                    }
                }
            };
        }

        @Override
        public void remark(String words) {
            heard.add("remark " + words);
        }
    }

    private String csv(RunRecord sweep) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        history.stream(sweep, sweep.artifact("outputs/sweep.csv"), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void await(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            Thread.sleep(20);
        }
    }

    private void write(String path, String text) throws IOException {
        Path file = project.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

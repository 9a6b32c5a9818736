package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.fuzz.Damage;
import io.github.amlmaven.fuzz.Fuzzing;
import io.github.amlmaven.fuzz.Input;
import io.github.amlmaven.fuzz.Oracle;
import io.github.amlmaven.fuzz.Scratch;
import io.github.amlmaven.fuzz.Tries;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.Metrics;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.RunFilter;
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
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever a record has become, the goals print it or refuse it in words. */
@AddLifecycleHook(Fuzzing.class)
class PrintedRecordsFuzz {
    private static final Path FOLDER = Scratch.folder();
    private static final ProjectId PROJECT = new ProjectId("local", "default", "iris");
    private static final Path END = made();
    private static final String GOOD = text(END);

    @AfterContainer
    static void remove() throws IOException {
        Scratch.delete(FOLDER);
    }

    @Property
    @Tries(inBuild = 1000, inLong = 50_000)
    void records(@ForAll("damagedRecords") Input input) throws IOException {
        Files.delete(END);
        Files.write(END, input.bytes());
        Files.deleteIfExists(FOLDER.resolve(PROJECT.path() + "/.derived/runs.jsonl"));
        Oracle.check(() -> {
            List<RunRecord> runs = history().list(RunFilter.ALL).runs();
            assertThat(runs).hasSize(1);
            assertThat(RunTable.of(runs).forTerminal(80)).isNotEmpty();
            assertThat(RunDetails.lines(runs.get(0), "there")).isNotEmpty();
        });
    }

    @Provide
    Arbitrary<Input> damagedRecords() {
        return Damage.of(List.of(GOOD));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static RunHistory history() {
        return new RunHistory(new FolderStore(FOLDER), PROJECT);
    }

    private static Path made() {
        try {
            JournalEntry entry = new Journal(FOLDER.resolve(".journal")).begin(history(), 0, true);
            RunStart start = new RunStart("iris_sklearn.py", List.of("0.1"), "local", "local", Map.of());
            OpenRun run = history().claim(start, entry);
            Metrics metrics = new Metrics(Map.of("Accuracy", 0.97, "loss", List.of(0.5, 0.25)), List.of());
            Instant now = Instant.ofEpochSecond(1_504_873_881);
            run.complete(new RunOutcome(
                    RunStatus.COMPLETED, null, 0, now, now.plusSeconds(4), metrics, List.of(), List.of("odd")));
            return FOLDER.resolve(PROJECT.path() + "/runs/" + run.id() + "/final.json");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

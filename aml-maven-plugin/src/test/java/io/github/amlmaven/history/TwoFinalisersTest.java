package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.store.FolderStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that take a run for theirs: a build that was stopped for an hour, and whoever took it for dead. */
class TwoFinalisersTest {
    @TempDir
    Path temp;

    private RunHistory history;
    private Journal journal;
    private JournalEntry entry;

    @BeforeEach
    void begin() {
        history = new RunHistory(new FolderStore(temp.resolve("history")), new ProjectId("local", "default", "iris"));
        journal = new Journal(temp.resolve("journal"));
        entry = journal.begin(history, 0, true);
    }

    @Test
    void theFirstWinsAndNothingOfTheSecondIsLost() throws IOException {
        OpenRun first = history.claim(Runs.start(), entry);
        OpenRun second = history.resume(entry).orElseThrow();
        add(first, "outputs/model");
        first.complete(Runs.completed());
        add(second, "outputs/late");

        RunRecord seen = second.complete(Runs.failed(1));

        assertThat(seen.status()).isEqualTo(RunStatus.COMPLETED);
        RunRecord record = history.find("1");
        assertThat(record.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(record.artifacts())
                .extracting(artifact -> artifact.path().value())
                .containsExactly("outputs/late", "outputs/model");
        assertThat(record.warnings())
                .containsExactly("Late outputs (+1): kept after another process had ended the run.");
        history.download(record, record.artifacts(), temp.resolve("downloads"), false);
        assertThat(temp.resolve("downloads/outputs/late")).hasContent("outputs/late");
    }

    @Test
    void aSecondWithNothingMoreIsSilent() throws IOException {
        OpenRun first = history.claim(Runs.start(), entry);
        OpenRun second = history.resume(entry).orElseThrow();
        add(first, "outputs/model");
        first.complete(Runs.completed());
        second.regain(entry);

        second.complete(Runs.completed());

        assertThat(history.find("1").warnings()).isEmpty();
        assertThat(history.find("1").artifacts()).hasSize(1);
    }

    @Test
    void ofManyThatTakeAnAbandonedRunOneGetsIt() throws Exception {
        Path begin = Path.of(entry.toString(), "begin.json");
        Files.writeString(begin, Files.readString(begin).replaceAll("\"pid\":[0-9]+", "\"pid\":4194305"));
        CountDownLatch go = new CountDownLatch(1);
        Callable<Boolean> taking = () -> {
            go.await();
            return journal.entries().get(0).take();
        };
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> answers = java.util.stream.IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(taking))
                    .toList();
            go.countDown();
            int taken = 0;
            for (Future<Boolean> answer : answers) {
                taken += answer.get() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(entry.isAbandoned()).isFalse();
    }

    private void add(OpenRun run, String path) throws IOException {
        run.add(new ArtifactPath(path), Files.writeString(temp.resolve("file"), path));
    }
}

package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of runs after their end. */
class MarksTest {
    @TempDir
    Path folder;

    private RunHistory history;

    @BeforeEach
    void makeThreeRuns() throws IOException {
        history = Runs.history(folder.resolve("store"));
        for (int i = 0; i < 3; i++) {
            history.claim(Runs.start()).complete(Runs.completed());
        }
    }

    @Test
    void labelsAndTheNewestNoteAreInTheRecord() throws IOException {
        mark(2, Mark.Kind.LABEL, "best");
        mark(2, Mark.Kind.LABEL, "a");
        mark(2, Mark.Kind.NOTE, "first");
        mark(2, Mark.Kind.NOTE, "second");
        mark(2, Mark.Kind.UNLABEL, "a");
        RunRecord run = history.find("2");
        assertThat(run.labels()).containsExactly("best");
        assertThat(run.note()).isEqualTo("second");
        assertThat(run.fields()).containsEntry("labels", List.of("best")).containsEntry("description", "second");
        assertThat(history.list(RunFilter.newest(2)).runs().get(1).labels()).containsExactly("best");
        assertThat(history.find("label:best").number()).isEqualTo(2);
        assertThatThrownBy(() -> history.find("label:a"))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("'a'");
    }

    @Test
    void aDeletedRunIsInNoListAndComesBack() throws IOException {
        mark(3, Mark.Kind.DELETE, "");
        assertThat(numbers(RunFilter.newest(2))).containsExactly(2, 1);
        assertThat(numbers(RunFilter.ALL)).containsExactly(3, 2, 1);
        assertThat(history.find("last").number()).isEqualTo(2);
        assertThat(history.find("3").isDeleted()).isTrue();
        mark(3, Mark.Kind.UNDELETE, "");
        assertThat(history.find("last").number()).isEqualTo(3);
        assertThat(history.find("3").isDeleted()).isFalse();
    }

    @Test
    void aPurgedRunIsGoneForEveryone() throws IOException {
        mark(1, Mark.Kind.DELETE, "");
        mark(1, Mark.Kind.PURGE, "");
        assertThat(numbers(RunFilter.ALL)).containsExactly(3, 2);
        assertThatThrownBy(() -> history.find("1")).hasMessageContaining("run 1 was deleted");
    }

    @Test
    void ofManyAtOnceNoneIsLost() throws Exception {
        List<Thread> threads = IntStream.range(0, 20)
                .mapToObj(i -> new Thread(() -> {
                    try {
                        mark(1, Mark.Kind.LABEL, "label" + i);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(history.find("1").labels()).hasSize(20);
    }

    @Test
    void copiesThatAreDamagedCostNothingButTime() throws IOException {
        mark(1, Mark.Kind.LABEL, "best");
        mark(1, Mark.Kind.NOTE, "note");
        history.find("1");
        List<Path> caches;
        try (var files = Files.walk(folder)) {
            caches = files.filter(file -> file.endsWith("marks.jsonl")).toList();
        }
        assertThat(caches).hasSize(1);
        Files.writeString(caches.get(0), Files.readString(caches.get(0)).replace("best", "evil"));
        assertThat(history.find("1").labels()).containsExactly("best");
    }

    private void mark(int run, Mark.Kind kind, String text) throws IOException {
        history.mark(history.find(Integer.toString(run)), kind, text, Map.of());
    }

    private List<Integer> numbers(RunFilter filter) throws IOException {
        return history.list(filter).runs().stream().map(RunRecord::number).toList();
    }
}

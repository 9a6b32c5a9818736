package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.store.FolderStore;
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

    @Test
    void whoBringsARunBackAndWhoPurgesItAgreeOnWhoWasFirst() throws IOException {
        mark(1, Mark.Kind.DELETE, "");
        RunRecord first = history.find("1");
        history.mark(first, Mark.Kind.UNDELETE, "", Map.of());
        history.mark(first, Mark.Kind.PURGE, "", Map.of());
        assertThat(history.find("1").isDeleted()).isFalse();

        mark(2, Mark.Kind.DELETE, "");
        RunRecord second = history.find("2");
        history.mark(second, Mark.Kind.PURGE, "", Map.of());
        history.mark(second, Mark.Kind.UNDELETE, "", Map.of());
        assertThatThrownBy(() -> history.find("2")).hasMessageContaining("run 2 was deleted");
    }

    @Test
    void aPurgedRunIsNotLookedUpAndNotRemembered() throws IOException {
        assertThat(numbers(RunFilter.newest(0))).containsExactly(3, 2, 1);
        RunRecord run = history.find("2");
        mark(2, Mark.Kind.DELETE, "");
        assertThat(history.remembered()).hasSize(2);
        history.mark(run, Mark.Kind.PURGE, "", Map.of("run_number", 2L));
        assertThat(numbers(RunFilter.newest(0))).containsExactly(3, 1);
        Path index = Runs.project(folder.resolve("store")).resolve(".derived/runs.jsonl");
        assertThat(Files.readString(index)).doesNotContain(run.id().value());
        assertThat(numbers(RunFilter.newest(0))).containsExactly(3, 1);
    }

    @Test
    void copiesOfAnotherHistoryInTheSamePlaceAreNotBelieved() throws IOException {
        mark(1, Mark.Kind.LABEL, "old");
        history.find("1");
        Path mark = Runs.project(folder.resolve("store")).resolve("marks/00000001.json");
        String content = Files.readString(mark);
        Files.delete(mark);
        mark(1, Mark.Kind.LABEL, "new");
        assertThat(Files.readString(mark)).isNotEqualTo(content);
        assertThat(history.find("1").labels()).containsExactly("new");
    }

    @Test
    void aDamagedMarkIsLeftOutAndItsNumberIsNotUsedAgain() throws IOException {
        mark(1, Mark.Kind.LABEL, "good");
        mark(1, Mark.Kind.LABEL, "evil");
        Path second = Runs.project(folder.resolve("store")).resolve("marks/00000002.json");
        Files.writeString(second, Files.readString(second).replace("evil", "best"));
        mark(1, Mark.Kind.NOTE, "note");
        assertThat(Runs.project(folder.resolve("store")).resolve("marks/00000003.json"))
                .exists();
        RunRecord run = Runs.history(folder.resolve("store")).find("1");
        assertThat(run.labels()).containsExactly("good");
        assertThat(run.note()).isEqualTo("note");
    }

    @Test
    void aMarkThatTwoHaveBroughtHereIsSaidOnce() throws IOException {
        mark(1, Mark.Kind.LABEL, "best");
        mark(1, Mark.Kind.UNLABEL, "best");
        Path marks = Runs.project(folder.resolve("store")).resolve("marks");
        Files.copy(marks.resolve("00000001.json"), marks.resolve("00000003.json"));
        assertThat(history.find("1").labels()).isEmpty();
    }

    @Test
    void ofARunThatWaitsNothingCanBeSaid() throws IOException {
        RunHistory waiting = RunHistory.waiting(new FolderStore(folder.resolve("outbox")), Runs.PROJECT);
        RunRecord run = waiting.claim(Runs.start()).complete(Runs.completed());
        assertThatThrownBy(() -> waiting.mark(run, Mark.Kind.LABEL, "best", Map.of()))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("run 1 waits")
                .hasMessageContaining("mvn aml:sync");
    }

    private void mark(int run, Mark.Kind kind, String text) throws IOException {
        history.mark(history.find(Integer.toString(run)), kind, text, Map.of());
    }

    private List<Integer> numbers(RunFilter filter) throws IOException {
        return history.list(filter).runs().stream().map(RunRecord::number).toList();
    }
}

package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object that cannot be read is told of where it belongs, and takes nothing else away. */
class DamagedObjectsTest {
    @TempDir
    Path store;

    private RunHistory history;
    private OpenRun first;
    private OpenRun second;

    @BeforeEach
    void twoRuns() throws IOException {
        history = Runs.history(store);
        first = history.claim(Runs.start());
        first.complete(Runs.completed());
        second = history.claim(Runs.start());
    }

    @Test
    void withoutTheNewestClaimThereAreStillTheOthersAndNewRuns() throws IOException {
        second.complete(Runs.completed());
        damage("numbers/00000002");
        assertThat(history.list(RunFilter.ALL).runs())
                .extracting(RunRecord::number)
                .contains(1);
        assertThat(history.find(first.id().value()).number()).isEqualTo(1);
        assertThat(history.claim(Runs.start()).number()).isEqualTo(3);
    }

    @Test
    void aRunUnderWayWithADamagedObjectIsListedAndSaysWhich() throws IOException {
        second.started(Map.of());
        damage("runs/" + second.id() + "/open.json");
        RunRecord run = history.list(RunFilter.ALL).runs().get(0);
        assertThat(run.number()).isEqualTo(2);
        assertThat(run.status()).isEqualTo(RunStatus.UNKNOWN);
        assertThat(run.reason().orElseThrow().kind()).isEqualTo(Reason.Kind.RECORD_DAMAGED);
        assertThat(run.reason().orElseThrow().words()).contains("open.json");
        assertThat(history.find(second.id().value()).number()).isEqualTo(2);
    }

    @Test
    void anObjectOfAnotherRunDoesNotMakeOneOfTheOther() throws IOException {
        Path runs = Runs.project(store).resolve("runs");
        byte[] others = Files.readAllBytes(runs.resolve(first.id() + "/open.json"));
        Path own = runs.resolve(second.id() + "/open.json");
        Files.delete(own);
        Files.write(own, others);
        assertThat(history.find("2").id()).isEqualTo(second.id());
        assertThat(history.find("2").number()).isEqualTo(2);
    }

    private void damage(String name) throws IOException {
        Path file = Runs.project(store).resolve(name);
        Files.delete(file);
        Files.writeString(file, "{\"run_id\":");
    }
}

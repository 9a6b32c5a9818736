package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStart;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.history.SentRun;
import io.github.amlmaven.history.TransferListener;
import io.github.amlmaven.history.WaitingRuns;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.StoreAccess;
import io.github.amlmaven.store.UnreliableStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Experiments whose history is in a store elsewhere, which may be away. */
@Timeout(60)
class ElsewhereTest {
    private static final ProjectId PROJECT = new ProjectId("local", "default", "iris");

    @TempDir
    Path temp;

    private UnreliableStore elsewhere;
    private RunHistory history;
    private Outbox outbox;
    private Journal journal;
    private Runnable whileItRuns = () -> {};
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void makeProject() throws IOException {
        write("aml_config/local.compute", "type: local\n");
        write("aml_config/local.runconfig", "ArgumentVector: [train.sh]\nTarget: local\nFramework: Python\n");
        write("train.sh", "echo model > outputs/model\n");
        elsewhere = new UnreliableStore(temp.resolve("elsewhere"), 4);
        history = new RunHistory(elsewhere, PROJECT);
        outbox = new Outbox(elsewhere, temp.resolve("outbox"));
        journal = new Journal(temp.resolve("journal"));
    }

    @Test
    void aRunEndsInTheStoreElsewhere() throws IOException {
        RunRecord record = run(false).record();

        assertThat(record.number()).isEqualTo(1);
        assertThat(history.find("1").fields()).isEqualTo(record.fields());
        assertThat(history.find("1").artifacts()).hasSize(3);
        assertThat(outbox.count()).isZero();
        assertThat(journal.entries()).isEmpty();
        assertThat(heard).containsExactly("claimed 1", "sent 1");
        int calls = elsewhere.calls();
        run(false);
        assertThat(elsewhere.calls() - calls).isBetween(1, 50);
    }

    @Test
    void aStoreThatIsAwayCostsNoRun() throws IOException {
        elsewhere.setAway(true);

        RunResult result = run(false);

        assertThat(result.failure()).isNull();
        assertThat(result.record().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(heard).hasSize(3);
        assertThat(heard.get(0))
                .startsWith("warning " + elsewhere + " does not answer; the run goes on with the number 1")
                .contains("\n-> ");
        assertThat(heard.get(1)).isEqualTo("claimed 1");
        assertThat(heard.get(2)).startsWith("waits 1 runs 3 files").contains("does not answer");

        elsewhere.setAway(false);
        heard.clear();
        assertThat(OutboxSweep.briefly(outbox, Duration.ofSeconds(10), new Listener()))
                .isZero();
        assertThat(heard).containsExactly("sent 1 was 1");
        assertThat(history.find("last").id()).isEqualTo(result.id());
    }

    @Test
    void aStoreThatGoesAwayWhileTheScriptRunsGetsTheRunLater() throws IOException {
        whileItRuns = () -> elsewhere.setAway(true);

        RunRecord record = run(false).record();

        assertThat(record.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(heard.get(1)).startsWith("waits 1 runs 3 files");
        elsewhere.setAway(false);
        assertThat(history.find("1").status().isFinal()).isFalse();
        outbox.sync(new Listener(), () -> false);
        assertThat(history.find("1").fields()).isEqualTo(record.fields());
    }

    @Test
    void offlineTheStoreIsNotAsked() throws IOException {
        RunResult result = run(true);

        assertThat(elsewhere.calls()).isZero();
        assertThat(result.record().number()).isEqualTo(1);
        assertThat(heard.get(0)).startsWith("info Offline: the run has the number 1 of this computer");
        assertThat(heard.get(2)).isEqualTo("waits 1 runs 3 files null");
    }

    @Test
    void somebodyElsewhereStopsTheRun() throws IOException {
        write("train.sh", "sleep 50\n");
        whileItRuns = () -> {
            try {
                history.cancel(history.find("1"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };

        RunResult result = run(false);

        assertThat(result.record().status()).isEqualTo(RunStatus.CANCELED);
        assertThat(history.find("1").status()).isEqualTo(RunStatus.CANCELED);
    }

    @Test
    void aRunThatCouldNotStartIsToldToTheStore() throws IOException {
        whileItRuns = () -> {
            throw new AmlException("no way to start it", "find another");
        };

        assertThatThrownBy(() -> run(false)).isInstanceOf(AmlException.class).hasMessageContaining("no way");

        assertThat(history.find("1").status()).isEqualTo(RunStatus.FAILED);
        assertThat(outbox.count()).isZero();
    }

    @Test
    void theRunOfABuildThatWasKilledIsHealedHereAndThenSent() throws IOException {
        outbox.claim(PROJECT, new RunStart("train.sh", List.of(), "local", "local", Map.of()), journal, false);
        Path begin = Path.of(journal.entries().get(0).toString(), "begin.json");
        Files.writeString(begin, Files.readString(begin).replaceAll("\"pid\":[0-9]+", "\"pid\":4194305"));
        elsewhere.setAway(true);

        new Recovery(journal, new RecoveryListener() {}, Duration.ofSeconds(1), StoreAccess.NONE, null).sweep();

        assertThat(journal.entries()).isEmpty();
        assertThat(outbox.count()).isEqualTo(1);
        elsewhere.setAway(false);
        assertThat(OutboxSweep.briefly(outbox, Duration.ofSeconds(10), new Listener()))
                .isZero();
        assertThat(history.find("1").status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void aStoreThatHangsIsGivenUpOn() throws IOException {
        run(true);
        elsewhere.setSlow(Duration.ofSeconds(5));
        long begun = System.nanoTime();

        int left = OutboxSweep.briefly(outbox, Duration.ofMillis(300), new Listener());

        assertThat(left).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
        elsewhere.setAway(true);
    }

    @Test
    void aFolderNeedsNoOutbox() throws IOException {
        RunHistory local = new RunHistory(new FolderStore(temp.resolve("history")), PROJECT);

        run(new RunHome(local, journal, null, false));

        assertThat(temp.resolve("outbox")).doesNotExist();
        assertThat(local.find("last").status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(heard).containsExactly("claimed 1");
    }

    private RunResult run(boolean offline) throws IOException {
        return run(new RunHome(history, journal, outbox, offline));
    }

    private RunResult run(RunHome home) throws IOException {
        RunSettings settings = new RunSettings(
                26_214_400,
                536_870_912,
                null,
                Duration.ofSeconds(10),
                true,
                temp.resolve("runs"),
                List.of(),
                Set.of(),
                Credentials.NONE,
                "1");
        try (Interruption interruption = Interruption.listen(() -> {}, settings.gracePeriod())) {
            return new Experiment(temp.resolve("project"), home, settings, new Listener())
                    .run(new RunRequest(null, null, null, Map.of()), interruption);
        }
    }

    private void write(String name, String content) throws IOException {
        Path file = temp.resolve("project").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** Notes what it hears. */
    private final class Listener implements RunListener, TransferListener {
        @Override
        public void info(String remark) {
            heard.add("info " + remark);
        }

        @Override
        public void warning(String remark) {
            heard.add("warning " + remark);
        }

        @Override
        public void claimed(RunId run, int number) {
            heard.add("claimed " + number);
        }

        @Override
        public void executing() {
            whileItRuns.run();
        }

        @Override
        public TransferListener transfer() {
            return this;
        }

        @Override
        public void sent(SentRun run) {
            heard.add("sent " + run.record().number() + (run.provisional() ? " was " + run.before() : ""));
        }

        @Override
        public void waits(WaitingRuns waiting, @Nullable Exception why) {
            heard.add("waits " + waiting.runs() + " runs " + waiting.files() + " files "
                    + (why == null ? null : why.getMessage()));
        }
    }
}

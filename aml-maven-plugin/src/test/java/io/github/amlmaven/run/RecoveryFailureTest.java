package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a sweep does about a run that it cannot bring to its end, and what comes of it afterwards. */
@Timeout(60)
class RecoveryFailureTest implements RecoveryListener {
    @TempDir
    Path temp;

    private final List<String> heard = new ArrayList<>();
    private InterruptedRun run;
    private Path note;

    @BeforeEach
    void anInterruptedRunThatHasEnded() throws IOException {
        run = new InterruptedRun(temp, true);
        run.claim();
        run.stage("echo model > outputs/model");
        note = Path.of(run.launch().toString());
        run.execute();
        run.orphan();
    }

    @Test
    void whatWasTakenAndNotEndedIsTakenAgainByTheSameProcess() throws IOException {
        Path ended = Files.writeString(note.resolve("ended.json"), "{");
        sweep();
        sweep();
        assertThat(heard).hasSize(2).allMatch(line -> line.startsWith("failed Run 1: cannot read the step 'ended'"));

        Files.delete(ended);
        sweep();

        assertThat(heard.get(2)).isEqualTo("recovered Run 1");
        assertThat(run.history.find("1").status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(run.history.find("1").artifact("outputs/model").size()).isEqualTo(6);
        assertThat(note).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeNamedHereIsTold() throws IOException {
        Path staging = note.resolve("staging.json");
        Files.writeString(staging, Files.readString(staging).replace("\"run_folder\":\"", "\"run_folder\":\"\\u0000"));

        sweep();

        assertThat(heard).hasSize(1);
        assertThat(heard.get(0))
                .startsWith("failed A run: cannot read the name of the folder ")
                .contains("LC_ALL=");
    }

    @Test
    void aRunWhoseFolderIsNotNotedIsTold() throws IOException {
        Files.delete(note.resolve("staging.json"));

        sweep();

        assertThat(heard).hasSize(1);
        assertThat(heard.get(0))
                .startsWith("failed A run: the journal does not say in which folder the run is")
                .contains(note.toString());
    }

    private void sweep() throws IOException {
        new Recovery(run.journal, this, Duration.ofSeconds(10)).sweep();
    }

    @Override
    public void recovered(UnfinishedRun unfinished, RunRecord record) {
        heard.add("recovered " + unfinished.name());
    }

    @Override
    public void failed(UnfinishedRun unfinished, Exception failure) {
        heard.add("failed " + unfinished.name() + ": " + failure.getMessage());
    }
}

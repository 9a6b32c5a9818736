package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.compute.ComputeTarget;
import io.github.amlmaven.compute.ExitStatus;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.compute.TargetSettings;
import io.github.amlmaven.compute.TestEngine;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is recorded, and whose engine was away when its container was to be removed. */
class UnreleasedRunTest {
    @TempDir
    Path temp;

    @Test
    void staysInTheJournalUntilItsContainerIsGone() throws IOException {
        TestEngine.require();
        Path socket = temp.resolve("engine.sock");
        Map<String, Object> target =
                Map.of("type", "docker", "name", "docker", "shared_volumes", true, "engine", "unix://" + socket);
        InterruptedRun interrupted = new InterruptedRun(temp, true);
        OpenRun run = interrupted.claim();
        RunDirectory directory = interrupted.stage("echo result > outputs/result");
        JournalEntry entry = interrupted.launch(target);
        interrupted.execute();
        ComputeTarget away = TargetSettings.reopen(target, InterruptedRun.PROJECT, Credentials.NONE);

        Ending ending = new Ending(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 0), List.of(), null, false);
        new RunRecording(run, entry).complete(directory, ending, away);
        interrupted.orphan();

        assertThat(interrupted.history.find("1").status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(interrupted.journal.entries()).hasSize(1);
        assertThat(sweep(interrupted)).singleElement().satisfies(said -> assertThat(said)
                .startsWith("failed Run 1: cannot reach the Docker engine at unix://" + socket));
        assertThat(interrupted.journal.entries()).hasSize(1);

        Files.createSymbolicLink(socket, Path.of(TestEngine.HOST.substring("unix://".length())));
        assertThat(sweep(interrupted)).isEmpty();
        assertThat(interrupted.journal.entries()).isEmpty();
        assertThat(interrupted.history.find("1").status()).isEqualTo(RunStatus.COMPLETED);
    }

    private static List<String> sweep(InterruptedRun interrupted) throws IOException {
        HeardRecovery recovery = new HeardRecovery();
        recovery.sweep(interrupted.journal);
        return recovery.heard;
    }
}

package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.history.Metrics;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunOutcome;
import io.github.amlmaven.history.RunStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose end somebody has written without knowing what became of the script, or before there was one. */
@Timeout(60)
class GivenUpTest {
    @TempDir
    Path temp;

    private final HeardRecovery recovery = new HeardRecovery();

    @Test
    void aScriptThatGoesOnForNobodyIsStoppedAndTheRecordStays() throws Exception {
        InterruptedRun run = new InterruptedRun(temp, true);
        OpenRun open = run.claim();
        RunDirectory directory = run.stage("echo > outputs/up; while [ -d outputs ]; do sleep 0.02; done");
        run.launch();
        Thread script = run.executeAside();
        HeardRecovery.awaitFile(directory.outputs().resolve("up"));
        open.complete(new RunOutcome(
                RunStatus.FAILED,
                new Reason(Reason.Kind.OWNER_GONE, "given up by the user"),
                null,
                null,
                Instant.now(),
                Metrics.NONE,
                List.of(),
                List.of()));
        run.orphan();

        recovery.sweep(run.journal);

        script.join();
        assertThat(recovery.heard).containsExactly("stopped Run 1");
        assertThat(run.history.find("1").reason().orElseThrow().kind()).isEqualTo(Reason.Kind.OWNER_GONE);
        assertThat(run.journal.entries()).isEmpty();
    }

    @Test
    void aStopBeforeTheStartIsAStop() throws Exception {
        InterruptedRun run = new InterruptedRun(temp, true);
        run.claim();
        run.stage("true");
        run.launch().canceling();
        run.orphan();

        recovery.sweep(run.journal);

        assertThat(run.history.find("1").status()).isEqualTo(RunStatus.CANCELED);
    }
}

package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.Metrics;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunOutcome;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The kill-point matrix: what a sweep makes of a run, whatever step the build came to. */
@Timeout(60)
class RecoveryTest {
    @TempDir
    Path temp;

    private final HeardRecovery recovery = new HeardRecovery();
    private final List<String> heard = recovery.heard;

    @Test
    void aRunWhoseBuildLivesIsLeftAlone() throws IOException {
        InterruptedRun run = new InterruptedRun(temp, true);
        run.claim();

        recovery.sweep(run.journal);

        assertThat(heard).isEmpty();
        assertThat(run.journal.entries()).hasSize(1);
        assertThat(run.history.find("1").status()).isEqualTo(RunStatus.PREPARING);
    }

    @Test
    void beforeTheClaimNothingIsLeft() throws IOException {
        InterruptedRun run = new InterruptedRun(temp, true).orphan();

        recovery.sweep(run.journal);

        assertThat(heard).isEmpty();
        assertThat(run.journal.entries()).isEmpty();
        assertThat(temp.resolve("history")).doesNotExist();
    }

    @Test
    void aClaimWithoutMoreIsClosedAsNeverStarted() throws IOException {
        InterruptedRun other = new InterruptedRun(temp, true);
        other.claim();
        InterruptedRun run = new InterruptedRun(temp, true);
        run.claim();
        run.orphan();

        recovery.sweep(run.journal);

        assertThat(heard).containsExactly("recovered A run Failed NEVER_STARTED");
        assertThat(other.history.find("1").status()).isEqualTo(RunStatus.PREPARING);
    }

    @Test
    void aHalfCopyIsRemoved() throws IOException {
        InterruptedRun run = new InterruptedRun(temp, true);
        run.claim();
        RunDirectory directory = run.stage("echo hello");
        run.orphan();

        recovery.sweep(run.journal);

        assertThat(heard).containsExactly("recovered Run 1 Failed NEVER_STARTED");
        assertThat(directory.root()).doesNotExist();
    }

    @Test
    void aScriptThatWasAboutToStartNeverDoes() throws Exception {
        InterruptedRun run = new InterruptedRun(temp, true);
        run.claim();
        Path trace = temp.resolve("trace");
        run.stage("echo x >> " + trace);
        run.launch();
        run.orphan();

        recovery.sweep(run.journal);

        assertThat(heard).containsExactly("recovered Run 1 Failed NEVER_STARTED");
        assertThat(trace).doesNotExist();
    }

    @Test
    void aScriptThatGoesOnIsLeftAloneAndCollectedWhenItHasEnded() throws Exception {
        InterruptedRun run = new InterruptedRun(temp, true);
        run.claim();
        RunDirectory directory = run.stage(
                "echo > outputs/up; while ! test -e outputs/go; do sleep 0.02; done; echo model > outputs/model; exit 3");
        run.launch();
        Thread script = run.executeAside();
        HeardRecovery.awaitFile(directory.outputs().resolve("up"));
        run.orphan();

        recovery.sweep(run.journal);
        assertThat(heard).containsExactly("running Run 1");
        assertThat(run.history.find("1").status()).isEqualTo(RunStatus.RUNNING);

        Files.createFile(directory.outputs().resolve("go"));
        script.join();
        recovery.sweep(run.journal);

        assertThat(heard).containsExactly("running Run 1", "recovered Run 1 Failed EXIT_CODE");
        RunRecord record = run.history.find("1");
        assertThat(record.exitCode()).isEqualTo(3);
        assertThat(record.artifact("outputs/model").size()).isEqualTo(6);
        assertThat(run.journal.entries()).isEmpty();
    }

    @Test
    void aStopThatNobodyCameToCarryOutIsCarriedOut() throws Exception {
        for (boolean inTheJournal : List.of(true, false)) {
            heard.clear();
            InterruptedRun run = new InterruptedRun(temp, true);
            run.claim();
            RunDirectory directory = run.stage("echo half > outputs/half; while :; do sleep 0.02; done");
            JournalEntry entry = run.launch();
            run.executeAside();
            HeardRecovery.awaitFile(directory.outputs().resolve("half"));
            run.orphan();
            if (inTheJournal) {
                entry.canceling();
            } else {
                run.history.cancel(run.history.find("last"));
            }

            recovery.sweep(run.journal);

            RunRecord record = run.history.find("last");
            assertThat(record.status()).isEqualTo(RunStatus.CANCELED);
            assertThat(record.artifact("outputs/half").size()).isEqualTo(5);
        }
    }

    @Test
    void aCollectionThatStoppedHalfWayIsGoneOnWith() throws IOException {
        for (boolean noted : List.of(true, false)) {
            InterruptedRun run = new InterruptedRun(temp, true);
            OpenRun open = run.claim();
            RunDirectory directory = run.stage("echo a > outputs/a; echo b > outputs/b");
            JournalEntry entry = run.launch();
            run.execute();
            Artifact first =
                    open.add(new ArtifactPath("outputs/a"), directory.outputs().resolve("a"));
            open.add(new ArtifactPath("azureml-logs/driver_log.txt"), directory.driverLog());
            if (noted) {
                entry.collected(first);
            }
            run.orphan();

            recovery.sweep(run.journal);

            RunRecord record = run.history.find("last");
            assertThat(record.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(record.artifact("outputs/a").sha256()).isEqualTo(first.sha256());
            assertThat(record.artifacts()).hasSize(4);
            assertThat(record.notCollected()).isEmpty();
        }
    }

    @Test
    void aRecordThatIsThereIsNotTouched() throws IOException {
        InterruptedRun run = new InterruptedRun(temp, true);
        OpenRun open = run.claim();
        run.stage("true");
        JournalEntry entry = run.launch();
        run.execute();
        new RunRecording(open, entry).complete(new Reason(Reason.Kind.LAUNCH_FAILED, "as it was"));
        InterruptedRun again = new InterruptedRun(temp, true);
        OpenRun second = again.claim();
        again.stage("true");
        second.complete(
                new RunOutcome(RunStatus.COMPLETED, null, 0, null, Instant.now(), Metrics.NONE, List.of(), List.of()));
        again.orphan();

        recovery.sweep(again.journal);

        assertThat(heard).isEmpty();
        assertThat(again.journal.entries()).isEmpty();
        assertThat(again.history.find("1").reason().orElseThrow().words()).isEqualTo("as it was");
        assertThat(again.history.find("2").status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void aRestartOfTheComputerIsTheReasonWhenNothingElseIsKnown() throws IOException {
        InterruptedRun run = new InterruptedRun(temp, true);
        run.claim();
        RunDirectory directory = run.stage("true");
        run.launch();
        Files.createDirectory(directory.complete().resolveSibling("started"));
        Files.writeString(directory.outputs().resolve("half"), "half");
        run.reboot();

        recovery.sweep(run.journal);

        assertThat(heard).containsExactly("recovered Run 1 Failed HOST_REBOOTED");
        assertThat(run.history.find("1").artifact("outputs/half").size()).isEqualTo(4);
    }

    @Test
    void aRunFolderThatIsGoneIsSaidToBe() throws IOException {
        InterruptedRun run = new InterruptedRun(temp, true);
        run.claim();
        RunDirectory directory = run.stage("echo x > outputs/x");
        run.launch();
        run.execute();
        directory.delete();
        run.orphan();

        recovery.sweep(run.journal);

        assertThat(heard).containsExactly("recovered Run 1 Failed RESULT_UNKNOWN");
        assertThat(run.history.find("1").notCollected())
                .extracting(left -> left.path() + " " + left.reason())
                .containsExactly("outputs is gone: somebody removed " + directory.root());
    }

    @Test
    void aDamagedEntryIsToldAndKeepsNoOtherBack() throws IOException {
        InterruptedRun damaged = new InterruptedRun(temp, true);
        damaged.claim();
        Path begin = Path.of(damaged.journal.entries().get(0).toString(), "begin.json");
        Files.writeString(begin, "{\"owner\": 7, \"tracked\"");
        InterruptedRun run = new InterruptedRun(temp, true);
        run.claim();
        run.orphan();

        recovery.sweep(run.journal);

        assertThat(heard).hasSize(2);
        assertThat(heard.get(0))
                .startsWith("failed A run: cannot read the step 'begin' of a run in the journal: ")
                .contains("-> ");
        assertThat(heard.get(1)).isEqualTo("recovered A run Failed NEVER_STARTED");
    }
}

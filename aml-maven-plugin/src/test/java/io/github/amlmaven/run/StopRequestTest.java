package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StopRequestTest {
    @TempDir
    Path temp;

    private OtherBuild build;
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void endBuild() throws IOException {
        build.close();
    }

    @Test
    void theBuildThatLooksAfterARunStopsIt() throws Exception {
        build = new OtherBuild(temp, OtherBuild.WAITING);
        RunRecord run = build.startScript("");

        RunRecord ended = stop(run, "journal", false);

        assertThat(ended.status()).isEqualTo(RunStatus.CANCELED);
        assertThat(ended.artifact("outputs/half").size()).isEqualTo(5);
        assertThat(heard).containsExactly("by " + build.maven().pid());
        assertThat(build.maven().waitFor()).isZero();
        assertThat(stop(ended, "journal", false)).isSameAs(ended);
    }

    @Test
    void aRunThatIsStillBeingCopiedNeverStartsItsScript() throws Exception {
        build = new OtherBuild(temp, OtherBuild.WAITING);
        Path data = Files.createDirectory(temp.resolve("project/data"));
        for (int i = 0; i < 3000; i++) {
            Files.writeString(data.resolve("file" + i), "content " + i);
        }
        build.start("");
        while (build.history.newest() == 0) {
            Thread.sleep(5);
        }
        RunRecord run = build.history.find("last");
        assertThat(run.status()).isEqualTo(RunStatus.PREPARING);

        RunRecord ended = stop(run, "journal", false);

        assertThat(ended.status()).isEqualTo(RunStatus.CANCELED);
        assertThat(ended.artifacts())
                .extracting(artifact -> artifact.path().value())
                .doesNotContain("outputs/half");
    }

    @Test
    void aRunWhoseBuildIsGoneIsStoppedHere() throws Exception {
        build = new OtherBuild(temp, "trap '' TERM\n" + OtherBuild.WAITING);
        RunRecord run = build.startScript("");
        build.kill();

        RunRecord ended = stop(run, "journal", false);

        assertThat(ended.status()).isEqualTo(RunStatus.CANCELED);
        assertThat(ended.artifact("outputs/half").size()).isEqualTo(5);
        assertThat(heard).containsExactly("here");
        assertThat(new Journal(temp.resolve("journal")).entries()).isEmpty();
        assertThat(processesOf(run)).isEmpty();
    }

    @Test
    void aRunThatHadEndedByItselfKeepsItsResult() throws Exception {
        build = new OtherBuild(temp, OtherBuild.WAITING);
        RunRecord run = build.startScript("");
        build.kill();
        build.letEnd();
        while (!processesOf(run).isEmpty()) {
            Thread.sleep(50);
        }

        RunRecord ended = stop(run, "journal", false);

        assertThat(ended.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(ended.artifact("outputs/kept").size()).isEqualTo(5);
    }

    @Test
    void anotherComputerIsAskedAndAnswers() throws Exception {
        build = new OtherBuild(temp, OtherBuild.WAITING);
        RunRecord run = build.startScript("far-away");

        assertThat(stop(run, "journal", false).status()).isEqualTo(RunStatus.CANCELED);
        assertThat(heard).containsExactly("elsewhere");
    }

    @Test
    void aRunOfASilentComputerIsGivenUpOnlyOnRequest() throws Exception {
        build = new OtherBuild(temp, OtherBuild.WAITING);
        RunRecord run = build.startScript("far-away");
        build.kill();
        Path objects = temp.resolve("history/local/default/iris/runs/" + run.id());
        try (var files = Files.list(objects)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(600)));
            }
        }
        RunRecord silent = build.history.find("last");
        assertThat(silent.status()).isEqualTo(RunStatus.UNKNOWN);

        assertThatThrownBy(() -> stop(silent, "journal", false))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("silent for 10 minutes")
                .hasMessageContaining("-Daml.force");
        RunRecord ended = stop(silent, "journal", true);

        assertThat(ended.status()).isEqualTo(RunStatus.FAILED);
        assertThat(ended.reason().orElseThrow().words()).isEqualTo("given up by the user");
        assertThat(ended.start()).isPresent();
        assertThat(build.history.find("last").fields()).isEqualTo(ended.fields());
    }

    @Test
    void aRunThatTheJournalDoesNotKnowIsGivenUpOnlyOnRequest() throws Exception {
        build = new OtherBuild(temp, OtherBuild.WAITING);
        RunRecord run = build.startScript("");
        build.kill();

        assertThatThrownBy(() -> stop(run, "other", false))
                .hasMessageContaining("is gone")
                .hasMessageContaining("-Daml.journalFolder");
        assertThat(stop(run, "other", true).status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void aDamagedRecordIsNeverReplaced() throws Exception {
        build = new OtherBuild(temp, "true\n");
        assertThat(build.start("").waitFor()).isZero();
        Path record = temp.resolve(
                "history/local/default/iris/runs/" + build.history.find("last").id() + "/final.json");
        Files.writeString(record, "{");
        RunRecord damaged = build.history.find("last");

        assertThatThrownBy(() -> stop(damaged, "journal", true)).hasMessageContaining("damaged");
        assertThat(record).hasContent("{");
    }

    private RunRecord stop(RunRecord run, String journalFolder, boolean giveUp) throws IOException {
        Journal journal = new Journal(temp.resolve(journalFolder));
        Duration grace = Duration.ofSeconds(1);
        Recovery recovery = new Recovery(journal, new RecoveryListener() {}, grace);
        return new StopRequest(build.history, journal, recovery, grace, new Listener()).stop(run, giveUp);
    }

    /** By the path of the run folder, which is in the environment of all of them. */
    private static List<Long> processesOf(RunRecord run) {
        return ProcessHandle.allProcesses()
                .filter(process -> environment(process).contains(run.id().value()))
                .map(ProcessHandle::pid)
                .toList();
    }

    private static String environment(ProcessHandle process) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "environ"),
                    java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended, or is another user's
        }
    }

    private final class Listener implements StopListener {
        @Override
        public void stoppedBy(RunRecord run, long process) {
            heard.add("by " + process);
        }

        @Override
        public void stoppedHere(RunRecord run) {
            heard.add("here");
        }

        @Override
        public void stoppedElsewhere(RunRecord run) {
            heard.add("elsewhere");
        }
    }
}

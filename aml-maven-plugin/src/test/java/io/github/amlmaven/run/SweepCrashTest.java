package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.store.FolderStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the next goal makes of a sweep whose build was killed. */
@Timeout(120)
class SweepCrashTest {
    @TempDir
    Path folder;

    private Path project;
    private RunHistory history;
    private Journal journal;

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(folder.resolve("project"));
        Files.createDirectories(project.resolve("aml_config"));
        Files.writeString(project.resolve("aml_config/local.compute"), "type: local\n");
        Files.writeString(
                project.resolve("aml_config/local.runconfig"),
                "ArgumentVector: [train.sh]\nTarget: local\nFramework: Python\n");
        Files.writeString(
                project.resolve("train.sh"),
                "test $1 != 1 || exit 0; touch %1$s/at-$1; while [ ! -e %1$s/go ]; do sleep 0.05; done\n"
                        .formatted(folder));
        history = new RunHistory(new FolderStore(folder.resolve("history")), new ProjectId("local", "default", "iris"));
        journal = new Journal(folder.resolve("journal"));
    }

    @Test
    void theSweepHasFailedItsRunsGoOnAndAnotherTakesThemOver() throws Exception {
        Process build = start("1..5", 2);
        HeardRecovery.awaitFile(folder.resolve("at-2"));
        HeardRecovery.awaitFile(folder.resolve("at-3"));
        build.destroyForcibly().waitFor();

        HeardRecovery recovery = new HeardRecovery();
        recovery.sweep(journal);
        assertThat(recovery.heard)
                .hasSize(3)
                .contains("recovered Run 1 Failed OWNER_GONE", "running Run 4")
                .anyMatch(line -> line.matches("running Run [23]"));
        RunRecord sweep = history.find("1");
        assertThat(sweep.status()).isEqualTo(RunStatus.FAILED);
        assertThat(sweep.isSweep()).isTrue();
        assertThat(sweep.reason().orElseThrow().words()).isEqualTo("the build ended before the sweep did");
        assertThatThrownBy(() -> SweepResume.of(history, "last"))
                .hasMessageContaining("of the sweep is Running")
                .hasMessageContaining("mvn aml:cancel -Daml.run=");

        Files.createFile(folder.resolve("go"));
        while (!journal.entries().isEmpty()) {
            recovery.sweep(journal);
            Thread.sleep(100);
        }
        SweepResume resume = SweepResume.of(history, "last");
        assertThat(resume.taken()).extracting(SweepChild::number).containsExactlyInAnyOrder(2, 3, 4);
        assertThat(resume.missing()).extracting(SweepCombination::toString).containsExactly("arg1=4", "arg1=5");
    }

    @Test
    void aTermStopsItAndAllItsRuns() throws Exception {
        Process build = start("2..5", 2);
        HeardRecovery.awaitFile(folder.resolve("at-2"));
        HeardRecovery.awaitFile(folder.resolve("at-3"));
        build.destroy();
        build.waitFor();
        assertThat(history.find("1").status()).isEqualTo(RunStatus.CANCELED);
        assertThat(history.find("2").status()).isEqualTo(RunStatus.CANCELED);
        assertThat(history.find("3").status()).isEqualTo(RunStatus.CANCELED);
        assertThat(history.newest()).isEqualTo(3);
        assertThat(journal.entries()).isEmpty();
    }

    private Process start(String grid, int parallel) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SweepProcess.class.getName(),
                        project.toString(),
                        folder.toString(),
                        grid,
                        Integer.toString(parallel))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}

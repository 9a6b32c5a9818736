package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.store.Stores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class RunLogTest {
    private static final String WAITING = """
            echo begun
            while ! [ -e "$GO" ]; do sleep 0.05; done
            echo ended
            echo kept > outputs/kept
            """;

    @TempDir
    Path temp;

    private Path project;
    private Path go;
    private RunHistory history;
    private Process maven;
    private final List<String> heard = new ArrayList<>();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @BeforeEach
    void makeProject() throws IOException {
        go = temp.resolve("go");
        project = Files.createDirectories(temp.resolve("project"));
        write("aml_config/local.compute", "type: local\n");
        write(
                "aml_config/local.runconfig",
                "ArgumentVector: [train.sh]\nTarget: local\nFramework: Python\nEnvironmentVariables: {GO: " + go
                        + "}\n");
        history = new RunHistory(Stores.open("history", temp), new ProjectId("local", "default", "iris"));
    }

    @AfterEach
    void endMaven() throws IOException {
        Files.writeString(go, "");
        if (maven != null) {
            maven.destroyForcibly();
        }
    }

    @Test
    void showsTheLogOfARunUnderWayAndFollowsItToItsEnd() throws Exception {
        write("train.sh", WAITING);
        RunRecord run = start();

        log(-1).write(run, shown);
        assertThat(text()).isEqualTo("begun\n");
        shown.reset();
        CompletableFuture<RunRecord> following = follow(run);
        until("begun\n");
        Files.writeString(go, "");

        assertThat(following.get(60, TimeUnit.SECONDS).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(text()).isEqualTo("begun\nended\n");
        assertThat(heard).isEmpty();
        assertThat(maven.waitFor()).isZero();
    }

    @Test
    void followsARunWithoutMavenAndBringsItToItsEnd() throws Exception {
        write("train.sh", WAITING);
        RunRecord run = start();
        maven.destroyForcibly().waitFor();

        CompletableFuture<RunRecord> following = follow(run);
        until("begun\n");
        assertThat(following).isNotDone();
        Files.writeString(go, "");

        RunRecord ended = following.get(60, TimeUnit.SECONDS);
        assertThat(ended.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(ended.artifact("outputs/kept").size()).isEqualTo(5);
        assertThat(text()).isEqualTo("begun\nended\n");
        assertThat(heard).containsExactly("recovered");
        assertThat(new Journal(temp.resolve("journal")).entries()).isEmpty();
    }

    @Test
    void goesThroughALogThatIsCutShortAndOneThatIsReplacedByAPipe() throws Exception {
        write("train.sh", """
                echo a long line to begin with
                while ! [ -e "$GO" ]; do sleep 0.05; done
                : > azureml-logs/driver_log.txt
                sleep 1
                echo short
                rm azureml-logs/driver_log.txt
                mkfifo azureml-logs/driver_log.txt
                echo unseen by name
                """);
        RunRecord run = start();
        CompletableFuture<RunRecord> following = follow(run);
        until("a long line to begin with\n");
        Files.writeString(go, "");

        RunRecord ended = following.get(60, TimeUnit.SECONDS);
        assertThat(text()).isEqualTo("a long line to begin with\nshort\nunseen by name\n");
        assertThat(heard).containsExactly("shortened");
        shown.reset();
        log(-1).write(ended, shown);
        assertThat(text()).isEmpty();
        assertThat(heard).containsExactly("shortened", "not kept");
    }

    @Test
    void aPipeInThePlaceOfTheLogKeepsNobodyWaiting() throws Exception {
        write(
                "train.sh",
                "rm azureml-logs/driver_log.txt; mkfifo azureml-logs/driver_log.txt; touch \"$GO.fifo\"\n" + WAITING);
        maven = maven();
        while (!Files.exists(temp.resolve("go.fifo"))) {
            Thread.sleep(20);
        }
        RunRecord run = history.find("last");

        log(-1).write(run, shown);
        assertThat(heard).containsExactly("nothing yet");
        CompletableFuture<RunRecord> following = follow(run);
        Files.writeString(go, "");

        assertThat(following.get(60, TimeUnit.SECONDS).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(text()).isEmpty();
    }

    @Test
    void showsTheLastLinesOfARunThatHasEnded() throws Exception {
        write("train.sh", "printf 'one\\ntwo\\nthree'\n");
        assertThat(maven().waitFor()).isZero();
        RunRecord run = history.find("last");

        log(2).write(run, shown);
        assertThat(text()).isEqualTo("two\nthree");
        shown.reset();
        log(-1).follow(run, recovery(), shown);
        assertThat(text()).isEqualTo("one\ntwo\nthree");
    }

    @Test
    void saysSoWhenTheJournalDoesNotKnowARunThatNobodyLooksAfter() throws Exception {
        write("train.sh", WAITING);
        RunRecord run = start();
        maven.destroyForcibly().waitFor();
        Journal other = new Journal(temp.resolve("other"));
        RunLog log = new RunLog(history, other, -1, new Listener());

        assertThatThrownBy(() -> log.write(run, shown))
                .hasMessageContaining("does not know the run")
                .hasMessageContaining("-Daml.journalFolder");
        assertThatThrownBy(() -> log.follow(run, recovery(other), shown)).hasMessageContaining("-Daml.force");
    }

    private RunRecord start() throws Exception {
        maven = maven();
        String line = maven.inputReader().readLine();
        while (line != null && !line.startsWith("begun") && !line.startsWith("a long line")) {
            line = maven.inputReader().readLine();
        }
        assertThat(line).isNotNull();
        return history.find("last");
    }

    private Process maven() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        InterruptedExperiment.class.getName(),
                        project.toString(),
                        temp.toString())
                .redirectErrorStream(true)
                .start();
    }

    private CompletableFuture<RunRecord> follow(RunRecord run) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return log(-1).follow(run, recovery(), shown);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private void until(String expected) throws InterruptedException {
        while (!text().equals(expected)) {
            Thread.sleep(20);
        }
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    private RunLog log(int lines) {
        return new RunLog(history, new Journal(temp.resolve("journal")), lines, new Listener());
    }

    private Recovery recovery() {
        return recovery(new Journal(temp.resolve("journal")));
    }

    private Recovery recovery(Journal journal) {
        RecoveryListener listener = new RecoveryListener() {
            @Override
            public void recovered(UnfinishedRun run, RunRecord record) {
                heard.add("recovered");
            }
        };
        return new Recovery(journal, listener, Duration.ofSeconds(5));
    }

    private void write(String file, String content) throws IOException {
        Path path = project.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private final class Listener implements RunLogListener {
        @Override
        public void nothingYet(RunRecord run) {
            heard.add("nothing yet");
        }

        @Override
        public void elsewhere(RunRecord run) {
            heard.add("elsewhere");
        }

        @Override
        public void shortened() {
            heard.add("shortened");
        }

        @Override
        public void notKept(RunRecord run) {
            heard.add("not kept");
        }
    }
}

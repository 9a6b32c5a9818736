package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class RunLogTest {
    @TempDir
    Path temp;

    private OtherBuild build;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @AfterEach
    void endBuild() throws IOException {
        build.close();
    }

    @Test
    void showsTheLogOfARunUnderWayAndFollowsItToItsEnd() throws Exception {
        build = new OtherBuild(temp, OtherBuild.WAITING);
        RunRecord run = build.startScript("");

        log(-1).write(run, shown);
        assertThat(text()).isEqualTo("begun\n");
        shown.reset();
        CompletableFuture<RunRecord> following = follow(run);
        until("begun\n");
        build.letEnd();

        assertThat(following.get(60, TimeUnit.SECONDS).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(text()).isEqualTo("begun\nended\n");
        assertThat(heard).isEmpty();
        assertThat(build.maven().waitFor()).isZero();
    }

    @Test
    void followsARunWithoutMavenAndBringsItToItsEnd() throws Exception {
        build = new OtherBuild(temp, OtherBuild.WAITING);
        RunRecord run = build.startScript("");
        build.kill();

        CompletableFuture<RunRecord> following = follow(run);
        until("begun\n");
        assertThat(following).isNotDone();
        build.letEnd();

        RunRecord ended = following.get(60, TimeUnit.SECONDS);
        assertThat(ended.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(ended.artifact("outputs/kept").size()).isEqualTo(5);
        assertThat(text()).isEqualTo("begun\nended\n");
        assertThat(heard).containsExactly("recovered");
        assertThat(new Journal(temp.resolve("journal")).entries()).isEmpty();
    }

    @Test
    void goesThroughALogThatIsCutShortAndOneThatIsReplacedByAPipe() throws Exception {
        build = new OtherBuild(temp, """
                echo begun with a long line
                while [ -d outputs ] && ! [ -e "$GO" ]; do sleep 0.05; done
                : > azureml-logs/driver_log.txt
                sleep 1
                echo short
                rm azureml-logs/driver_log.txt
                mkfifo azureml-logs/driver_log.txt
                echo unseen by name
                """);
        RunRecord run = build.startScript("");
        CompletableFuture<RunRecord> following = follow(run);
        until("begun with a long line\n");
        build.letEnd();

        RunRecord ended = following.get(60, TimeUnit.SECONDS);
        assertThat(text()).isEqualTo("begun with a long line\nshort\nunseen by name\n");
        assertThat(heard).containsExactly("shortened");
        shown.reset();
        log(-1).write(ended, shown);
        assertThat(text()).isEmpty();
        assertThat(heard).containsExactly("shortened", "not kept");
    }

    @Test
    void aPipeInThePlaceOfTheLogKeepsNobodyWaiting() throws Exception {
        build = new OtherBuild(
                temp,
                "rm azureml-logs/driver_log.txt; mkfifo azureml-logs/driver_log.txt; touch \"$GO.fifo\"\n"
                        + OtherBuild.WAITING);
        build.start("");
        while (!Files.exists(temp.resolve("go.fifo"))) {
            Thread.sleep(20);
        }
        RunRecord run = build.history.find("last");

        log(-1).write(run, shown);
        assertThat(heard).containsExactly("nothing yet");
        CompletableFuture<RunRecord> following = follow(run);
        build.letEnd();

        assertThat(following.get(60, TimeUnit.SECONDS).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(text()).isEmpty();
    }

    @Test
    void showsTheLastLinesOfARunThatHasEnded() throws Exception {
        build = new OtherBuild(temp, "printf 'one\\ntwo\\nthree'\n");
        assertThat(build.start("").waitFor()).isZero();
        RunRecord run = build.history.find("last");

        log(2).write(run, shown);
        assertThat(text()).isEqualTo("two\nthree");
        shown.reset();
        log(-1).follow(run, recovery(), shown);
        assertThat(text()).isEqualTo("one\ntwo\nthree");
    }

    @Test
    void theLogOfAnotherComputerComesWithItsEnd() throws Exception {
        build = new OtherBuild(temp, OtherBuild.WAITING);
        RunRecord run = build.startScript("far-away");
        Journal other = new Journal(temp.resolve("other"));
        RunLog log = new RunLog(build.history, other, 1, new Listener());

        log.write(run, shown);
        assertThat(text()).isEmpty();
        assertThat(heard).containsExactly("elsewhere");
        CompletableFuture<RunRecord> following = CompletableFuture.supplyAsync(() -> {
            try {
                return log.follow(run, recovery(other), shown);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        while (heard.size() < 2) {
            Thread.sleep(20);
        }
        build.letEnd();

        assertThat(following.get(60, TimeUnit.SECONDS).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(text()).isEqualTo("ended\n");
        assertThat(heard).containsExactly("elsewhere", "elsewhere");
    }

    @Test
    void saysSoWhenTheJournalDoesNotKnowARunThatNobodyLooksAfter() throws Exception {
        build = new OtherBuild(temp, OtherBuild.WAITING);
        RunRecord run = build.startScript("");
        build.kill();
        Journal other = new Journal(temp.resolve("other"));
        RunLog log = new RunLog(build.history, other, -1, new Listener());

        assertThatThrownBy(() -> log.write(run, shown))
                .hasMessageContaining("does not know the run")
                .hasMessageContaining("-Daml.journalFolder");
        assertThatThrownBy(() -> log.follow(run, recovery(other), shown)).hasMessageContaining("-Daml.force");
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
        return new RunLog(build.history, new Journal(temp.resolve("journal")), lines, new Listener());
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

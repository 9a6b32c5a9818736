package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.compute.RunsFolder;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.Metrics;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunOutcome;
import io.github.amlmaven.history.RunStart;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which run folders go, and which stay. */
@Timeout(60)
class GarbageCollectionTest {
    private static final ProjectId PROJECT = InterruptedRun.PROJECT;
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    @TempDir
    Path temp;

    private GarbageScene scene;

    @BeforeEach
    void makeProject() throws IOException {
        scene = new GarbageScene(temp, PROJECT);
    }

    @Test
    void withoutRunsThereIsNothingAndNothingIsMade() throws IOException {
        assertThat(scene.found()).isEmpty();
        assertThat(temp).isDirectoryNotContaining("glob:**{history,journal,runs}");
    }

    @Test
    void aLookFindsTheFoldersOfRunsThatHaveEndedAndTouchesNothing() throws IOException {
        RunResult first = scene.run(1000);
        RunResult second = scene.run(1000);

        List<Garbage> garbage = scene.collection().collect();

        assertThat(garbage)
                .extracting(GarbageScene::words)
                .containsExactly("GOES folder Run 1 is Completed", "GOES folder Run 2 is Completed");
        assertThat(garbage).extracting(Garbage::name).containsExactly(folder(first), folder(second));
        assertThat(garbage).allMatch(each -> each.bytes() > 100);
        assertThat(first.runFolder()).isDirectory();
        assertThat(second.runFolder()).isDirectory();
    }

    @Test
    void theyAreRemovedAndTheHistoryKeepsEverything() throws IOException {
        RunResult run = scene.run(1000);

        scene.removed();

        assertThat(run.runFolder()).doesNotExist();
        assertThat(scene.found()).isEmpty();
        Path again = temp.resolve("again");
        scene.history.download(
                scene.history.find("1"), scene.history.find("1").matching("outputs/model"), again, false);
        assertThat(again.resolve("outputs/model")).hasContent("model");
    }

    @Test
    void whatWasNotCollectedStaysUnlessTheUserInsists() throws IOException {
        scene.write("train.sh", "head -c 2000 /dev/zero > outputs/big; head -c 1000 /dev/zero > outputs/big2\n");
        RunResult run = scene.run(1000);

        assertThat(scene.removed())
                .containsExactly(
                        "STAYS folder Run 1 is Completed, and here is what was not collected: outputs/big and 1 more");
        assertThat(scene.collection().collect().get(0).remedy()).isEqualTo("-Daml.force removes it all the same");
        assertThat(run.runFolder().resolve("outputs/big")).hasSize(2000);

        assertThat(scene.force().removed()).containsExactly("GOES folder Run 1 is Completed");
        assertThat(run.runFolder()).doesNotExist();
    }

    @Test
    void aRunInTheJournalKeepsItsFolder() throws IOException {
        InterruptedRun run = new InterruptedRun(temp, true);
        run.claim();
        RunDirectory directory = run.stage("true");

        assertThat(scene.force().later(TWO_DAYS).removed()).containsExactly("STAYS folder Run 1 is under way");
        run.orphan();
        assertThat(scene.removed()).containsExactly("STAYS folder Run 1 was interrupted");
        assertThat(directory.root()).isDirectory();
    }

    @Test
    void aRunThatHasBegunToNeedItMeanwhileKeepsItsFolder() throws IOException {
        RunResult run = scene.run(1000);
        GarbageCollection collection = scene.collection();
        Garbage garbage = collection.collect().get(0);
        JournalEntry entry = scene.journal.begin(scene.history, 0, true);
        entry.staging(run.id(), 1, run.runFolder());

        assertThat(collection.remove(garbage))
                .extracting(GarbageScene::words)
                .isEqualTo("STAYS folder Run 1 is under way");
        assertThat(run.runFolder()).isDirectory();

        entry.close();
        assertThat(collection.remove(garbage).fate()).isEqualTo(Garbage.Fate.GOES);
        assertThat(collection.remove(garbage).fate()).isEqualTo(Garbage.Fate.GONE);
    }

    @Test
    void aRunWithoutAnEndKeepsItsFolderAlsoWhenTheJournalIsGone() throws IOException {
        InterruptedRun run = new InterruptedRun(temp, true);
        run.claim();
        RunDirectory directory = run.stage("true");
        forgetJournal();

        assertThat(scene.force().later(TWO_DAYS).removed()).containsExactly("STAYS folder Run 1 is Preparing");
        assertThat(directory.root()).isDirectory();
    }

    @Test
    void whatARunHadWrittenThatWasGivenUpStaysUnlessTheUserInsists() throws IOException {
        InterruptedRun run = new InterruptedRun(temp, true);
        run.claim();
        run.stage("true");
        forgetJournal();
        scene.history.giveUp(scene.history.find("1"));

        assertThat(scene.removed()).containsExactly("STAYS folder Run 1 is Failed, and here is what was not collected");
        assertThat(scene.force().removed()).containsExactly("GOES folder Run 1 is Failed");
    }

    @Test
    void aScriptThatGoesOnKeepsItsFolder() throws Exception {
        InterruptedRun run = new InterruptedRun(temp, true);
        run.claim();
        RunDirectory directory = run.stage("echo > outputs/up; while ! test -e outputs/go; do sleep 0.02; done");
        run.launch();
        Thread script = run.executeAside();
        HeardRecovery.awaitFile(directory.outputs().resolve("up"));
        run.end();

        assertThat(scene.force().removed()).containsExactly("STAYS folder a process of its run goes on");

        Files.createFile(directory.outputs().resolve("go"));
        script.join();
        assertThat(scene.removed()).containsExactly("GOES folder Run 1 is Completed");
    }

    @Test
    void theFolderOfARunWithoutARecordStaysForADay() throws IOException {
        scene.write(
                "aml_config/local.runconfig",
                "ArgumentVector: [train.sh]\nTarget: local\nFramework: Python\nTrackedRun: false\n");
        RunResult run = scene.run(1000);

        assertThat(scene.force().removed()).containsExactly("YOUNG folder");
        assertThat(run.runFolder()).isDirectory();

        assertThat(scene.later(TWO_DAYS).removed())
                .containsExactly("GOES folder its run is not recorded; what that has written is nowhere else");
        assertThat(run.runFolder()).doesNotExist();
    }

    @Test
    void aDamagedJournalEntryCanBeOfAnyRunWithoutARecord() throws IOException {
        RunResult recorded = scene.run(1000);
        scene.write(
                "aml_config/local.runconfig",
                "ArgumentVector: [train.sh]\nTarget: local\nFramework: Python\nTrackedRun: false\n");
        RunResult run = scene.run(1000);
        JournalEntry entry = scene.journal.begin(scene.history, 0, true);
        Files.writeString(Path.of(entry.toString(), "staging.json"), "{\"run_id\":");

        assertThat(scene.later(TWO_DAYS).removed())
                .containsExactly(
                        "GOES folder Run 1 is Completed",
                        "STAYS folder its run is not recorded, and may be that of a damaged entry in the journal");
        assertThat(recorded.runFolder()).doesNotExist();
        assertThat(run.runFolder()).isDirectory();
    }

    @Test
    void theRunsOfAnotherHistoryAreLeftAlone() throws IOException {
        RunResult run = scene.run(1000);
        RunsFolder.at(scene.runs).create(new RunId("iris2_1500000000001")).addRunFolders();
        RunsFolder.at(scene.runs).create(new RunId("iris_1500000000001")).addRunFolders();
        Files.move(temp.resolve("history"), temp.resolve("other-history"));

        GarbageCollection collection = scene.force().later(TWO_DAYS).collection();

        assertThat(collection.collect())
                .extracting(GarbageScene::words)
                .containsExactly("FOREIGN folder", "FOREIGN folder");
        assertThat(collection.remarks())
                .containsExactly(
                        "Folders of other projects in " + scene.runs.toRealPath() + " are left alone: 1 of iris2");
        assertThat(run.runFolder()).isDirectory();
    }

    @Test
    void whatIsNotOldEnoughStays() throws IOException {
        scene.run(1000);

        assertThat(scene.olderThan(Duration.ofHours(1)).found()).containsExactly("YOUNG folder");
        assertThat(scene.later(TWO_DAYS).found()).containsExactly("GOES folder Run 1 is Completed");
    }

    @Test
    void theAgeOfARunIsThatOfItsEnd() throws IOException {
        Instant then = Instant.parse("2017-09-08T12:31:21Z");
        RunHistory history = new RunHistory(Stores.open("history", temp), PROJECT, Clock.fixed(then, ZoneOffset.UTC));
        JournalEntry entry = scene.journal.begin(history, 0, true);
        OpenRun run = history.claim(new RunStart("train.sh", List.of(), "local", "local", Map.of()), entry);
        RunsFolder.at(scene.runs).create(run.id()).addRunFolders();
        run.complete(
                new RunOutcome(RunStatus.COMPLETED, null, 0, then, Instant.now(), Metrics.NONE, List.of(), List.of()));
        entry.close();

        assertThat(scene.olderThan(Duration.ofHours(1)).found()).containsExactly("YOUNG folder");
    }

    /** G19: whatever falls between whichever steps. */
    @Test
    void runsBesideACollectionLoseNothing() throws Exception {
        Tries tries = Tries.of("Runs beside a collection", 10, 100);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> removed = CompletableFuture.supplyAsync(() -> {
            int rounds = 0;
            while (!over.get()) {
                try {
                    scene.removed();
                    rounds++;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return rounds;
        });
        for (int number = 1; number <= tries.count(); number++) {
            scene.write("train.sh", "sleep 0.0" + tries.random().nextInt(10) + "; echo model > outputs/model\n");

            RunResult run = scene.run(1000);

            assertThat(run.failure()).isNull();
            assertThat(run.record().number()).isEqualTo(number);
            assertThat(run.record().artifacts()).hasSize(3);
            assertThat(run.record().notCollected()).isEmpty();
        }
        over.set(true);
        int rounds = removed.get(30, TimeUnit.SECONDS);
        scene.removed();
        assertThat(scene.runs).isEmptyDirectory();
        tries.done(rounds + " collections beside them");
    }

    private static String folder(RunResult run) {
        return run.runFolder().toString();
    }

    /** As a user does who moves to another computer, or tidies up too much. */
    private void forgetJournal() throws IOException {
        Files.move(temp.resolve("journal"), temp.resolve("lost-journal"));
        assertThat(new Journal(temp.resolve("journal")).entries()).isEmpty();
    }
}

package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.LeftoverScene;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.compute.RunsFolder;
import io.github.amlmaven.config.ProjectConfiguration;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.NotCollected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which containers and images of a real engine go, and which stay. */
@Timeout(120)
class EngineGarbageTest {
    private static final Duration TWO_DAYS = Duration.ofDays(2);
    private static final NotCollected BIG = new NotCollected("outputs/big", 1000, "is over the limit");

    @TempDir
    Path temp;

    private LeftoverScene engine;
    private GarbageScene scene;

    @BeforeEach
    void open() throws IOException {
        engine = new LeftoverScene();
        scene = new GarbageScene(temp, engine.project);
        scene.write("aml_config/docker.compute", "type: docker\nbaseDockerImage: " + LeftoverScene.BASE + "\n");
        scene.write("aml_config/docker.runconfig", "ArgumentVector: [train.sh]\nTarget: docker\nFramework: Python\n");
        scene.write("aml_config/conda_dependencies.yml", "dependencies:\n  - python=3.11\n");
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
    }

    @Test
    void whatARunHasLeftGoesInOnePassAndWhatIsConfiguredStays() throws IOException {
        String old = engine.environment(engine.hex('a'), "true");
        String wanted = engine.environment(
                engine.wanted(ProjectConfiguration.readEnvironment(temp.resolve("project"), "docker")
                        .requirements()),
                "true");
        InterruptedRun run = run();
        run.claim();
        RunDirectory directory = run.stage("true");
        String container = engine.container(directory, old, "true");
        engine.runToTheEnd(container);
        run.end();

        List<String> all = List.of(
                "GOES container Run 1 is Completed",
                "GOES folder Run 1 is Completed",
                "GOES image it is the environment of no run configuration",
                "STAYS image it is the environment of 'docker'");
        assertThat(scene.found()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(engine.hasContainer(container) && engine.hasImage(old)).isTrue();

        assertThat(scene.removed()).containsExactlyInAnyOrderElementsOf(all);

        assertThat(engine.hasContainer(container) || engine.hasImage(old)).isFalse();
        assertThat(directory.root()).doesNotExist();
        assertThat(engine.hasImage(wanted) && engine.hasImage(LeftoverScene.BASE))
                .isTrue();
    }

    @Test
    void aRunUnderWayKeepsItsFolderContainerAndImage() throws IOException {
        String image = engine.environment(engine.hex('a'), "true");
        String other = engine.environment(engine.hex('b'), "echo other");
        InterruptedRun run = run();
        run.claim();
        RunDirectory directory = run.stage("true");

        assertThat(scene.force().later(TWO_DAYS).removed())
                .containsExactlyInAnyOrder(
                        "STAYS folder Run 1 is under way",
                        "STAYS image Run 1 of " + engine.project + " is under way and may need it",
                        "STAYS image Run 1 of " + engine.project + " is under way and may need it");
        String container = engine.container(directory, image, "true");
        assertThat(scene.removed())
                .containsExactlyInAnyOrder(
                        "STAYS container Run 1 is under way",
                        "STAYS folder Run 1 is under way",
                        "STAYS image a container has been made of it",
                        "STAYS image Run 1 of " + engine.project + " is under way and may need it");
        assertThat(engine.hasContainer(container) && engine.hasImage(image) && engine.hasImage(other))
                .isTrue();
        assertThat(directory.root()).isDirectory();
    }

    @Test
    void aRunThatHasBegunMeanwhileKeepsItsImage() throws IOException {
        String image = engine.environment(engine.hex('a'), "true");
        GarbageCollection collection = scene.collection();
        Garbage garbage = collection.collect().get(0);
        JournalEntry entry = scene.journal.begin(scene.history, 0, true);

        assertThat(GarbageScene.words(collection.remove(garbage)))
                .isEqualTo("STAYS image A run of " + engine.project + " is under way and may need it");
        entry.close();
        String container = engine.container(directory(9), image, "true");
        assertThat(GarbageScene.words(collection.remove(garbage)))
                .isEqualTo("STAYS image a container has been made of it");
        assertThat(engine.hasContainer(container) && engine.hasImage(image)).isTrue();
    }

    @Test
    void aRunOnThisComputerNeedsNoImage() throws IOException {
        engine.environment(engine.hex('a'), "true");
        InterruptedRun run = run();
        run.claim();
        run.stage("true");
        run.launch();

        assertThat(scene.found())
                .containsExactly(
                        "STAYS folder Run 1 is under way", "GOES image it is the environment of no run configuration");
    }

    @Test
    void aRunningContainerKeepsItselfAndTheFolder() throws IOException {
        InterruptedRun run = run();
        run.claim();
        RunDirectory directory = run.stage("true");
        String container = engine.container(directory, LeftoverScene.BASE, "while :; do sleep 1; done");
        run.end();
        GarbageCollection collection = scene.force().collection();
        Garbage garbage = collection.collect().get(0);
        engine.start(container);

        assertThat(GarbageScene.words(collection.remove(garbage))).isEqualTo("STAYS container it is running");
        assertThat(scene.removed())
                .containsExactly("STAYS container it is running", "STAYS folder the container of its run goes on");
        assertThat(engine.hasContainer(container)).isTrue();
        assertThat(directory.root()).isDirectory();
    }

    @Test
    void aContainerThatMayHoldWhatWasNotCollectedStaysUnlessTheUserInsists() throws IOException {
        InterruptedRun run = run();
        run.claim();
        RunDirectory directory = run.stage("true");
        String container = engine.container(directory, LeftoverScene.BASE, "true");
        engine.runToTheEnd(container);
        run.end(BIG);
        directory.delete();

        assertThat(scene.removed())
                .containsExactly("STAYS container Run 1 is Completed, and here is what was not collected: outputs/big");
        assertThat(engine.hasContainer(container)).isTrue();

        assertThat(scene.force().removed()).containsExactly("GOES container Run 1 is Completed");
        assertThat(engine.hasContainer(container)).isFalse();
    }

    @Test
    void aContainerThatWasNeverStartedGoesAfterADay() throws IOException {
        String container = engine.container(directory(1), LeftoverScene.BASE, "true");
        RunDirectory elsewhere = new RunDirectory(
                directory(2).run(),
                temp.resolve("other").resolve(directory(2).run().value()));
        String others = engine.container(elsewhere, LeftoverScene.BASE, "true");

        assertThat(scene.removed()).containsExactlyInAnyOrder("YOUNG container", "FOREIGN container");
        assertThat(scene.later(TWO_DAYS).removed())
                .containsExactlyInAnyOrder("GOES container it was never started", "FOREIGN container");
        assertThat(engine.hasContainer(container)).isFalse();
        assertThat(engine.hasContainer(others)).isTrue();
    }

    @Test
    void aContainerOfAnUnknownRunIsLeftAloneAndOfOneWithoutARecordGoesAfterADay() throws IOException {
        RunDirectory unknown = RunsFolder.at(scene.runs).create(directory(1).run());
        unknown.addRunFolders();
        RunDirectory untracked = RunsFolder.at(scene.runs).create(directory(2).run());
        untracked.addRunFolders();
        untracked.writeRunConfiguration("{\"TrackedRun\": false}");
        List<String> containers = List.of(
                engine.container(unknown, LeftoverScene.BASE, "true"),
                engine.container(untracked, LeftoverScene.BASE, "true"));
        containers.forEach(engine::runToTheEnd);

        assertThat(scene.later(TWO_DAYS).found()).contains("STAYS container it holds what could not be brought back");
        scene.later(Duration.ZERO);
        engine.takenOut(untracked);
        assertThat(scene.removed())
                .containsExactlyInAnyOrder("FOREIGN container", "YOUNG container", "FOREIGN folder", "YOUNG folder");
        assertThat(scene.later(TWO_DAYS).removed())
                .containsExactlyInAnyOrder(
                        "FOREIGN container",
                        "GOES container its run is not recorded",
                        "FOREIGN folder",
                        "GOES folder its run is not recorded; what that has written is nowhere else");
        assertThat(engine.hasContainer(containers.get(0))).isTrue();
        assertThat(engine.hasContainer(containers.get(1))).isFalse();
        assertThat(unknown.root()).isDirectory();
    }

    @Test
    void whileAConfigurationCannotBeReadImagesStayUnlessTheUserInsists() throws IOException {
        String image = engine.environment(engine.hex('a'), "true");
        scene.write("aml_config/broken.runconfig", "Target: nowhere\n");

        assertThat(scene.removed())
                .singleElement()
                .asString()
                .startsWith("STAYS image it may be needed: 'broken': ")
                .doesNotContain("\n");
        assertThat(engine.hasImage(image)).isTrue();

        assertThat(scene.force().removed()).containsExactly("GOES image it is the environment of no run configuration");
        assertThat(engine.hasImage(image)).isFalse();
    }

    @Test
    void withoutTheBaseImageNobodyCanTellWhichImagesAreNeeded() throws IOException {
        engine.environment(engine.hex('a'), "true");
        scene.write("aml_config/docker.compute", "type: docker\nbaseDockerImage: aml-test:none\n");

        assertThat(scene.found())
                .containsExactly("STAYS image it may be needed: 'docker': the image 'aml-test:none' is not on this"
                        + " computer, and by it the images made of it are known");
    }

    @Test
    void theRestOfAnUnfinishedBuildGoesAfterAnHour() throws IOException {
        engine.environment(engine.hex('a'), "exit 3");

        assertThat(scene.found()).containsExactly("YOUNG image");
        assertThat(scene.later(Duration.ofMinutes(61)).removed())
                .containsExactly("GOES image it is left of an unfinished build");
        assertThat(scene.found()).isEmpty();
    }

    @Test
    void twoTargetsOfOneEngineAreLookedAtOnceAndMistakesInFilesAreTold() throws IOException {
        engine.environment(engine.hex('a'), "true");
        Files.copy(temp.resolve("project/aml_config/docker.compute"), temp.resolve("project/aml_config/d2.compute"));
        scene.write("aml_config/bad.compute", "type: dokker\n");

        GarbageCollection collection = scene.force().collection();

        assertThat(collection.collect()).hasSize(1);
        assertThat(collection.remarks())
                .singleElement()
                .asString()
                .startsWith("The target of aml_config/bad.compute is not looked at: ");
    }

    /** Through the whole of it: made, run and kept by the target itself. */
    @Test
    void theContainerOfARunWhoseOutputWasTooLargeIsKnownByItsNote() throws IOException {
        scene.write("aml_config/local.runconfig", "ArgumentVector: [train.sh]\nTarget: docker\nFramework: Python\n");
        scene.write(
                "aml_config/docker.compute",
                "type: docker\nbaseDockerImage: " + LeftoverScene.BASE + "\ndockerNetwork: none\n");
        scene.write("aml_config/conda_dependencies.yml", "dependencies: []\n");
        scene.write("train.sh", "head -c 2000 /dev/zero > outputs/big\n");

        RunResult run = scene.run(1000);

        assertThat(run.record().notCollected()).hasSize(1);
        assertThat(scene.removed())
                .containsExactly(
                        "STAYS container Run 1 is Completed, and here is what was not collected: outputs/big",
                        "STAYS folder Run 1 is Completed, and here is what was not collected: outputs/big");
        assertThat(scene.force().removed())
                .containsExactly("GOES container Run 1 is Completed", "GOES folder Run 1 is Completed");
        assertThat(scene.found()).isEmpty();
    }

    private InterruptedRun run() throws IOException {
        return new InterruptedRun(temp, true, engine.project);
    }

    /** A run folder that is not there, in this user's runs folder. */
    private RunDirectory directory(int number) {
        RunId run = new RunId("iris_150000000000" + number);
        return new RunDirectory(run, RunsFolder.at(scene.runs).pathOf(run));
    }
}

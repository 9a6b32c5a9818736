package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.compute.TestEngine;
import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stops of scripts in containers, at random moments and in every way there is: no container is left running. */
class DockerCancelTest {
    private static final String CONTAINERS = "io.github.amlmaven.run.CrashTarget#containers";
    /** Far less than the grace period; the machine may be busy. */
    private static final long AT_ONCE_MILLIS = 6000;

    @TempDir
    Path temp;

    @BeforeAll
    static void requireEngine() {
        TestEngine.require();
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void ctrlCEndsScriptsOfAnyKind(CrashTarget target) throws Exception {
        stops(target, "Ctrl-C", 2, 60).withoutAnotherGoal(Stops.Stop::byCtrlC);
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void aStopThroughTheHistoryEndsScriptsOfAnyKind(CrashTarget target) throws Exception {
        stops(target, "a stop through the history", few(target, CrashTarget.MOUNTED), 30)
                .withoutAnotherGoal(Stops.Stop::throughTheHistory);
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void furtherCtrlCAtAnyMomentIsHealedByTheNextGoal(CrashTarget target) throws Exception {
        stops(target, "Ctrl-C two or three times", few(target, CrashTarget.COPIED), 60)
                .askedForAgain();
    }

    /** In the build one of the two is enough. */
    private static int few(CrashTarget target, CrashTarget chosen) {
        return target == chosen ? 1 : 0;
    }

    private Stops stops(CrashTarget target, String what, int few, int many) {
        return new Stops(temp, Tries.of(what + ", " + target, few, many), target);
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void aScriptThatObeysEndsAtOnceAndHasItsLastWord(CrashTarget target) throws Exception {
        Tries tries = Tries.of("Ctrl-C of a script that obeys, " + target, 1, 10);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < tries.count(); i++) {
            try (CrashScene scene = scene(
                    i,
                    "trap 'echo tidy > outputs/tidy; exit 3' TERM\necho up\nwhile :; do sleep 0.05; done\n",
                    target)) {
                Process build = CrashScene.go(scene.ready("run"));
                awaitWord(scene, "up");
                long start = System.nanoTime();
                Stops.signal(build, "INT");
                assertThat(build.waitFor(60, TimeUnit.SECONDS)).isTrue();
                times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
                new RunPromise(scene, false).check();
                RunRecord record = scene.history.find("last");
                assertThat(record.status()).isEqualTo(RunStatus.CANCELED);
                assertThat(paths(record)).contains("outputs/tidy");
            }
        }
        assertThat(times).allMatch(millis -> millis < AT_ONCE_MILLIS);
        tries.done("prompt back after " + times + " ms");
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void aContainerWhoseBuildIsGoneIsStoppedByWhoeverIsAsked(CrashTarget target) throws Exception {
        Tries tries =
                Tries.of("aml:cancel of a run whose build is gone, " + target, few(target, CrashTarget.COPIED), 12);
        for (int i = 0; i < tries.count(); i++) {
            try (CrashScene scene =
                    scene(i, List.of(Stops.OBEYS, Stops.IGNORES, Stops.FORKS).get((i + 2) % 3), target)) {
                Process build = CrashScene.go(scene.ready("run"));
                while (scene.marked().isEmpty()) {
                    CrashScene.pause(5);
                }
                CrashScene.killAfter(build, tries.random().nextLong(500));
                Duration grace = Duration.ofSeconds(2);
                RunRecord ended = new StopRequest(
                                scene.history,
                                scene.journal,
                                new Recovery(scene.journal, new HeardRecovery(), grace),
                                grace,
                                new HeardStop())
                        .stop(scene.history.find("last"), false);
                assertThat(ended.status()).isEqualTo(RunStatus.CANCELED);
                new RunPromise(scene, false).check();
            }
        }
        tries.done("");
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void theTimeLimitEndsScriptsOfAnyKind(CrashTarget target) throws Exception {
        Tries tries = Tries.of("aml.timeout, " + target, few(target, CrashTarget.MOUNTED), 6);
        for (int i = 0; i < tries.count(); i++) {
            try (CrashScene scene =
                    scene(i, List.of(Stops.FORKS, Stops.IGNORES, Stops.OBEYS).get(i % 3), target)) {
                scene.timeoutSeconds = 1;
                scene.graceSeconds = 1;
                Process build = CrashScene.go(scene.ready("run"));
                assertThat(build.waitFor(60, TimeUnit.SECONDS)).isTrue();
                new RunPromise(scene, false).check();
                RunRecord record = scene.history.find("last");
                assertThat(record.status()).isEqualTo(RunStatus.FAILED);
                assertThat(record.reason().map(Reason::kind)).contains(Reason.Kind.TIMED_OUT);
                assertThat(paths(record)).contains("outputs/1.txt");
            }
        }
        tries.done("");
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void theTimeLimitHoldsWithoutABuild(CrashTarget target) throws Exception {
        Tries tries = Tries.of("aml.timeout without a build, " + target, 0, 1);
        for (int i = 0; i < tries.count(); i++) {
            try (CrashScene scene = scene(i, Stops.FORKS, target)) {
                scene.timeoutSeconds = 1;
                scene.graceSeconds = 1;
                Process build = CrashScene.go(scene.ready("run"));
                while (scene.marked().isEmpty()) {
                    CrashScene.pause(5);
                }
                CrashScene.kill(build);
                new Kills(scene, tries).awaitNone();
                scene.recover();
                new RunPromise(scene, false).check();
                assertThat(scene.history.find("last").reason().map(Reason::kind))
                        .contains(Reason.Kind.TIMED_OUT);
            }
        }
        tries.done("");
    }

    private CrashScene scene(int i, String script, CrashTarget target) throws Exception {
        return new CrashScene(Files.createDirectory(temp.resolve("try" + i)), script, target);
    }

    /** Waits for what the script prints, which no process shows. */
    private static void awaitWord(CrashScene scene, String word) throws Exception {
        while (!scene.said().contains("\n" + word + "\n")) {
            CrashScene.pause(5);
        }
    }

    private static List<String> paths(RunRecord record) {
        return record.artifacts().stream()
                .map(Artifact::path)
                .map(path -> path.value())
                .toList();
    }

    /** Nobody needs to hear it. */
    private static final class HeardStop implements StopListener {
        @Override
        public void stoppedBy(RunRecord record, long process) {}

        @Override
        public void stoppedHere(RunRecord record) {}

        @Override
        public void stoppedElsewhere(RunRecord record) {}
    }
}

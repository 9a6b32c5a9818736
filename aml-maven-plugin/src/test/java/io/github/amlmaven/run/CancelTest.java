package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops at random moments, asked for in every way there is, of scripts that obey and scripts that do not. */
class CancelTest {
    private static final String OBEYS = CrashScene.SCRIPT + "sleep 60\n";
    private static final String IGNORES = "trap '' TERM INT\n" + CrashScene.SCRIPT + "while :; do sleep 0.1; done\n";
    private static final String FORKS = CrashScene.SCRIPT
            + "for i in 1 2 3 4 5 6; do (trap '' TERM; while :; do sleep 0.1; done) & done\nsetsid sleep 60 &\nwait\n";
    private static final long LONGEST_SECONDS = 45;
    private static final long MEDIAN_MILLIS = 12_000;

    @TempDir
    Path temp;

    /** Asks for the stop. */
    private interface Stop {
        void of(CrashScene scene, Process build) throws Exception;
    }

    @Test
    void ctrlCEndsScriptsOfAnyKind() throws Exception {
        Tries tries = Tries.of("Ctrl-C", 9, 100);
        stop(tries, (scene, build) -> signal(build, "INT"));
    }

    @Test
    void aStopThroughTheHistoryEndsScriptsOfAnyKind() throws Exception {
        Tries tries = Tries.of("a stop through the history", 6, 100);
        stop(tries, (scene, build) -> {
            while (scene.history.newest() == 0) {
                CrashScene.pause(5);
            }
            scene.history.cancel(scene.history.find("last"));
        });
    }

    @Test
    void furtherCtrlCAtAnyMomentIsHealedByTheNextGoal() throws Exception {
        Tries tries = Tries.of("Ctrl-C two or three times", 6, 100);
        for (int i = 0; i < tries.count(); i++) {
            CrashScene scene = scene(i);
            Process build = CrashScene.go(scene.ready("run"));
            CrashScene.pause(tries.random().nextLong(1500));
            for (int again = i % 2; again < 3 && build.isAlive(); again++) {
                signal(build, "INT");
                CrashScene.pause(tries.random().nextLong(400));
            }
            assertThat(build.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as("prompt")
                    .isTrue();
            scene.recover();
            new RunPromise(scene, false).check();
            assertThat(scene.said()).doesNotContain("\tat ");
            stopped(scene);
        }
        tries.done("");
    }

    @Test
    void aClosedTerminalLeavesTheScriptToTheNextGoal() throws Exception {
        CrashScene scene = new CrashScene(temp, CrashScene.SCRIPT);
        Tries tries = Tries.of("HUP", 6, 100);
        long span = scene.undisturbed("run");
        for (int i = 0; i < tries.count(); i++) {
            Process build = CrashScene.go(scene.ready("run"));
            CrashScene.pause(tries.random().nextLong(span));
            signal(build, "HUP");
            build.waitFor();
            scene.recover();
        }
        new RunPromise(scene, true).check();
        tries.done(scene.history.newest() + " runs claimed");
    }

    private void stop(Tries tries, Stop stop) throws Exception {
        List<Long> times = new ArrayList<>();
        int canceled = 0;
        for (int i = 0; i < tries.count(); i++) {
            CrashScene scene = scene(i);
            Process build = CrashScene.go(scene.ready("run"));
            CrashScene.pause(tries.random().nextLong(1500));
            long start = System.nanoTime();
            stop.of(scene, build);
            assertThat(build.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as("prompt")
                    .isTrue();
            times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            // Without the help of another goal.
            new RunPromise(scene, false).check();
            assertThat(scene.said()).doesNotContain("\tat ");
            canceled += stopped(scene);
        }
        Collections.sort(times);
        long median = times.get(times.size() / 2);
        assertThat(median).isLessThan(MEDIAN_MILLIS);
        tries.done(canceled + " canceled, the others stopped before the run began, median " + median + " ms, longest "
                + times.get(times.size() - 1) + " ms");
    }

    /** How many runs there are, all of them stopped: none of these scripts ends by itself. */
    private static int stopped(CrashScene scene) throws IOException {
        int runs = scene.history.newest();
        for (int number = 1; number <= runs; number++) {
            RunRecord record = scene.history.find(Integer.toString(number));
            if (scene.lines("starts").contains(record.id().value())) {
                assertThat(record.status()).as(record.fields().toString()).isEqualTo(RunStatus.CANCELED);
            }
        }
        return runs;
    }

    private CrashScene scene(int i) throws IOException {
        CrashScene scene = new CrashScene(
                Files.createDirectories(temp.resolve("try" + i)),
                List.of(OBEYS, IGNORES, FORKS).get(i % 3));
        scene.graceSeconds = 2;
        scene.ownProcesses = i % 2 == 0;
        return scene;
    }

    private static void signal(Process process, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}

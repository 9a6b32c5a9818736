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

/** Stops at random moments of scripts that obey and scripts that do not, and what has become of their runs. */
record Stops(Path temp, Tries tries, CrashTarget target) {
    static final String OBEYS = CrashScene.SCRIPT + "sleep 60\n";
    static final String IGNORES = "trap '' TERM INT\n" + CrashScene.SCRIPT + "while :; do sleep 0.1; done\n";
    static final String FORKS = CrashScene.SCRIPT
            + "for i in 1 2 3 4 5 6; do (trap '' TERM; while :; do sleep 0.1; done) & done\nsetsid sleep 60 &\nwait\n";
    private static final long MOMENTS_MILLIS = 1500;
    private static final long LONGEST_SECONDS = 45;
    private static final long MEDIAN_MILLIS = 12_000;

    /** Asks for the stop. */
    interface Stop {
        void of(CrashScene scene, Process build) throws Exception;

        /** As the terminal does. */
        static void byCtrlC(CrashScene scene, Process build) throws Exception {
            signal(build, "INT");
        }

        /** As {@code aml:cancel} does. */
        static void throughTheHistory(CrashScene scene, Process build) throws Exception {
            while (scene.history.newest() == 0) {
                CrashScene.pause(5);
            }
            scene.history.cancel(scene.history.find("last"));
        }
    }

    /** One stop each, after which the build ends, and nothing is left of its run that needed another goal. */
    void withoutAnotherGoal(Stop stop) throws Exception {
        List<Long> times = new ArrayList<>();
        int canceled = 0;
        for (int i = 0; i < tries.count(); i++) {
            try (CrashScene scene = scene(i)) {
                Process build = CrashScene.go(scene.ready("run"));
                scene.awaitMoment(build, tries.random(), MOMENTS_MILLIS);
                long start = System.nanoTime();
                stop.of(scene, build);
                awaitPrompt(build, scene);
                times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
                new RunPromise(scene, false).check();
                canceled += stopped(scene);
            }
        }
        if (times.isEmpty()) {
            return;
        }
        Collections.sort(times);
        long median = times.get(times.size() / 2);
        assertThat(median).isLessThan(MEDIAN_MILLIS);
        tries.done(canceled + " canceled, the others stopped before the run began, median " + median + " ms, longest "
                + times.get(times.size() - 1) + " ms");
    }

    /** Ctrl-C once and again, which may need the next goal. */
    void askedForAgain() throws Exception {
        for (int i = 0; i < tries.count(); i++) {
            try (CrashScene scene = scene(i)) {
                Process build = CrashScene.go(scene.ready("run"));
                scene.awaitMoment(build, tries.random(), MOMENTS_MILLIS);
                for (int again = i % 2; again < 3 && build.isAlive(); again++) {
                    signal(build, "INT");
                    CrashScene.pause(tries.random().nextLong(400));
                }
                awaitPrompt(build, scene);
                scene.recover();
                new RunPromise(scene, false).check();
                stopped(scene);
            }
        }
        tries.done("");
    }

    private static void awaitPrompt(Process build, CrashScene scene) throws Exception {
        assertThat(build.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                .as("prompt")
                .isTrue();
        assertThat(scene.said()).doesNotContain("\tat ");
    }

    /** How many runs there are, all of them stopped: none of these scripts ends by itself. */
    static int stopped(CrashScene scene) throws IOException {
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
                List.of(OBEYS, IGNORES, FORKS).get(i % 3),
                target);
        scene.graceSeconds = 2;
        scene.ownProcesses = i % 2 == 0;
        return scene;
    }

    static void signal(Process process, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}

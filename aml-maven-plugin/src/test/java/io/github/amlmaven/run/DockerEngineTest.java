package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.compute.OwnEngine;
import io.github.amlmaven.compute.TestEngine;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Engines that are killed, started again, held and away under runs. */
class DockerEngineTest {
    /** Some are over before the engine is there again, some are not. */
    private static final String SCRIPT = CrashScene.SCRIPT + "sleep $(($(date +%%s) %% 3))\n";

    private static final long LONGEST_SECONDS = 90;
    private static final long NOTICED_SECONDS = 35;
    /** In two lines; or the run had ended before. */
    private static final Pattern NOTICED = Pattern.compile(
            "failed: no answer for 30 s from the Docker engine at unix://\\S+ \\([A-Za-z_ ]+\\) while .+\n-> .+\n$|ended: ");

    @TempDir
    Path temp;

    @BeforeAll
    static void requireEngine() {
        OwnEngine.require();
    }

    static List<Arguments> engines() {
        List<Arguments> engines = new ArrayList<>();
        for (CrashTarget target : CrashTarget.containers()) {
            engines.add(Arguments.of(target, List.of()));
            engines.add(Arguments.of(target, List.of("--live-restore")));
        }
        return engines;
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anEngineKilledAndStartedAgainAtAnyMoment(CrashTarget target, List<String> options) throws Exception {
        int few = options.isEmpty() == (target == CrashTarget.MOUNTED) ? 1 : 0;
        Tries tries = Tries.of("kill -9 and restart of the engine, " + target + " " + options, few, 40);
        if (tries.count() == 0) {
            return;
        }
        try (OwnEngine engine = OwnEngine.start(folder("e"), options.toArray(String[]::new));
                CrashScene scene = scene(engine, "s", target)) {
            long span = scene.undisturbed("run") * 11 / 10;
            TreeMap<String, Integer> ends = new TreeMap<>();
            for (int i = 0; i < tries.count(); i++) {
                Process build = CrashScene.go(scene.ready("run"));
                scene.awaitMoment(build, tries.random(), span);
                if (i % 3 == 2) {
                    engine.stop();
                } else {
                    engine.kill();
                }
                CrashScene.pause(tries.random().nextLong(1000));
                engine.start();
                assertThat(build.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                        .as("the build ends")
                        .isTrue();
                assertThat(scene.said()).doesNotContain("\tat ", "HttpRequest").containsAnyOf("ended: ", "failed: ");
                boolean left = end(scene).startsWith("Completed")
                        && !scene.containers().runs().isEmpty();
                scene.recover();
                ends.merge(left ? "Completed, its container left to the next goal" : end(scene), 1, Integer::sum);
            }
            new RunPromise(scene, false).check();
            tries.done(ends + ", slowest sweep " + scene.slowestRecovery + " ms");
        }
    }

    private static String end(CrashScene scene) throws IOException {
        if (scene.history.newest() == 0) {
            return "none";
        }
        RunRecord record = scene.history.find("last");
        return record.status().label()
                + record.reason().map(reason -> " (" + reason.words() + ")").orElse("");
    }

    @Test
    void anEngineThatIsHeldIsNoticedAndNothingIsLost() throws Exception {
        Tries tries = Tries.of("SIGSTOP of the engine", 1, 10);
        List<String> ends = new ArrayList<>();
        long slowest = 0;
        try (OwnEngine engine = OwnEngine.start(folder("e"))) {
            List<CrashScene> scenes = new ArrayList<>();
            try {
                for (CrashTarget target : CrashTarget.containers()) {
                    scenes.add(scene(engine, "s" + target, target));
                }
                long span = scenes.get(0).undisturbed("run");
                for (int i = 0; i < tries.count(); i++) {
                    try (CrashScene late = scene(engine, "late" + i, CrashTarget.MOUNTED)) {
                        slowest = Math.max(slowest, hold(engine, scenes, late, tries.random(), span));
                    }
                    for (CrashScene scene : scenes) {
                        ends.add(end(scene));
                    }
                }
            } finally {
                engine.letGo();
                for (CrashScene scene : scenes) {
                    scene.close();
                }
            }
        }
        tries.done("noticed within " + slowest + " ms; " + ends);
    }

    /** Holds the engine at a moment of a run of each scene, and returns how long it takes until all have noticed it. */
    private static long hold(OwnEngine engine, List<CrashScene> scenes, CrashScene late, Random random, long span)
            throws Exception {
        List<Process> builds = new ArrayList<>();
        for (CrashScene scene : scenes) {
            builds.add(scene.ready("run"));
        }
        builds.add(late.ready("run"));
        for (int i = 0; i < scenes.size(); i++) {
            CrashScene.go(builds.get(i));
        }
        scenes.get(0).awaitMoment(builds.get(0), random, span);
        engine.hold();
        CrashScene.go(builds.get(scenes.size()));
        long start = System.nanoTime();
        for (Process build : builds) {
            long left = TimeUnit.SECONDS.toNanos(NOTICED_SECONDS) - (System.nanoTime() - start);
            assertThat(build.waitFor(left, TimeUnit.NANOSECONDS))
                    .as(scenes.get(0).said() + late.said())
                    .isTrue();
        }
        long noticed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        engine.letGo();
        assertThat(late.said()).containsPattern(NOTICED).contains("while asking what it can do");
        assertThat(late.history.newest()).as("runs counted").isZero();
        for (CrashScene scene : scenes) {
            assertThat(scene.said()).doesNotContain("\tat ", "HttpRequest").containsPattern(NOTICED);
            scene.recover();
            new RunPromise(scene, false).check();
        }
        return noticed;
    }

    @ParameterizedTest
    @MethodSource("io.github.amlmaven.run.CrashTarget#containers")
    void aStopWhileTheEngineIsHeldIsMadeUpFor(CrashTarget target) throws Exception {
        Tries tries = Tries.of("Ctrl-C under a held engine, " + target, 0, 3);
        if (tries.count() == 0) {
            return;
        }
        try (OwnEngine engine = OwnEngine.start(folder("e"))) {
            for (int i = 0; i < tries.count(); i++) {
                try (CrashScene scene = scene(engine, "s" + i, target)) {
                    Process build = CrashScene.go(scene.ready("run"));
                    while (scene.marked().isEmpty()) {
                        CrashScene.pause(5);
                    }
                    engine.hold();
                    CrashScene.pause(tries.random().nextLong(3000));
                    Stops.signal(build, "INT");
                    assertThat(build.waitFor(60, TimeUnit.SECONDS)).isTrue();
                    engine.letGo();
                    scene.recover();
                    new RunPromise(scene, false).check();
                    Stops.stopped(scene);
                } finally {
                    engine.letGo();
                }
            }
        }
        tries.done("");
    }

    @Test
    void anEngineThatIsNotThereIsToldBeforeARunIsCounted() throws Exception {
        try (CrashScene scene = new CrashScene(folder("s"), SCRIPT, CrashTarget.MOUNTED)) {
            scene.engine = "unix://" + temp.resolve("docker.sock");
            Process build = CrashScene.go(scene.ready("run"));
            assertThat(build.waitFor()).isEqualTo(1);
            assertThat(scene.said())
                    .contains("failed: there is no Docker engine; tried:\n     " + scene.engine
                            + " (DOCKER_HOST): not there")
                    .contains("\n-> start it (sudo systemctl start docker)");
            assertThat(scene.history.newest()).as("runs counted").isZero();
            assertThat(scene.names("journal")).isEmpty();
            scene.engine = TestEngine.HOST;
        }
    }

    private CrashScene scene(OwnEngine engine, String name, CrashTarget target) throws IOException {
        CrashScene scene = new CrashScene(folder(name), SCRIPT, target);
        scene.engine = engine.host();
        return scene;
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectory(temp.resolve(name));
    }
}

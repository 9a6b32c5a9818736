package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.compute.OwnEngine;
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
    /** Tells that it was asked to end; an engine that starts again asks, and waits ten seconds. */
    private static final String SCRIPT = CrashScene.SCRIPT + "sleep 0.3\n";

    private static final long LONGEST_SECONDS = 90;
    private static final long NOTICED_SECONDS = 35;
    /** In two lines; or the run had ended before. */
    private static final Pattern NOTICED = Pattern.compile(
            "failed: no answer for 30 s from the Docker engine at unix://\\S+ \\([a-z ]+\\) while [a-z ]+\n-> .+\n$|ended: ");

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
        Tries tries = Tries.of("kill -9 of the engine, " + target + " " + options, 1, 40);
        try (OwnEngine engine = OwnEngine.start(folder("e"), options.toArray(String[]::new));
                CrashScene scene = new CrashScene(folder("s"), SCRIPT, target)) {
            scene.engine = engine.host();
            long span = scene.undisturbed("run") * 11 / 10;
            TreeMap<String, Integer> ends = new TreeMap<>();
            for (int i = 0; i < tries.count(); i++) {
                Process build = CrashScene.go(scene.ready("run"));
                scene.awaitMoment(build, tries.random(), span);
                engine.kill();
                CrashScene.pause(tries.random().nextLong(1000));
                engine.start();
                assertThat(build.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                        .as("the build ends")
                        .isTrue();
                assertThat(scene.said()).doesNotContain("\tat ", "HttpRequest").containsAnyOf("ended: ", "failed: ");
                scene.recover();
                ends.merge(end(scene), 1, Integer::sum);
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
    void anEngineThatIsHeldIsNoticed() throws Exception {
        Tries tries = Tries.of("SIGSTOP of the engine", 1, 10);
        List<String> ends = new ArrayList<>();
        long slowest = 0;
        try (OwnEngine engine = OwnEngine.start(folder("e"))) {
            List<CrashScene> scenes = new ArrayList<>();
            try {
                for (CrashTarget target : CrashTarget.containers()) {
                    CrashScene scene = new CrashScene(folder("s" + scenes.size()), SCRIPT, target);
                    scene.engine = engine.host();
                    scenes.add(scene);
                }
                long span = scenes.get(0).undisturbed("run");
                for (int i = 0; i < tries.count(); i++) {
                    slowest = Math.max(slowest, hold(engine, scenes, tries.random(), span));
                    for (CrashScene scene : scenes) {
                        ends.add(scene.said().lines().skip(1).findFirst().orElse("") + ": " + end(scene));
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
    private static long hold(OwnEngine engine, List<CrashScene> scenes, Random random, long span) throws Exception {
        List<Process> builds = new ArrayList<>();
        for (CrashScene scene : scenes) {
            builds.add(scene.ready("run"));
        }
        for (Process build : builds) {
            CrashScene.go(build);
        }
        scenes.get(0).awaitMoment(builds.get(0), random, span);
        engine.hold();
        long start = System.nanoTime();
        for (Process build : builds) {
            long left = TimeUnit.SECONDS.toNanos(NOTICED_SECONDS) - (System.nanoTime() - start);
            assertThat(build.waitFor(left, TimeUnit.NANOSECONDS))
                    .as(scenes.get(builds.indexOf(build)).said())
                    .isTrue();
        }
        long noticed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        engine.letGo();
        for (CrashScene scene : scenes) {
            assertThat(scene.said()).doesNotContain("\tat ", "HttpRequest").containsPattern(NOTICED);
            scene.recover();
            new RunPromise(scene, false).check();
        }
        return noticed;
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectory(temp.resolve(name));
    }
}

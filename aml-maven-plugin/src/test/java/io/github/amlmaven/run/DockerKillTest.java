package io.github.amlmaven.run;

import io.github.amlmaven.compute.TestEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Builds, goals that heal, and what runs in containers, killed at random moments. */
class DockerKillTest {
    private static final String CONTAINERS = "io.github.amlmaven.run.CrashTarget#containers";

    @TempDir
    Path temp;

    private CrashScene scene;

    @BeforeAll
    static void requireEngine() {
        TestEngine.require();
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void aBuildKilledAtAnyMomentLosesNothing(CrashTarget target) throws Exception {
        kills(target, "kill -9 of the build", 4, 100).ofTheBuild();
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void aRecoveryKilledAtAnyMomentTwiceIsGoneOnWith(CrashTarget target) throws Exception {
        kills(target, "kill -9 of the build and of two recoveries", 1, 40).ofTheBuildAndTwoRecoveries();
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void twoRecoveriesAtOnceDoNotDisturbEachOther(CrashTarget target) throws Exception {
        kills(target, "two recoveries at once", 1, 40).ofTheBuildBeforeTwoRecoveriesAtOnce();
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void anyProcessOfTheRunKilledAtAnyMomentWhileTheBuildLives(CrashTarget target) throws Exception {
        kills(target, "kill -9 of supervisor, script or watcher under a living build", 1, 40)
                .ofAnyProcessUnderTheBuild();
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void anyProcessOfTheRunKilledAtAnyMomentAfterTheBuild(CrashTarget target) throws Exception {
        kills(target, "kill -9 of supervisor, script or watcher without a build", 1, 40)
                .ofAnyProcessAfterTheBuild();
    }

    private Kills kills(CrashTarget target, String what, int few, int many) throws Exception {
        scene = new CrashScene(temp, CrashScene.SCRIPT, target);
        return new Kills(scene, Tries.of(what + ", " + target, few, many));
    }

    @AfterEach
    void end() throws Exception {
        if (scene != null) {
            scene.close();
        }
    }
}

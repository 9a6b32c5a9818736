package io.github.amlmaven.run;

import io.github.amlmaven.compute.TestEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Builds, goals that heal, and what runs in containers, killed at random moments. */
class DockerKillTest {
    private static final String CONTAINERS = "io.github.amlmaven.run.CrashTarget#containers";

    @TempDir
    Path temp;

    @BeforeAll
    static void requireEngine() {
        TestEngine.require();
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void aBuildKilledAtAnyMomentLosesNothing(CrashTarget target) throws Exception {
        kill(target, "kill -9 of the build", 3, 100, Kills::ofTheBuild);
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void aRecoveryKilledAtAnyMomentTwiceIsGoneOnWith(CrashTarget target) throws Exception {
        int few = target == CrashTarget.COPIED ? 1 : 0;
        kill(target, "kill -9 of the build and of two recoveries", few, 40, Kills::ofTheBuildAndTwoRecoveries);
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void twoRecoveriesAtOnceDoNotDisturbEachOther(CrashTarget target) throws Exception {
        int few = target == CrashTarget.COPIED ? 1 : 0;
        kill(target, "two recoveries at once", few, 40, Kills::ofTheBuildBeforeTwoRecoveriesAtOnce);
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void anyProcessOfTheRunKilledAtAnyMomentWhileTheBuildLives(CrashTarget target) throws Exception {
        int few = target == CrashTarget.MOUNTED ? 1 : 0;
        String what = "kill -9 of supervisor, script or watcher under a living build";
        kill(target, what, few, 40, Kills::ofAnyProcessUnderTheBuild);
    }

    @ParameterizedTest
    @MethodSource(CONTAINERS)
    void anyProcessOfTheRunKilledAtAnyMomentAfterTheBuild(CrashTarget target) throws Exception {
        int few = target == CrashTarget.MOUNTED ? 1 : 0;
        String what = "kill -9 of supervisor, script or watcher without a build";
        kill(target, what, few, 40, Kills::ofAnyProcessAfterTheBuild);
    }

    /** What is killed. */
    private interface Killing {
        void of(Kills kills) throws Exception;
    }

    private void kill(CrashTarget target, String what, int few, int many, Killing killing) throws Exception {
        Tries tries = Tries.of(what + ", " + target, few, many);
        if (tries.count() > 0) {
            try (CrashScene scene = new CrashScene(temp, CrashScene.SCRIPT, target)) {
                killing.of(new Kills(scene, tries));
            }
        }
    }
}

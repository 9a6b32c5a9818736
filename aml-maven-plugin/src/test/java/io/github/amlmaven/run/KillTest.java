package io.github.amlmaven.run;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds, goals that heal, supervisors and scripts, killed at random moments. */
class KillTest {
    @TempDir
    Path temp;

    private CrashScene scene;

    @BeforeEach
    void set() throws Exception {
        scene = new CrashScene(temp, CrashScene.SCRIPT);
    }

    @Test
    void aBuildKilledAtAnyMomentLosesNothing() throws Exception {
        new Kills(scene, Tries.of("kill -9 of the build", 8, 200)).ofTheBuild();
    }

    @Test
    void aRecoveryKilledAtAnyMomentTwiceIsGoneOnWith() throws Exception {
        new Kills(scene, Tries.of("kill -9 of the build and of two recoveries", 2, 100)).ofTheBuildAndTwoRecoveries();
    }

    @Test
    void twoRecoveriesAtOnceDoNotDisturbEachOther() throws Exception {
        new Kills(scene, Tries.of("two recoveries at once", 1, 50)).ofTheBuildBeforeTwoRecoveriesAtOnce();
    }

    @Test
    void anyProcessOfTheRunKilledAtAnyMomentWhileTheBuildLives() throws Exception {
        new Kills(scene, Tries.of("kill -9 of supervisor, script or watcher under a living build", 3, 120))
                .ofAnyProcessUnderTheBuild();
    }

    @Test
    void anyProcessOfTheRunKilledAtAnyMomentAfterTheBuild() throws Exception {
        new Kills(scene, Tries.of("kill -9 of supervisor, script or watcher without a build", 3, 120))
                .ofAnyProcessAfterTheBuild();
    }

    @Test
    void aRestartOfTheComputerAtAnyMomentLosesNothing() throws Exception {
        Tries tries = Tries.of("restart", 2, 100);
        Kills kills = new Kills(scene, tries);
        long span = scene.undisturbed("run");
        for (int i = 0; i < tries.count(); i++) {
            Process build = CrashScene.go(scene.ready("run"));
            CrashScene.killAfter(build, tries.random().nextLong(span));
            scene.marked().forEach(ProcessHandle::destroyForcibly);
            kills.awaitNone();
            for (String entry : scene.names("journal")) {
                Path begin = scene.folder.resolve("journal").resolve(entry).resolve("begin.json");
                if (Files.exists(begin)) {
                    Files.writeString(
                            begin, Files.readString(begin).replaceAll("\"boot\":\"[^\"]*\"", "\"boot\":\"before\""));
                }
            }
            scene.recover();
        }
        kills.done(false);
    }
}

package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds, goals that heal, supervisors and scripts, killed at random moments. */
class KillTest {
    @TempDir
    Path temp;

    @Test
    void aBuildKilledAtAnyMomentLosesNothing() throws Exception {
        CrashScene scene = new CrashScene(temp, CrashScene.SCRIPT);
        Tries tries = Tries.of("kill -9 of the build", 20, 200);
        long span = scene.undisturbed("run") * 11 / 10;
        for (int i = 0; i < tries.count(); i++) {
            Process build = CrashScene.go(scene.ready("run"));
            CrashScene.killAfter(build, tries.random().nextLong(span));
            scene.recover();
        }
        new RunPromise(scene, true).check();
        tries.done(scene.history.newest() + " runs claimed, "
                + scene.lines("starts").size() + " scripts started, slowest sweep " + scene.slowestRecovery + " ms");
    }

    @Test
    void aRecoveryKilledAtAnyMomentTwiceIsGoneOnWith() throws Exception {
        CrashScene scene = new CrashScene(temp, CrashScene.SCRIPT);
        Tries tries = Tries.of("kill -9 of the build and of two recoveries", 5, 100);
        long span = scene.undisturbed("run");
        for (int i = 0; i < tries.count(); i++) {
            Process build = CrashScene.go(scene.ready("run"));
            // Mostly late, when there is something to bring in.
            CrashScene.killAfter(build, span / 4 + tries.random().nextLong(span));
            if (tries.random().nextBoolean()) {
                awaitNone(scene);
            }
            for (int again = 0; again < 2; again++) {
                Process recovery = CrashScene.go(scene.ready("recover"));
                CrashScene.killAfter(recovery, tries.random().nextLong(400));
            }
            scene.recover();
        }
        new RunPromise(scene, true).check();
        tries.done(summary(scene));
    }

    @Test
    void twoRecoveriesAtOnceDoNotDisturbEachOther() throws Exception {
        CrashScene scene = new CrashScene(temp, CrashScene.SCRIPT);
        Tries tries = Tries.of("two recoveries at once", 3, 50);
        long span = scene.undisturbed("run");
        for (int i = 0; i < tries.count(); i++) {
            Process build = CrashScene.go(scene.ready("run"));
            CrashScene.killAfter(build, tries.random().nextLong(span));
            awaitNone(scene);
            List<Process> recoveries = List.of(scene.ready("recover"), scene.ready("recover"));
            for (Process recovery : recoveries) {
                CrashScene.go(recovery);
            }
            for (Process recovery : recoveries) {
                assertThat(recovery.waitFor()).as(scene.said()).isZero();
            }
            for (String output : scene.outputs()) {
                assertThat(scene.lines(output).toString()).doesNotContain("failed:", "\tat ");
            }
        }
        new RunPromise(scene, true).check();
        tries.done(summary(scene));
    }

    @Test
    void anyProcessOfTheRunKilledAtAnyMomentWhileTheBuildLives() throws Exception {
        CrashScene scene = new CrashScene(temp, CrashScene.SCRIPT);
        scene.graceSeconds = 1;
        Tries tries = Tries.of("kill -9 of supervisor, script or watcher under a living build", 6, 120);
        for (int i = 0; i < tries.count(); i++) {
            scene.ownProcesses = i % 2 == 0;
            Process build = CrashScene.go(scene.ready("run"));
            killSome(scene, tries);
            assertThat(build.waitFor(30, TimeUnit.SECONDS)).as("the build ends").isTrue();
            assertThat(scene.said()).doesNotContain("\tat ").containsAnyOf("ended: ", "failed: ");
            scene.recover();
        }
        new RunPromise(scene, false).check();
        tries.done(summary(scene));
    }

    @Test
    void anyProcessOfTheRunKilledAtAnyMomentAfterTheBuild() throws Exception {
        CrashScene scene = new CrashScene(temp, CrashScene.SCRIPT);
        scene.graceSeconds = 1;
        Tries tries = Tries.of("kill -9 of supervisor, script or watcher without a build", 6, 120);
        for (int i = 0; i < tries.count(); i++) {
            scene.ownProcesses = i % 2 == 0;
            Process build = CrashScene.go(scene.ready("run"));
            awaitSome(scene, build);
            CrashScene.killAfter(build, tries.random().nextLong(50));
            killSome(scene, tries);
            scene.recover();
        }
        new RunPromise(scene, false).check();
        tries.done(summary(scene));
    }

    @Test
    void aRestartOfTheComputerAtAnyMomentLosesNothing() throws Exception {
        CrashScene scene = new CrashScene(temp, CrashScene.SCRIPT);
        Tries tries = Tries.of("restart", 5, 100);
        long span = scene.undisturbed("run");
        for (int i = 0; i < tries.count(); i++) {
            Process build = CrashScene.go(scene.ready("run"));
            CrashScene.killAfter(build, tries.random().nextLong(span));
            scene.marked().forEach(ProcessHandle::destroyForcibly);
            awaitNone(scene);
            for (String entry : scene.names("journal")) {
                Path begin = scene.folder.resolve("journal").resolve(entry).resolve("begin.json");
                if (Files.exists(begin)) {
                    Files.writeString(
                            begin, Files.readString(begin).replaceAll("\"boot\":\"[^\"]*\"", "\"boot\":\"before\""));
                }
            }
            scene.recover();
        }
        new RunPromise(scene, false).check();
        tries.done(summary(scene));
    }

    private static String summary(CrashScene scene) throws IOException {
        return scene.history.newest() + " runs claimed, "
                + scene.lines("starts").size() + " scripts started, slowest sweep " + scene.slowestRecovery + " ms";
    }

    /** Kills one, some or all of the run's processes a moment after there are any. */
    private static void killSome(CrashScene scene, Tries tries) throws Exception {
        List<ProcessHandle> processes = scene.marked();
        for (int wait = 0; processes.isEmpty() && wait < 500; wait++) {
            CrashScene.pause(2);
            processes = scene.marked();
        }
        CrashScene.pause(tries.random().nextLong(250));
        processes = new ArrayList<>(scene.marked());
        Collections.shuffle(processes, tries.random());
        int count = processes.isEmpty() ? 0 : 1 + tries.random().nextInt(processes.size());
        processes.subList(0, count).forEach(ProcessHandle::destroyForcibly);
    }

    private static void awaitSome(CrashScene scene, Process build) {
        while (scene.marked().isEmpty() && build.isAlive()) {
            CrashScene.pause(5);
        }
    }

    private static void awaitNone(CrashScene scene) {
        while (!scene.marked().isEmpty()) {
            CrashScene.pause(10);
        }
    }
}

package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is killed at random moments, again and again, and whether the next goal heals it. */
record Kills(CrashScene scene, Tries tries) {
    private static final long SHOWS_UP_SECONDS = 10;

    /** The build, at any moment of its life. */
    void ofTheBuild() throws Exception {
        long span = scene.undisturbed("run") * 11 / 10;
        for (int i = 0; i < tries.count(); i++) {
            Process build = CrashScene.go(scene.ready("run"));
            scene.awaitMoment(build, tries.random(), span);
            CrashScene.kill(build);
            scene.recover();
        }
        done(true);
    }

    /** The build, then two goals that heal it. */
    void ofTheBuildAndTwoRecoveries() throws Exception {
        long span = scene.undisturbed("run");
        for (int i = 0; i < tries.count(); i++) {
            Process build = CrashScene.go(scene.ready("run"));
            // Mostly late, when there is something to bring in.
            CrashScene.killAfter(build, span / 4 + tries.random().nextLong(span));
            if (tries.random().nextBoolean()) {
                awaitNone();
            }
            for (int again = 0; again < 2; again++) {
                Process recovery = CrashScene.go(scene.ready("recover"));
                CrashScene.killAfter(recovery, tries.random().nextLong(400));
            }
            scene.recover();
        }
        done(true);
    }

    /** The build; two goals heal it at once. */
    void ofTheBuildBeforeTwoRecoveriesAtOnce() throws Exception {
        long span = scene.undisturbed("run");
        for (int i = 0; i < tries.count(); i++) {
            Process build = CrashScene.go(scene.ready("run"));
            scene.awaitMoment(build, tries.random(), span);
            CrashScene.kill(build);
            awaitNone();
            List<Process> recoveries = List.of(scene.ready("recover"), scene.ready("recover"));
            for (Process recovery : recoveries) {
                CrashScene.go(recovery);
            }
            for (Process recovery : recoveries) {
                assertThat(recovery.waitFor()).as(scene.said()).isZero();
            }
            assertThat(scene.saidByAll()).doesNotContain("failed:", "\tat ");
        }
        done(true);
    }

    /** Supervisor, script or watcher, while the build lives. */
    void ofAnyProcessUnderTheBuild() throws Exception {
        scene.graceSeconds = 1;
        for (int i = 0; i < tries.count(); i++) {
            scene.ownProcesses = i % 2 == 0;
            Process build = CrashScene.go(scene.ready("run"));
            ofSome(build);
            assertThat(build.waitFor(30, TimeUnit.SECONDS)).as("the build ends").isTrue();
            assertThat(scene.said()).doesNotContain("\tat ").containsAnyOf("ended: ", "failed: ");
            scene.recover();
        }
        done(false);
    }

    /** The build, then supervisor, script or watcher. */
    void ofAnyProcessAfterTheBuild() throws Exception {
        scene.graceSeconds = 1;
        for (int i = 0; i < tries.count(); i++) {
            scene.ownProcesses = i % 2 == 0;
            Process build = CrashScene.go(scene.ready("run"));
            while (scene.marked().isEmpty() && build.isAlive()) {
                CrashScene.pause(5);
            }
            CrashScene.killAfter(build, tries.random().nextLong(50));
            ofSome(build);
            scene.recover();
        }
        done(false);
    }

    /** Kills one, some or all of the run's processes a moment after there are any. */
    private void ofSome(Process build) {
        long start = System.nanoTime();
        while (scene.marked().isEmpty()
                && build.isAlive()
                && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(SHOWS_UP_SECONDS)) {
            CrashScene.pause(2);
        }
        CrashScene.pause(tries.random().nextLong(250));
        List<ProcessHandle> processes = new ArrayList<>(scene.marked());
        Collections.shuffle(processes, tries.random());
        int count = processes.isEmpty() ? 0 : 1 + tries.random().nextInt(processes.size());
        processes.subList(0, count).forEach(ProcessHandle::destroyForcibly);
    }

    /** Waits until no process of the run is left. */
    void awaitNone() {
        while (!scene.marked().isEmpty()) {
            CrashScene.pause(10);
        }
    }

    /** Checks the promise and says the figures. */
    void done(boolean scriptUntouched) throws IOException {
        new RunPromise(scene, scriptUntouched).check();
        tries.done(scene.history.newest() + " runs claimed, "
                + scene.lines("starts").size() + " scripts started, slowest sweep " + scene.slowestRecovery + " ms");
    }
}

package io.github.amlmaven.run;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops at random moments, asked for in every way there is, of scripts that obey and scripts that do not. */
class CancelTest {
    @TempDir
    Path temp;

    @Test
    void ctrlCEndsScriptsOfAnyKind() throws Exception {
        stops(Tries.of("Ctrl-C", 4, 100)).withoutAnotherGoal(Stops.Stop::byCtrlC);
    }

    @Test
    void aStopThroughTheHistoryEndsScriptsOfAnyKind() throws Exception {
        stops(Tries.of("a stop through the history", 3, 100)).withoutAnotherGoal(Stops.Stop::throughTheHistory);
    }

    @Test
    void furtherCtrlCAtAnyMomentIsHealedByTheNextGoal() throws Exception {
        stops(Tries.of("Ctrl-C two or three times", 3, 100)).askedForAgain();
    }

    private Stops stops(Tries tries) {
        return new Stops(temp, tries, CrashTarget.LOCAL);
    }

    @Test
    void aClosedTerminalLeavesTheScriptToTheNextGoal() throws Exception {
        CrashScene scene = new CrashScene(temp, CrashScene.SCRIPT);
        Tries tries = Tries.of("HUP", 3, 100);
        long span = scene.undisturbed("run");
        for (int i = 0; i < tries.count(); i++) {
            Process build = CrashScene.go(scene.ready("run"));
            CrashScene.pause(tries.random().nextLong(span));
            Stops.signal(build, "HUP");
            build.waitFor();
            scene.recover();
        }
        new RunPromise(scene, true).check();
        tries.done(scene.history.newest() + " runs claimed");
    }
}

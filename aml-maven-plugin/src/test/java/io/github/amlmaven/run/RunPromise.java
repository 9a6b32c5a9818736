package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.compute.TestEngine;
import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What is promised of every run, whatever was killed: a whole record, all outputs, one start at most, and nothing left
 * over.
 *
 * @param scriptUntouched whether nothing but the build was killed, so that a script that was started ended as it always does
 */
record RunPromise(CrashScene scene, boolean scriptUntouched) {
    private static final String[] ALL_OUTPUTS = {
        "outputs/1.txt", "outputs/2.txt", "outputs/3.txt", "outputs/4.txt", "outputs/5.txt"
    };

    private static final long DEAD_WITHIN_MILLIS = 2000;

    /** Checks every run of the scene. */
    void check() throws IOException {
        List<String> starts = scene.lines("starts");
        List<String> known = new ArrayList<>();
        List<String> withFolder = new ArrayList<>();
        int newest = scene.history.newest();
        for (int number = 1; number <= newest; number++) {
            RunRecord record = scene.history.find(Integer.toString(number));
            String run = record.id().value();
            known.add(run);
            int started = Collections.frequency(starts, run);
            assertThat(started).as("starts of " + run).isLessThanOrEqualTo(1);
            check(record, started == 1);
            if (record.reason()
                    .map(Reason::kind)
                    .filter(Reason.Kind.NEVER_STARTED::equals)
                    .isEmpty()) {
                withFolder.add(run);
            }
        }
        assertThat(known).as("scripts started for runs that are in the history").containsAll(starts);
        assertThat(scene.journal.entries()).as("entries of the journal").isEmpty();
        assertThat(withFolder).as("run folders of scripts that started").containsAll(scene.names("runs"));
        nothingRuns();
        if (scene.target.isContainer()) {
            // An engine that is held makes a container when nobody waits for it any more; aml:gc removes that.
            assertThat(
                            scene.engine.equals(TestEngine.HOST)
                                    ? scene.containers().runs()
                                    : scene.containers().started())
                    .as("containers left")
                    .isEmpty();
        }
    }

    private void check(RunRecord record, boolean started) throws IOException {
        String run = record.id().value();
        assertThat(record.status().isFinal())
                .as(run + " has ended: " + record.fields())
                .isTrue();
        boolean neverStarted = record.reason()
                .map(reason -> reason.kind() == Reason.Kind.NEVER_STARTED || reason.kind() == Reason.Kind.LAUNCH_FAILED)
                .orElse(false);
        if (started) {
            assertThat(neverStarted)
                    .as(run + " was started: " + record.fields())
                    .isFalse();
        }
        if (started && scriptUntouched) {
            assertThat(record.status()).as(run + ": " + record.fields()).isEqualTo(RunStatus.COMPLETED);
            assertThat(record.metrics()).isEqualTo(Map.of("Loss", List.of(1L, 2L, 3L, 4L, 5L)));
        }
        List<String> paths = new ArrayList<>();
        for (Artifact artifact : record.artifacts()) {
            String path = artifact.path().value();
            paths.add(path);
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            scene.history.stream(record, artifact, content); // checks size and SHA-256
            if (path.matches("outputs/[0-9]\\.txt")
                    && !content.toString(StandardCharsets.UTF_8).isEmpty()) {
                assertThat(content.toString(StandardCharsets.UTF_8))
                        .isEqualTo(run + " " + path.charAt("outputs/".length()) + "\n");
            }
        }
        if (started && scriptUntouched) {
            assertThat(paths).contains(ALL_OUTPUTS);
        }
        for (String written : scene.lines("written")) {
            if (written.startsWith(run + " ")) {
                assertThat(paths)
                        .as(run + ": " + record.fields())
                        .contains("outputs/" + written.substring(run.length() + 1) + ".txt");
            }
        }
    }

    /** What was killed in the last moment needs a moment to be gone. */
    private void nothingRuns() {
        long start = System.nanoTime();
        while (!scene.marked().isEmpty()
                && System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(DEAD_WITHIN_MILLIS)) {
            CrashScene.pause(20);
        }
        assertThat(scene.marked()).as("processes left").isEmpty();
    }
}

package io.github.amlmaven.history;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;

/** The names of the objects of one project; every one but {@code heartbeat.json} is written once. */
record Layout(ProjectId project) {
    /** Claims a run number: names the run, a nonce and the owner; never deleted. */
    String number(int number) {
        String digits = Integer.toString(number);
        return project.path() + "/numbers/" + "0".repeat(Math.max(0, 8 - digits.length())) + digits;
    }

    /** What is known at the start. */
    String open(RunId run) {
        return run(run, "open.json");
    }

    /** The script is about to start: time, snapshot, host. */
    String started(RunId run) {
        return run(run, "started.json");
    }

    /** The owner lives, and what it does. */
    String heartbeat(RunId run) {
        return run(run, "heartbeat.json");
    }

    /** The commit: the whole record as one line. */
    String end(RunId run) {
        return run(run, "final.json");
    }

    String artifact(RunId run, ArtifactPath path) {
        return project.path() + "/ExperimentRun/" + run + "/" + path.value();
    }

    /** A project file's content. */
    String content(String sha256) {
        return project.path() + "/snapshots/" + sha256.substring(0, 2) + "/" + sha256;
    }

    /** The list of a snapshot's files. */
    String manifest(String snapshot) {
        return project.path() + "/snapshots/" + snapshot + ".json";
    }

    private String run(RunId run, String object) {
        return project.path() + "/runs/" + run + "/" + object;
    }
}

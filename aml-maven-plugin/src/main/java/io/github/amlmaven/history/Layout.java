package io.github.amlmaven.history;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;

/** The names of the objects of one project; every one but {@code heartbeat.json} is written once. */
record Layout(ProjectId project) {
    static final String LATE = "late-";

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

    /** Somebody wants the run stopped. */
    String cancel(RunId run) {
        return run(run, "cancel.json");
    }

    /** What a second finaliser had beyond the record of the first. */
    String late(RunId run, String nonce) {
        return run(run, LATE + nonce + ".json");
    }

    /** Everything of a run but its artifacts. */
    String folder(RunId run) {
        return project.path() + "/runs/" + run;
    }

    /** The commit: the whole record as one line. */
    String end(RunId run) {
        return run(run, "final.json");
    }

    String artifact(RunId run, ArtifactPath path) {
        return artifacts(run) + "/" + path.value();
    }

    /** Everything that has been brought in for a run. */
    String artifacts(RunId run) {
        return project.path() + "/ExperimentRun/" + run;
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
        return folder(run) + "/" + object;
    }
}

package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoredFile;
import java.io.IOException;
import java.util.List;

/**
 * What of a run is to become an asset.
 *
 * @param path of the artifact, or of the folder whose artifacts they are
 * @param files never empty
 */
record Promotion(RunRecord run, String path, boolean folder, List<Artifact> files) {
    private static final String OUTPUTS = "outputs/";

    /** @throws AmlException that lists what there is when the run has nothing of that name */
    static Promotion of(RunRecord run, String path) {
        String wanted = path.startsWith("./") ? path.substring(2) : path;
        boolean folderOnly = wanted.endsWith("/");
        while (wanted.endsWith("/")) {
            wanted = wanted.substring(0, wanted.length() - 1);
        }
        List<Artifact> all = run.artifacts();
        for (String candidate : List.of(wanted, OUTPUTS + wanted)) {
            List<Artifact> same = matching(all, candidate, false);
            if (!same.isEmpty() && !folderOnly) {
                return new Promotion(run, candidate, false, same);
            }
            List<Artifact> below = matching(all, candidate + "/", true);
            if (!below.isEmpty()) {
                return new Promotion(run, candidate, true, below);
            }
        }
        throw ArtifactChoice.none(run, "run " + run.number() + " has no artifact '" + path + "'", all);
    }

    private static List<Artifact> matching(List<Artifact> all, String path, boolean folder) {
        return all.stream()
                .filter(artifact -> folder
                        ? artifact.path().value().startsWith(path)
                        : artifact.path().value().equals(path))
                .toList();
    }

    /** Whether it may not be what the script meant to leave. */
    boolean incomplete() {
        return run.status() != RunStatus.COMPLETED || !missing().isEmpty();
    }

    private List<NotCollected> missing() {
        return folder
                ? run.notCollected().stream()
                        .filter(file -> file.path().startsWith(path + "/"))
                        .toList()
                : List.of();
    }

    void refuse(boolean force) {
        if (!run.status().isFinal()) {
            throw new AmlException(
                    "run " + run.number() + " is " + run.status().label()
                            + "; only what a run has left can be promoted",
                    "wait for its end: mvn aml:logs -Daml.follow -Daml.run=" + run.number());
        }
        if (run.isDeleted()) {
            throw new AmlException(
                    "run " + run.number() + " is deleted, and what it kept will be gone",
                    "mvn aml:delete -Daml.undo -Daml.run=" + run.number() + ", then promote again");
        }
        if (force) {
            return;
        }
        if (run.status() != RunStatus.COMPLETED) {
            throw new AmlException(
                    "run " + run.number() + " is " + run.status().label()
                            + run.reason()
                                    .map(reason -> " (" + reason.words() + ")")
                                    .orElse("")
                            + ", so " + path + " may be incomplete; it has not been promoted",
                    "promote an artifact of a run that completed, or this one all the same with -Daml.force");
        }
        if (!missing().isEmpty()) {
            NotCollected first = missing().get(0);
            throw new AmlException(
                    "run " + run.number() + " could not keep all of " + path + ": " + first.path() + " is "
                            + first.reason() + (missing().size() > 1 ? ", and so on" : "")
                            + "; it has not been promoted",
                    "run again with what mvn aml:info -Daml.run=" + run.number()
                            + " tells of it, or promote what there is with -Daml.force");
        }
    }

    /** An asset that leads to nothing would be found out when it is needed. */
    void requireContent(Store store, Layout layout) throws IOException {
        List<StoredFile> objects = files.stream()
                .map(file -> new StoredFile(layout.artifact(run.id(), file.path()), file.size(), file.sha256()))
                .toList();
        List<StoredFile> gone = store.missing(layout.artifacts(run.id()), objects);
        if (!gone.isEmpty()) {
            throw Documents.damaged(
                    store, gone.get(0).name(), "it is gone, or not what run " + run.number() + " recorded");
        }
    }
}

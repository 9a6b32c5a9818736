package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.config.ExperimentConfiguration;
import io.github.amlmaven.config.ProjectConfiguration;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.config.Script;
import io.github.amlmaven.history.ProjectSnapshot;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run that is to be made again: its code in a temporary copy, which is gone once closed, and what it was called with. */
public final class Rerun implements AutoCloseable {
    private final RunRecord original;
    private final Set<String> files;
    private final SnapshotCopy copy;

    private Rerun(RunRecord original, ProjectSnapshot snapshot, SnapshotCopy copy) {
        this.original = original;
        this.files = snapshot.files().stream()
                .filter(file -> file.kind().equals(SnapshotFile.FILE))
                .map(SnapshotFile::path)
                .collect(Collectors.toSet());
        this.copy = copy;
    }

    /**
     * Brings back the project as the run got it.
     *
     * @throws AmlException when that is not in the history, or the run is deleted
     */
    public static Rerun of(RunHistory history, RunRecord original) throws IOException {
        if (original.isDeleted()) {
            throw cannot(
                    original,
                    "it is deleted",
                    "bring it back while it is there: mvn aml:delete -Daml.undo -Daml.run=" + original.number());
        }
        if (original.script().isEmpty()) {
            throw cannot(original, "nothing is known of it but its number", "run the project as it is: mvn aml:run");
        }
        if (original.snapshotId().isEmpty()) {
            throw cannot(
                    original,
                    "it ended before a snapshot of the project was kept"
                            + original.reason()
                                    .map(reason -> " (" + reason.words() + ")")
                                    .orElse(""),
                    "run the project as it is: mvn aml:run -Daml.script=" + original.script());
        }
        ProjectSnapshot snapshot = history.snapshot(original)
                .orElseThrow(() -> cannot(
                        original,
                        "its snapshot " + original.snapshotId().get() + " is gone from " + history,
                        "bring the history back from a backup, or import the run from where it was exported"));
        return new Rerun(original, snapshot, SnapshotCopy.of(snapshot));
    }

    private static AmlException cannot(RunRecord original, String why, String remedy) {
        return new AmlException("run " + original.number() + " cannot be repeated: " + why, remedy);
    }

    /** The project's folder for the experiment. */
    public Path project() {
        return copy.folder();
    }

    /** What the record of the new run says of its origin; the code is that of the original, and so is its commit. */
    public Lineage lineage() {
        Map<String, Object> code = new TreeMap<>();
        original.fields().forEach((name, value) -> {
            if (value != null && name.startsWith("git_")) {
                code.put(name, value);
            }
        });
        return new Lineage(null, original.id(), code);
    }

    /**
     * What to ask the experiment for, so that the script is called as it was.
     *
     * @param target a run configuration or compute target; null: that of the original
     * @param project where a target is looked for that the original's project did not have
     * @param given variables that the user gives now
     * @param inherited names and beginnings of variables that the user passes on now
     * @throws AmlException when the snapshot and the record do not say how, or variables are missing
     */
    public RunRequest request(
            @Nullable String target,
            Path project,
            Map<String, String> given,
            List<String> inherited,
            RunListener listener)
            throws IOException {
        String recorded = String.valueOf(original.fields().get("run_configuration"));
        if (target != null) {
            bring(target.strip(), project, listener);
        }
        RunRequest request = request(target == null ? recorded : target, given);
        ExperimentConfiguration configuration = ProjectConfiguration.read(copy.folder(), request);
        if (!configuration.trackedRun()) {
            throw cannot(
                    original,
                    "the run configuration " + configuration.name() + " says TrackedRun: false, and it would leave no"
                            + " record",
                    "name another with -Daml.target=<name>");
        }
        Map<String, String> then = configuration.name().equals(recorded)
                ? configuration.environmentVariables()
                : ProjectConfiguration.read(copy.folder(), request(recorded, Map.of()))
                        .environmentVariables();
        new RepeatedVariables(
                        original,
                        then.keySet(),
                        configuration.environmentVariables().keySet())
                .check(given.keySet(), inherited, listener);
        return request;
    }

    /** A target may be newer than the run. */
    private void bring(String target, Path project, RunListener listener) throws IOException {
        List<String> names = List.of(target + ".runconfig", target + ".compute");
        Path theirs = copy.folder().resolve("aml_config");
        if (!target.matches("[A-Za-z0-9._-]+") || names.stream().anyMatch(name -> Files.exists(theirs.resolve(name)))) {
            return;
        }
        for (String name : names) {
            Path file = project.resolve("aml_config").resolve(name);
            if (Files.isRegularFile(file) && Files.isDirectory(theirs, LinkOption.NOFOLLOW_LINKS)) {
                Files.copy(file, theirs.resolve(name));
                listener.info("aml_config/" + name + " is the project's: run " + original.number() + " had none.");
            }
        }
    }

    private RunRequest request(String target, Map<String, String> given) throws IOException {
        List<String> arguments = original.arguments();
        RunRequest request = new RunRequest(target, original.script(), arguments, given);
        // An ArgumentVector such as [wrapper.py, $file] calls its own script with the one that is asked for.
        for (int i = 0; !isAsRecorded(request) && i < arguments.size(); i++) {
            if (files.contains(arguments.get(i))) {
                request = new RunRequest(target, arguments.get(i), arguments.subList(i + 1, arguments.size()), given);
            }
        }
        if (!isAsRecorded(request)) {
            throw cannot(
                    original,
                    "the run configuration " + target + " would call " + original.script() + " with other arguments",
                    "name another with -Daml.target=<name>");
        }
        return request;
    }

    private boolean isAsRecorded(RunRequest request) throws IOException {
        Script script = ProjectConfiguration.read(copy.folder(), request).script();
        return script.equals(new Script(original.script(), original.arguments()));
    }

    @Override
    public void close() throws IOException {
        copy.close();
    }
}

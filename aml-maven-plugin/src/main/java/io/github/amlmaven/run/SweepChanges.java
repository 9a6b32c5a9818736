package io.github.amlmaven.run;

import io.github.amlmaven.history.ProjectSnapshot;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.SnapshotFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Sees whether all runs of a sweep had the same project. */
final class SweepChanges {
    private static final int MOST_NAMED = 5;

    private SweepChanges() {}

    /** What to say of it when they had not. */
    static Optional<String> words(RunHome home, List<RunRecord> runs) throws IOException {
        Map<String, RunRecord> different = new LinkedHashMap<>();
        for (RunRecord run : runs) {
            run.snapshotId().ifPresent(id -> different.putIfAbsent(id, run));
        }
        if (different.size() < 2) {
            return Optional.empty();
        }
        Set<String> paths = changed(home, different.values());
        List<String> named = paths.stream().limit(MOST_NAMED).toList();
        List<Integer> numbers =
                different.values().stream().map(RunRecord::number).sorted().toList();
        return Optional.of("the project was changed between the runs, which may be why they differ"
                + (paths.isEmpty()
                        ? ""
                        : " (" + String.join(", ", named) + (paths.size() > MOST_NAMED ? ", ...)" : ")"))
                + ": mvn aml:compare -Daml.runs="
                + String.join(
                        ",",
                        numbers.stream().limit(MOST_NAMED).map(String::valueOf).toList())
                + "; what is no part of the experiment belongs in .amlignore");
    }

    private static Set<String> changed(RunHome home, Iterable<RunRecord> runs) throws IOException {
        List<Map<String, SnapshotFile>> projects = new ArrayList<>();
        for (RunRecord run : runs) {
            Optional<ProjectSnapshot> snapshot = home.snapshot(run);
            if (snapshot.isPresent()) {
                Map<String, SnapshotFile> files = new LinkedHashMap<>();
                snapshot.get().files().forEach(file -> files.put(file.path(), file));
                projects.add(files);
            }
        }
        Set<String> changed = new TreeSet<>();
        for (Map<String, SnapshotFile> project : projects) {
            project.forEach((path, file) -> {
                if (!file.equals(projects.get(0).get(path))) {
                    changed.add(path);
                }
            });
            projects.get(0).keySet().stream()
                    .filter(path -> !project.containsKey(path))
                    .forEach(changed::add);
        }
        return changed;
    }
}

package io.github.amlmaven.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of the project that runs did not get alike, each with the word for what happened to it since the first run. */
final class ComparedCode {
    private ComparedCode() {}

    static List<ComparedValue> rows(RunHistory history, List<RunRecord> runs) throws IOException {
        List<Optional<ProjectSnapshot>> snapshots = new ArrayList<>();
        for (RunRecord run : runs) {
            snapshots.add(history.snapshot(run));
        }
        Optional<ProjectSnapshot> first = snapshots.get(0);
        Map<String, List<@Nullable Object>> changes = new TreeMap<>();
        for (int i = 1; i < runs.size(); i++) {
            if (first.isPresent() && snapshots.get(i).isPresent()) {
                for (FileChange change : CodeDifference.namesBetween(
                        first.get(), snapshots.get(i).get())) {
                    changes.computeIfAbsent(change.path(), path -> nothing(runs.size()))
                            .set(i, change.change());
                }
            }
        }
        List<ComparedValue> rows = new ArrayList<>();
        changes.forEach((path, words) -> rows.add(ComparedValue.of(path, words)));
        if (snapshots.stream().anyMatch(Optional::isEmpty)) {
            List<@Nullable Object> ids = new ArrayList<>();
            runs.forEach(run -> ids.add(run.snapshotId().orElse(null)));
            rows.add(ComparedValue.of("(snapshot)", ids));
        }
        return rows;
    }

    private static List<@Nullable Object> nothing(int runs) {
        List<@Nullable Object> words = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            words.add(null);
        }
        return words;
    }
}

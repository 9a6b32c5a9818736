package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What runs and backups need of all snapshots, at one moment.
 *
 * @param snapshots the ids of the lists of files
 * @param contents the SHA-256 of the files
 * @param blocked why it cannot be told what is needed, in words; empty when it can
 */
record SnapshotNeeds(Set<String> snapshots, Set<String> contents, String blocked) {
    /** Who has been about to make a backup for so long has died over it. */
    private static final Duration A_DAY = Duration.ofDays(1);

    /**
     * Looks at every run.
     *
     * @param without runs that are about to be purged
     * @param hidden where a list of files is that was put aside, by its id
     */
    static SnapshotNeeds look(
            Store store,
            Layout layout,
            RunHistory history,
            Marks marks,
            Set<RunId> without,
            Function<String, Optional<String>> hidden)
            throws IOException {
        Set<Integer> seen = new HashSet<>();
        for (RunMarks said : marks.byRun().values()) {
            seen.add(said.purgedRun());
        }
        RunList list = history.list(RunFilter.ALL);
        Set<String> snapshots = new HashSet<>();
        String blocked = "";
        for (RunRecord run : list.runs()) {
            seen.add(run.number());
            Optional<String> id = run.snapshotId();
            if (without.contains(run.id())) {
                continue;
            }
            id.ifPresent(snapshots::add);
            if (!run.status().isFinal() && (id.isEmpty() || !isThere(store, layout, id.get(), hidden))) {
                blocked = "run " + run.number() + " is " + run.status().label()
                        + ", and may be about to use any of them"
                        + (run.status() == RunStatus.UNKNOWN || run.status() == RunStatus.INTERRUPTED
                                ? "; mvn aml:cancel -Daml.force -Daml.run=" + run.number() + " gives it up"
                                : "");
            }
        }
        try {
            for (Map.Entry<String, String> backup :
                    history.backups().snapshots().entrySet()) {
                snapshots.add(backup.getValue());
                if (!isThere(store, layout, backup.getValue(), hidden)
                        && store.age(backup.getKey()).orElse(Duration.ZERO).compareTo(A_DAY) < 0) {
                    blocked = "a backup of the project is being made";
                }
            }
        } catch (AmlException e) {
            blocked = e.problem();
        }
        for (int number = 1; number <= list.total(); number++) {
            if (!seen.contains(number)) {
                blocked = "run " + number + " cannot be read";
            }
        }
        return blocked.isEmpty()
                ? contents(store, layout, snapshots, hidden)
                : new SnapshotNeeds(snapshots, Set.of(), blocked);
    }

    private static boolean isThere(Store store, Layout layout, String id, Function<String, Optional<String>> hidden)
            throws IOException {
        return hidden.apply(id).isPresent() || store.size(layout.manifest(id)).isPresent();
    }

    private static SnapshotNeeds contents(
            Store store, Layout layout, Set<String> snapshots, Function<String, Optional<String>> hidden)
            throws IOException {
        Set<String> contents = ConcurrentHashMap.newKeySet();
        Map<String, String> damaged = new ConcurrentHashMap<>();
        TransferThreads.each(store.parallelism(), List.copyOf(snapshots), id -> {
            try {
                String name = hidden.apply(id).orElse(layout.manifest(id));
                for (SnapshotFile file : ProjectSnapshot.files(store, name, id)) {
                    String sha256 = file.sha256();
                    if (sha256 != null) {
                        contents.add(sha256);
                    }
                }
            } catch (AmlException e) {
                damaged.put(id, e.problem());
            }
        });
        return new SnapshotNeeds(
                snapshots, contents, damaged.values().stream().findFirst().orElse(""));
    }
}

package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds up what a history holds: the artifacts by their records, everything else by a list of the store. */
public final class HistorySize {
    private static final Logger LOG = LoggerFactory.getLogger(HistorySize.class);
    private static final String SNAPSHOT = "snapshot";
    private static final int ID = 8;

    private final Store store;
    private final Layout layout;
    private final RunHistory history;

    HistorySize(Store store, Layout layout, RunHistory history) {
        this.store = store;
        this.layout = layout;
        this.history = history;
    }

    /**
     * Everything, in no order: each byte once.
     *
     * <p>A run is its artifacts. A snapshot is the files that no other has; those that several share are one more.
     */
    public List<StoredBytes> look() throws IOException {
        List<RunRecord> runs = history.list(RunFilter.ALL).runs();
        List<StoredBytes> all = new ArrayList<>();
        Map<RunId, List<String>> assets = new HashMap<>();
        for (Asset asset : history.assets().list()) {
            assets.computeIfAbsent(asset.run(), run -> new ArrayList<>()).add(asset.name() + " " + asset.version());
        }
        for (RunRecord run : runs) {
            all.add(of(run, assets.getOrDefault(run.id(), List.of())));
        }
        snapshots(runs, all);
        long records = 0;
        for (String folder : List.of(
                layout.numbers(),
                layout.project().path() + "/runs",
                layout.marks(),
                layout.assets(),
                layout.backups())) {
            records += sum(store.sizes(folder));
        }
        all.add(new StoredBytes("records", "of " + runs.size() + " runs", records, ""));
        long aside = sum(store.sizes(layout.removed()));
        if (aside > 0) {
            all.add(new StoredBytes("put aside", "by an interrupted removal", aside, "mvn aml:gc ends it"));
        }
        return all;
    }

    private static StoredBytes of(RunRecord run, List<String> assets) {
        List<Artifact> artifacts = artifacts(run);
        StringBuilder remark = new StringBuilder(run.status().label());
        if (!run.script().isEmpty()) {
            remark.append(", ").append(run.script());
        }
        remark.append(", ").append(artifacts.size()).append(artifacts.size() == 1 ? " file" : " files");
        if (!run.labels().isEmpty()) {
            remark.append(", labels ").append(String.join(" ", run.labels()));
        }
        if (!assets.isEmpty()) {
            remark.append(", assets ").append(String.join("; ", assets));
        }
        return new StoredBytes(
                run.isDeleted() ? "deleted run" : "run",
                "run " + run.number(),
                artifacts.stream().mapToLong(Artifact::size).sum(),
                remark.toString());
    }

    private static List<Artifact> artifacts(RunRecord run) {
        try {
            return run.artifacts();
        } catch (AmlException e) {
            LOG.debug("the doctor tells of it", e);
            return List.of();
        }
    }

    private void snapshots(List<RunRecord> runs, List<StoredBytes> all) throws IOException {
        Map<String, List<RunRecord>> users = new TreeMap<>();
        for (RunRecord run : runs) {
            Optional<String> id = run.snapshotId();
            id.ifPresent(snapshot ->
                    users.computeIfAbsent(snapshot, key -> new ArrayList<>()).add(run));
        }
        Map<String, String> named = backups(users.keySet());
        Map<String, Long> sizes = new HashMap<>();
        store.sizes(layout.snapshots()).forEach((name, size) -> {
            String key = name.substring(name.lastIndexOf('/') + 1);
            sizes.put(key.endsWith(".json") ? key.substring(0, key.length() - ".json".length()) : key, size);
        });
        Set<String> ids = new HashSet<>(users.keySet());
        ids.addAll(named.keySet());
        ids.retainAll(sizes.keySet());
        Map<String, Set<String>> contents = contents(ids);
        Map<String, Integer> uses = new HashMap<>();
        contents.values().forEach(each -> each.forEach(sha256 -> uses.merge(sha256, 1, Integer::sum)));
        long used = 0;
        for (Map.Entry<String, Set<String>> each : contents.entrySet()) {
            String id = each.getKey();
            long own = sizes.getOrDefault(id, 0L);
            for (String sha256 : each.getValue()) {
                own += uses.getOrDefault(sha256, 0) == 1 ? sizes.getOrDefault(sha256, 0L) : 0;
            }
            used += own;
            List<RunRecord> by = users.getOrDefault(id, List.of());
            String remark = by.isEmpty()
                    ? named.getOrDefault(id, "")
                    : (by.size() == 1 ? "run " : "runs ") + RunSelection.of(by);
            all.add(new StoredBytes(SNAPSHOT, id.substring(0, ID), own, remark));
        }
        long shared = 0;
        for (Map.Entry<String, Integer> each : uses.entrySet()) {
            shared += each.getValue() > 1 ? sizes.getOrDefault(each.getKey(), 0L) : 0;
        }
        all.add(new StoredBytes(SNAPSHOT, "shared files", shared, "of " + contents.size() + " snapshots"));
        long rest = sizes.values().stream().mapToLong(Long::longValue).sum() - used - shared;
        if (rest > 0) {
            all.add(new StoredBytes(SNAPSHOT, "of no run", rest, "mvn aml:gc may remove them"));
        }
    }

    /** The snapshots that only backups have, with what is to be said of them. */
    private Map<String, String> backups(Set<String> ofRuns) throws IOException {
        Map<String, String> named = new TreeMap<>();
        for (Backup backup : history.backups().list()) {
            if (!ofRuns.contains(backup.snapshot())) {
                named.putIfAbsent(backup.snapshot(), "backup before " + backup.before());
            }
        }
        return named;
    }

    private Map<String, Set<String>> contents(Set<String> snapshots) throws IOException {
        Map<String, Set<String>> contents = new ConcurrentHashMap<>();
        TransferThreads.each(store.parallelism(), List.copyOf(snapshots), id -> {
            Set<String> files = new HashSet<>();
            try {
                for (SnapshotFile file : ProjectSnapshot.files(store, layout.manifest(id), id)) {
                    String sha256 = file.sha256();
                    if (sha256 != null) {
                        files.add(sha256);
                    }
                }
            } catch (AmlException e) {
                LOG.debug("the doctor tells of it", e);
            }
            contents.put(id, files);
        });
        return contents;
    }

    private static long sum(Map<String, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }
}

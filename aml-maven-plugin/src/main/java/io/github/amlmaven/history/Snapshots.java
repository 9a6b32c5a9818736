package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.store.Sha256;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the files that runs were given, each distinct content once. */
final class Snapshots {
    private final Store store;
    private final Layout layout;

    Snapshots(Store store, Layout layout) {
        this.store = store;
        this.layout = layout;
    }

    /** Contents first, then the list of the files, so that a list never names a content that is not there. */
    Snapshot keep(List<SnapshotFile> files, Path root) throws IOException {
        List<SnapshotFile> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparing(SnapshotFile::path));
        Set<String> seen = new HashSet<>();
        long bytes = 0;
        long newBytes = 0;
        List<Object> entries = new ArrayList<>(sorted.size());
        for (SnapshotFile file : sorted) {
            String sha256 = file.sha256();
            if (sha256 != null) {
                bytes += file.size();
                if (seen.add(sha256) && keepContent(file, sha256, root)) {
                    newBytes += file.size();
                }
            }
            entries.add(entry(file));
        }
        byte[] manifest = Json.bytes(Map.of("files", entries));
        String id = Sha256.of(manifest).substring(0, 40);
        store.create(layout.manifest(id), manifest);
        return new Snapshot(id, sorted.size(), bytes, newBytes);
    }

    private boolean keepContent(SnapshotFile file, String sha256, Path root) throws IOException {
        String name = layout.content(sha256);
        OptionalLong known = store.size(name);
        if (known.isEmpty()) {
            store.copy(name, root.resolve(new ArtifactPath(file.path()).value()), sha256);
            return true;
        }
        if (known.getAsLong() != file.size()) {
            throw new AmlException(
                    name + " in the history at " + store + " is damaged: it has " + known.getAsLong()
                            + " bytes instead of " + file.size(),
                    "delete that file; the next run keeps the content of " + file.path() + " anew");
        }
        return false;
    }

    private static Map<String, @Nullable Object> entry(SnapshotFile file) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("path", file.path());
        entry.put("kind", file.kind());
        entry.put("mode", Integer.toOctalString(file.mode()));
        if (file.sha256() != null) {
            entry.put("size", file.size());
            entry.put("sha256", file.sha256());
        }
        if (file.linkTarget() != null) {
            entry.put("link", file.linkTarget());
        }
        return entry;
    }
}

package io.github.amlmaven.history;

import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files that a record vouches for, as objects of a store: artifacts, and the contents of its snapshot. */
record RunFiles(Layout layout, RunRecord run) {
    /** The artifacts under the names they have in a store. */
    List<StoredFile> artifacts() {
        List<StoredFile> files = new ArrayList<>();
        for (Artifact artifact : run.artifacts()) {
            files.add(new StoredFile(layout.artifact(run.id(), artifact.path()), artifact.size(), artifact.sha256()));
        }
        return files;
    }

    /** The contents that a list of a snapshot names, each once; empty when the store has no such list. */
    Collection<StoredFile> contents(Store store, String snapshot) throws IOException {
        Map<String, StoredFile> contents = new LinkedHashMap<>();
        Optional<Map<String, @Nullable Object>> manifest = Documents.read(store, layout.manifest(snapshot));
        if (manifest.orElse(new HashMap<>()).get("files") instanceof List<?> files) {
            for (Object file : files) {
                if (file instanceof Map<?, ?> entry
                        && entry.get("sha256") instanceof String sha256
                        && sha256.matches("[0-9a-f]{64}")
                        && entry.get("size") instanceof Long size) {
                    contents.put(sha256, new StoredFile(layout.content(sha256), size, sha256));
                }
            }
        }
        return contents.values();
    }
}

package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.store.Sha256;
import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoredFile;
import io.github.amlmaven.store.TransferProgress;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The project's files as a run got them, to be read again. */
public final class ProjectSnapshot {
    private final Store store;
    private final Layout layout;
    private final String id;
    private final List<SnapshotFile> files;

    private ProjectSnapshot(Store store, Layout layout, String id, List<SnapshotFile> files) {
        this.store = store;
        this.layout = layout;
        this.id = id;
        this.files = List.copyOf(files);
    }

    /**
     * The snapshot of that id; empty when the history has none.
     *
     * @throws AmlException when its list is not what it was, or names a file outside the project
     */
    static Optional<ProjectSnapshot> read(Store store, Layout layout, String id) throws IOException {
        String name = layout.manifest(id);
        Optional<byte[]> manifest = store.read(name);
        return manifest.isEmpty()
                ? Optional.empty()
                : Optional.of(new ProjectSnapshot(store, layout, id, files(store, name, id, manifest.get())));
    }

    /** The files in the list in an object; none when that is gone. */
    static List<SnapshotFile> files(Store store, String name, String id) throws IOException {
        Optional<byte[]> manifest = store.read(name);
        return manifest.isEmpty() ? List.of() : files(store, name, id, manifest.get());
    }

    private static List<SnapshotFile> files(Store store, String name, String id, byte[] manifest) {
        if (!Sha256.of(manifest).startsWith(id)) {
            throw Documents.damaged(store, name, "its content is not what its name says");
        }
        List<SnapshotFile> files = new ArrayList<>();
        if (Documents.parse(store, name, manifest).get("files") instanceof List<?> entries) {
            for (Object entry : entries) {
                files.add(file(entry)
                        .orElseThrow(() -> Documents.damaged(store, name, "not a project's file: " + entry)));
            }
        }
        return files;
    }

    private static Optional<SnapshotFile> file(@Nullable Object entry) {
        if (!(entry instanceof Map<?, ?> map)
                || !(map.get("path") instanceof String path)
                || !ArtifactPath.isSafe(path)
                || !(map.get("mode") instanceof String mode)
                || !mode.matches("[0-7]{1,3}")
                || !(map.get("kind") instanceof String kind)) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(mode, 8);
        return switch (kind) {
            case SnapshotFile.FILE ->
                map.get("sha256") instanceof String sha256
                                && sha256.matches("[0-9a-f]{64}")
                                && map.get("size") instanceof Long size
                        ? Optional.of(new SnapshotFile(path, kind, bits, size, sha256, null))
                        : Optional.empty();
            case SnapshotFile.LINK ->
                map.get("link") instanceof String link
                        ? Optional.of(new SnapshotFile(path, kind, bits, 0, null, link))
                        : Optional.empty();
            case SnapshotFile.FOLDER -> Optional.of(new SnapshotFile(path, kind, bits, 0, null, null));
            default -> Optional.empty();
        };
    }

    /** 40 hexadecimal digits: the same files give the same id. */
    public String id() {
        return id;
    }

    /** The files, links and folders, in the order of their paths. */
    public List<SnapshotFile> files() {
        return files;
    }

    /**
     * The content of a file as it is kept, which the caller closes; it is not checked.
     *
     * @param file one of {@link #files()} that is a file
     */
    public InputStream open(SnapshotFile file) throws IOException {
        StoredFile content = content(file);
        return store.open(content.name())
                .orElseThrow(() -> new FileNotFoundException(content.name() + " is gone from the history at " + store));
    }

    /** The content of a file, which must be small enough for the memory; checked. */
    byte[] read(SnapshotFile file) throws IOException {
        try (InputStream in = open(file)) {
            byte[] content = in.readNBytes(Math.toIntExact(file.size() + 1));
            if (content.length != file.size() || !Sha256.of(content).equals(file.sha256())) {
                throw Documents.damaged(store, content(file).name(), "its content is not what its name says");
            }
            return content;
        }
    }

    /**
     * Brings the content of a file into a new file, in constant memory; afterwards that has the size and SHA-256 recorded.
     *
     * @param file one of {@link #files()} that is a file
     * @param target one that is not there yet; after a failure there may be a part of it
     */
    public void fetch(SnapshotFile file, Path target) throws IOException {
        store.fetch(content(file), target, TransferProgress.NONE);
    }

    private StoredFile content(SnapshotFile file) {
        String sha256 = file.sha256();
        if (sha256 == null) {
            throw new IllegalArgumentException(file.path() + " is a " + file.kind());
        }
        return new StoredFile(layout.content(sha256), file.size(), sha256);
    }
}

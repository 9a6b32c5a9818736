package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of the project that no run was given: taken before files were replaced or deleted, so that this can be undone.
 *
 * <p>The contents and lists are among those of the runs; whoever removes what no run needs keeps what {@link #list} names.
 */
public final class Backups {
    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);

    private static final int ATTEMPTS = 2;

    private final Store store;
    private final Layout layout;
    private final Clock clock;

    Backups(Store store, Layout layout, Clock clock) {
        this.store = store;
        this.layout = layout;
        this.clock = clock;
    }

    /**
     * Keeps the files of a project; when it returns, all of them are in the history.
     *
     * @param project the folder the files are read from
     * @param before what is about to be done
     * @throws IOException also when a file is not what its SHA-256 says
     */
    public Backup keep(List<SnapshotFile> files, Path project, String before) throws IOException {
        Snapshot snapshot = new Snapshots(store, layout).keep(files, project);
        Backup backup = new Backup(
                snapshot.id(),
                before,
                project.toString(),
                Owner.current().host(),
                clock.instant(),
                System.getProperty("user.name", ""));
        byte[] content = Json.bytes(backup.document());
        List<Integer> numbers = numbers();
        int number = numbers.isEmpty() ? 1 : numbers.get(numbers.size() - 1) + 1;
        while (!store.create(layout.backup(number), content)) {
            number++;
        }
        // Now that the backup is named nothing removes its files any more; what was there before may be gone by now.
        for (int i = 0; i < ATTEMPTS && !isWhole(snapshot.id(), files); i++) {
            new Snapshots(store, layout).keep(files, project);
        }
        if (!isWhole(snapshot.id(), files)) {
            throw new AmlException(
                    "what has just been kept of the project vanishes from the history at " + store
                            + "; nothing has been done to the project",
                    "see who removes it (aml:gc does not), then try again");
        }
        return backup;
    }

    private boolean isWhole(String snapshot, List<SnapshotFile> files) throws IOException {
        return store.size(layout.manifest(snapshot)).isPresent()
                && unknown(files).isEmpty();
    }

    /** Those of some files whose content the history does not have; links and folders have none. */
    public List<SnapshotFile> unknown(List<SnapshotFile> files) throws IOException {
        List<StoredFile> contents = new ArrayList<>();
        for (SnapshotFile file : files) {
            if (file.sha256() != null) {
                contents.add(new StoredFile(layout.content(file.sha256()), file.size(), file.sha256()));
            }
        }
        Set<StoredFile> missing =
                contents.isEmpty() ? Set.of() : new HashSet<>(store.missing(layout.snapshots(), contents));
        return files.stream()
                .filter(file -> file.sha256() != null
                        && missing.contains(new StoredFile(layout.content(file.sha256()), file.size(), file.sha256())))
                .toList();
    }

    /** All of them, the newest first; one that is damaged is told and left out. */
    public List<Backup> list() throws IOException {
        List<Backup> backups = new ArrayList<>();
        for (int number : numbers()) {
            String name = layout.backup(number);
            try {
                Optional<Map<String, @Nullable Object>> document = Documents.read(store, name);
                if (document.isPresent()) {
                    Backup backup = Backup.of(document.get());
                    if (backup == null) {
                        throw Documents.damaged(store, name, "it names no snapshot");
                    }
                    backups.add(backup);
                }
            } catch (AmlException e) {
                LOG.warn(e.getMessage());
            }
        }
        Collections.reverse(backups);
        return backups;
    }

    /** Those of a folder of this computer, the newest first. */
    public List<Backup> of(Path project) throws IOException {
        String host = Owner.current().host();
        return list().stream()
                .filter(backup -> backup.host().equals(host) && backup.folder().equals(project.toString()))
                .toList();
    }

    /**
     * The snapshots of all of them, by the objects that name them.
     *
     * @throws AmlException when one is damaged
     */
    Map<String, String> snapshots() throws IOException {
        Map<String, String> snapshots = new LinkedHashMap<>();
        for (int number : numbers()) {
            String name = layout.backup(number);
            Optional<Map<String, @Nullable Object>> document = Documents.read(store, name);
            if (document.isPresent()) {
                Backup backup = Backup.of(document.get());
                if (backup == null) {
                    throw Documents.damaged(store, name, "it names no snapshot");
                }
                snapshots.put(name, backup.snapshot());
            }
        }
        return snapshots;
    }

    private List<Integer> numbers() throws IOException {
        return store.list(layout.backups()).stream()
                .map(Layout::backupIn)
                .filter(number -> number > 0)
                .toList();
    }
}

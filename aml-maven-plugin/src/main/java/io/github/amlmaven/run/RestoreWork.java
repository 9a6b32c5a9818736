package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.DiskException;
import io.github.amlmaven.history.ProjectSnapshot;
import io.github.amlmaven.history.SnapshotFile;
import io.github.amlmaven.run.RestoreStep.Kind;
import io.github.amlmaven.staging.ProjectContent;
import io.github.amlmaven.store.DamagedObjectException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Changes the files of a project, each as a whole: what was there or what the snapshot has is under a name, and never a part
 * of it.
 */
final class RestoreWork {
    private static final String ELSEWHERE = "a copy of the project elsewhere";

    private final Path project;
    private final ProjectContent content;
    private final List<RestoreStep> steps;
    private final RestoreFolder folder;
    private final Map<RestoreStep, Path> ready = new HashMap<>();
    private final Map<Path, Integer> folderModes = new TreeMap<>();
    private String at = "";

    RestoreWork(Path project, ProjectContent content, List<RestoreStep> steps, RestoreFolder folder) {
        this.project = project;
        this.content = content;
        this.steps = steps;
        this.folder = folder;
    }

    /** Makes everything ready that is to get a name, so that nothing can be missing later; the project stays as it is. */
    void makeReady(ProjectSnapshot snapshot) throws IOException {
        long needed = 0;
        for (RestoreStep step : steps) {
            SnapshotFile wanted = step.wanted();
            needed += step.puts() && wanted != null ? wanted.size() : 0;
        }
        try {
            DiskException.requireSpace(project, needed, ELSEWHERE);
            for (RestoreStep step : steps) {
                if (step.puts() && !step.wants(SnapshotFile.FOLDER)) {
                    ready.put(step, makeReady(snapshot, Objects.requireNonNull(step.wanted())));
                }
            }
        } catch (DamagedObjectException e) {
            throw new AmlException(
                    "snapshot " + snapshot.id() + " is damaged: " + e.getMessage() + "; nothing has been done",
                    "bring the object back from a backup of the history; mvn aml:doctor -Daml.verify lists all that is"
                            + " at fault",
                    e);
        } catch (IOException e) {
            throw inWords(e, needed, "nothing has been done");
        }
    }

    private Path makeReady(ProjectSnapshot snapshot, SnapshotFile wanted) throws IOException {
        Path file = folder.path().resolve(Integer.toString(ready.size()));
        if (wanted.linkTarget() != null) {
            return Files.createSymbolicLink(file, Path.of(wanted.linkTarget()));
        }
        snapshot.fetch(wanted, file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        RestoreModes.set(file, wanted.mode());
        return file;
    }

    /** Refuses when something has happened to a file since it was read. */
    void requireUntouched() throws IOException {
        for (RestoreStep step : steps) {
            if (step.present() != null && !content.isUntouched(step.path())) {
                throw new AmlException(
                        new ArtifactPath(step.path())
                                + " has just been changed by somebody else; nothing has been done",
                        "close the programs that write to the project, then try again");
            }
        }
    }

    /**
     * Does it all.
     *
     * @param undo how to go back, for the message when it cannot be finished
     */
    void carryOut(String undo) throws IOException {
        try {
            openFolders();
            for (int i = steps.size() - 1; i >= 0; i--) {
                if (steps.get(i).removesFirst()) {
                    remove(steps.get(i));
                }
            }
            for (RestoreStep step : steps) {
                if (step.puts()) {
                    put(step);
                } else if (step.kind() == Kind.MODE && !step.wants(SnapshotFile.FOLDER)) {
                    RestoreModes.set(
                            place(step), Objects.requireNonNull(step.wanted()).mode());
                }
            }
            closeFolders();
        } catch (IOException e) {
            throw inWords(
                    e,
                    -1,
                    "the project is partly restored" + (at.isEmpty() ? "" : ", up to " + at)
                            + "; the same command goes on, and what was there comes back with " + undo);
        }
    }

    private void remove(RestoreStep step) throws IOException {
        Path place = place(step);
        if (!content.isUntouched(step.path())) {
            throw new IOException(place + " was changed by somebody else");
        }
        Files.delete(place);
    }

    private void put(RestoreStep step) throws IOException {
        Path place = place(step);
        SnapshotFile wanted = Objects.requireNonNull(step.wanted());
        boolean replaces = step.present() != null && !step.removesFirst();
        if (replaces ? !content.isUntouched(step.path()) : Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(place + " was changed by somebody else");
        }
        if (wanted.kind().equals(SnapshotFile.FOLDER)) {
            Files.createDirectory(place);
            folderModes.put(place, wanted.mode());
            return;
        }
        move(Objects.requireNonNull(ready.get(step)), place);
    }

    private static void move(Path from, Path place) throws IOException {
        try {
            Files.move(from, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException otherFileSystem) {
            // A folder of the project may be a disk of its own.
            Path beside = place.resolveSibling(".aml-" + from.getFileName() + ".part");
            Files.copy(
                    from,
                    beside,
                    LinkOption.NOFOLLOW_LINKS,
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The place of a step, which no folder that has become a link leads away. */
    private Path place(RestoreStep step) throws IOException {
        at = new ArtifactPath(step.path()).toString();
        Path place = project.resolve(step.path());
        for (Path above = place.getParent(); above != null && above.startsWith(project); above = above.getParent()) {
            if (!Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(above + " is not a folder any more");
            }
        }
        return place;
    }

    /** Files in a folder that is read-only can be changed only when it is not. */
    private void openFolders() throws IOException {
        if (!RestoreModes.areKept(project)) {
            return;
        }
        for (RestoreStep step : steps) {
            if (step.kind() == Kind.MODE && step.wants(SnapshotFile.FOLDER)) {
                folderModes.put(
                        place(step), Objects.requireNonNull(step.wanted()).mode());
            }
        }
        for (RestoreStep step : steps) {
            Path above = Objects.requireNonNull(project.resolve(step.path()).getParent());
            if (step.kind() != Kind.LEFT_ALONE && Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                int mode = RestoreModes.of(above);
                if ((mode & RestoreModes.WRITABLE) != RestoreModes.WRITABLE) {
                    folderModes.putIfAbsent(above, mode);
                    RestoreModes.set(above, mode | RestoreModes.WRITABLE);
                }
            }
        }
    }

    /** From the leaves up, because nothing can be changed in a folder that is closed. */
    private void closeFolders() throws IOException {
        for (Map.Entry<Path, Integer> each :
                new TreeMap<>(folderModes).descendingMap().entrySet()) {
            if (Files.isDirectory(each.getKey(), LinkOption.NOFOLLOW_LINKS)) {
                RestoreModes.set(each.getKey(), each.getValue());
            }
        }
    }

    private AmlException inWords(IOException failure, long needed, String state) {
        IOException known = DiskException.of(failure, project, needed, ELSEWHERE);
        return known instanceof DiskException disk
                ? new AmlException(disk.getFile() + ": " + disk.problem() + "; " + state, disk.remedy(), disk)
                : new AmlException(failure.getMessage() + "; " + state, "mend that, then try again", failure);
    }
}

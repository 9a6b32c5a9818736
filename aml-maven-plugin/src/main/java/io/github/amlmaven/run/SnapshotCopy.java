package io.github.amlmaven.run;

import io.github.amlmaven.DiskException;
import io.github.amlmaven.compute.FolderRemoval;
import io.github.amlmaven.history.ProjectSnapshot;
import io.github.amlmaven.history.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A project as a run got it, in a temporary folder that only its owner can look into.
 *
 * @param folder as the project's; gone once closed
 */
record SnapshotCopy(Path folder) implements AutoCloseable {
    /** Every content is checked; after a failure nothing is left. */
    static SnapshotCopy of(ProjectSnapshot snapshot) throws IOException {
        SnapshotCopy copy = new SnapshotCopy(Files.createTempDirectory("aml-rerun-"));
        try {
            copy.fill(snapshot);
        } catch (IOException | RuntimeException e) {
            try {
                copy.close();
            } catch (IOException left) {
                e.addSuppressed(left); // what went wrong first is what the user has to mend
            }
            throw e;
        }
        return copy;
    }

    private void fill(ProjectSnapshot snapshot) throws IOException {
        long need = snapshot.files().stream().mapToLong(SnapshotFile::size).sum();
        DiskException.requireSpace(folder, need, "-Djava.io.tmpdir=<folder> in MAVEN_OPTS");
        List<SnapshotFile> folders = new ArrayList<>();
        List<SnapshotFile> links = new ArrayList<>();
        for (SnapshotFile file : snapshot.files()) {
            Path target = folder.resolve(file.path());
            Files.createDirectories(target.getParent());
            switch (file.kind()) {
                case SnapshotFile.FOLDER -> {
                    Files.createDirectories(target);
                    folders.add(file);
                }
                case SnapshotFile.LINK -> links.add(file);
                default -> {
                    snapshot.fetch(file, target);
                    setMode(target, file.mode());
                }
            }
        }
        // After all files: nothing is ever written through one.
        for (SnapshotFile link : links) {
            Files.createSymbolicLink(folder.resolve(link.path()), Path.of(String.valueOf(link.linkTarget())));
        }
        // The innermost first, and after what is in them: a folder may be one that nobody can write to.
        Collections.reverse(folders);
        for (SnapshotFile each : folders) {
            setMode(folder.resolve(each.path()), each.mode());
        }
    }

    private static void setMode(Path file, int mode) throws IOException {
        PosixFilePermission[] all = PosixFilePermission.values();
        Set<PosixFilePermission> permissions = new HashSet<>();
        for (int i = 0; i < all.length; i++) {
            if ((mode & (1 << (all.length - 1 - i))) != 0) {
                permissions.add(all[i]);
            }
        }
        Files.setPosixFilePermissions(file, permissions);
    }

    /** Removes it; links are removed, not followed. */
    @Override
    public void close() throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            FolderRemoval.remove(folder);
        }
    }
}

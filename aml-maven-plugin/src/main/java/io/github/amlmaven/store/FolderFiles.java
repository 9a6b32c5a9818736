package io.github.amlmaven.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Private files that appear complete or not at all.
 *
 * <p>A temporary file is made beside its target and begins with a dot, as no object does; a crash can leave one behind.
 */
final class FolderFiles {
    private static final Set<PosixFilePermission> OWNER_READS_AND_WRITES =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OWNER_ENTERS =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final boolean hardLinks;

    private final Unsettled unsettled = new Unsettled();

    FolderFiles(boolean hardLinks) {
        this.hardLinks = hardLinks;
    }

    /** Returns when everything that has been published is on the disk. */
    void settle() throws IOException {
        unsettled.settle();
    }

    /** An empty file beside the target, open for writing; the folder is made if need be. */
    Temporary temporary(Path target) throws IOException {
        Path folder = folderOf(target);
        FileAttribute<?>[] mode = attributes(folder, OWNER_READS_AND_WRITES);
        boolean made = false;
        while (true) {
            Path path = temporaryName(folder);
            try {
                return new Temporary(
                        target,
                        path,
                        FileChannel.open(path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), mode));
            } catch (NoSuchFileException e) {
                if (made) {
                    throw e;
                }
                createFolders(folder);
                made = true;
            } catch (FileAlreadyExistsException e) {
                // Another writer drew the same number: draw again.
            }
        }
    }

    /** A second name beside the target for a file of the same file system; null when it cannot have one. */
    @Nullable
    Path secondName(Path file, Path target) throws IOException {
        Path folder = folderOf(target);
        createFolders(folder);
        Path name = temporaryName(folder);
        try {
            if (!hardLinks) {
                return null;
            }
            Files.createLink(name, file);
            return name;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            // Another file system, one without links, or another user's file: the caller copies, and meets what is
            // wrong.
            return null;
        }
    }

    /**
     * Gives a complete file its final name unless that is taken; the temporary name may stay. The name is on the disk only
     * after {@link #settle}.
     *
     * @return false when the name was taken
     */
    boolean publish(Path complete, Path target) throws IOException {
        try {
            if (!hardLinks) {
                return publishWithoutLinks(complete, target);
            }
            Files.createLink(target, complete);
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (FileSystemException | UnsupportedOperationException e) {
            if (!hardLinks || canLink(complete)) {
                throw e;
            }
            return publishWithoutLinks(complete, target);
        }
        unsettleName(target);
        return true;
    }

    private boolean publishWithoutLinks(Path complete, Path target) throws IOException {
        Path folder = folderOf(target);
        boolean published =
                new ClaimFolder(target, temporaryName(folder), attributes(folder, OWNER_ENTERS)).publish(complete);
        if (published) {
            unsettleName(target);
        }
        return published;
    }

    /** Tells a file system without links from one that has refused this one. */
    private static boolean canLink(Path complete) throws IOException {
        Path probe = temporaryName(folderOf(complete));
        try {
            Files.createLink(probe, complete);
        } catch (FileSystemException | UnsupportedOperationException e) {
            return false; // whatever comes next on this file system says why
        }
        Files.delete(probe);
        return true;
    }

    /** The time since a file was written, told by the clock that stamps new files in its folder. */
    Duration age(Path file) throws IOException {
        long written =
                Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis();
        return Duration.ofMillis(Math.max(0, now(file) - written));
    }

    /** Milliseconds since 1970 by the clock that stamps new files in the folder of this one. */
    long now(Path file) throws IOException {
        try (Temporary probe = temporary(file)) {
            return Files.getLastModifiedTime(probe.path()).toMillis();
        } catch (FileSystemException e) {
            // Another user's history, a read-only or a full disk: this computer's clock is the best there is.
            return System.currentTimeMillis();
        }
    }

    /** Takes all rights from everybody but the owner; never follows a link. */
    void makePrivate(Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(OWNER_READS_AND_WRITES);
        }
    }

    /** Notes that a file's content may not be on the disk yet. */
    void unsettleContent(Path file) {
        unsettled.addFile(file);
    }

    /** Notes that a file's name may not be on the disk yet. */
    void unsettleName(Path file) {
        unsettleNames(folderOf(file));
    }

    private void unsettleNames(Path folder) {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            unsettled.addFolder(folder);
        }
    }

    /** Makes the folder that a file is to be in. */
    void createFolderOf(Path target) throws IOException {
        createFolders(folderOf(target));
    }

    private void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            createFolders(parent);
        }
        try {
            Files.createDirectory(folder, attributes(folder, OWNER_ENTERS));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        if (parent != null) {
            unsettleNames(parent);
        }
    }

    private static FileAttribute<?>[] attributes(Path folder, Set<PosixFilePermission> permissions) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static Path folderOf(Path target) {
        Path folder = target.getParent();
        if (folder == null) {
            throw new IllegalArgumentException(target + " is in no folder");
        }
        return folder;
    }

    private static Path temporaryName(Path folder) {
        return folder.resolve(
                ".aml-tmp-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    }
}

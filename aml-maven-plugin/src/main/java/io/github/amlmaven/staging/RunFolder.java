package io.github.amlmaven.staging;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.DiskException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder a project is copied to: everything in it is created anew and gets the mode and time of what it copies.
 *
 * @param needed the bytes that are to be written in all, for the message when the disk is full
 */
record RunFolder(Path path, long needed, Map<Integer, Creation> creations) {
    private static final Set<OpenOption> CREATE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final String ELSEWHERE = "-Daml.runsFolder=<folder>";
    private static final int OWNER_READ_WRITE = 0600;
    private static final int OWNER_ALL = 0700;
    private static final PosixFilePermission[] BITS = PosixFilePermission.values();
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /** How a file of some mode is created, and whether it then has that mode already, which the umask decides. */
    private record Creation(FileAttribute<Set<PosixFilePermission>> permissions, boolean exact) {}

    /** @throws AmlException when it is certain that the disk cannot hold as much */
    static RunFolder at(Path path, long needed) {
        RunFolder folder = new RunFolder(path, needed, new ConcurrentHashMap<>());
        try {
            DiskException.requireSpace(path, needed, ELSEWHERE);
        } catch (DiskException full) {
            throw inWords(full);
        }
        return folder;
    }

    void createFolder(String name) throws IOException {
        if (POSIX) {
            Files.createDirectory(path.resolve(name), attribute(OWNER_ALL));
        } else {
            Files.createDirectory(path.resolve(name));
        }
    }

    /** Creates a file that its owner may write for now; {@link #finish} gives it its mode. */
    FileChannel createFile(String name, int mode) throws IOException {
        Path created = path.resolve(name);
        if (!POSIX) {
            return FileChannel.open(created, CREATE);
        }
        Creation creation = creations.get(mode);
        return FileChannel.open(
                created, CREATE, creation == null ? attribute(mode | OWNER_READ_WRITE) : creation.permissions);
    }

    void createLink(ProjectFile link, Path target) throws IOException {
        Path created = path.resolve(link.path());
        Files.createSymbolicLink(created, target);
        setTime(created, link.status());
    }

    /** Gives a created file or folder the time and, where creating it did not do so, the mode of its original. */
    void finish(String name, FileStatus original) throws IOException {
        Path created = path.resolve(name);
        setTime(created, original);
        int mode = original.permissions();
        if (!POSIX) {
            return;
        }
        if (original.is(FileStatus.FOLDER)) {
            if (mode != OWNER_ALL) {
                Files.setPosixFilePermissions(created, permissions(mode));
            }
            return;
        }
        Creation creation = creations.get(mode);
        if (creation == null) {
            // The first file of a mode shows whether the umask has taken bits away.
            boolean exact = FileStatus.of(created).permissions() == mode;
            creation = new Creation(attribute(mode | OWNER_READ_WRITE), exact);
            creations.put(mode, creation);
        }
        if (!creation.exact) {
            Files.setPosixFilePermissions(created, permissions(mode));
        }
    }

    /** The failure as the user can mend it, when it is one of the disk and not of a file. */
    IOException explained(IOException failure) {
        IOException explained = DiskException.of(failure, path, needed, ELSEWHERE);
        if (explained instanceof DiskException disk) {
            throw inWords(disk);
        }
        return explained;
    }

    private static AmlException inWords(DiskException disk) {
        return new AmlException("the project could not be copied: " + disk.problem(), disk.remedy(), disk);
    }

    private static void setTime(Path created, FileStatus original) throws IOException {
        // Naming both times spares the system call that would ask for the other one.
        Files.getFileAttributeView(created, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(original.modified(), original.modified(), null);
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute(int mode) {
        return PosixFilePermissions.asFileAttribute(permissions(mode));
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < BITS.length; i++) {
            if ((mode & (0400 >> i)) != 0) {
                permissions.add(BITS[i]);
            }
        }
        return permissions;
    }
}

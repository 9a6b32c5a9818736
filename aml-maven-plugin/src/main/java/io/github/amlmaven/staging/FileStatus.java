package io.github.amlmaven.staging;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the system says of a name without following a link.
 *
 * @param mode type and permission bits, as {@code stat} has them
 * @param size in bytes
 * @param changed the time of the last change of content, name or attributes
 * @param key what tells the file from every other, where the system has such a thing
 */
public record FileStatus(
        int mode,
        long size,
        FileTime modified,
        FileTime changed,
        @Nullable Object key) {
    static final int FILE = 0100000;
    static final int FOLDER = 0040000;
    static final int LINK = 0120000;
    static final int FIFO = 0010000;
    private static final int TYPE = 0170000;
    private static final int PERMISSIONS = 0777;

    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    static FileStatus of(Path path) throws IOException {
        if (!UNIX) {
            return portable(path);
        }
        // The one call that knows the change time; PosixFileAttributes does not.
        Map<String, Object> found =
                Files.readAttributes(path, "unix:mode,size,lastModifiedTime,ctime,fileKey", LinkOption.NOFOLLOW_LINKS);
        return new FileStatus(
                (Integer) Objects.requireNonNull(found.get("mode")),
                (Long) Objects.requireNonNull(found.get("size")),
                (FileTime) Objects.requireNonNull(found.get("lastModifiedTime")),
                (FileTime) Objects.requireNonNull(found.get("ctime")),
                found.get("fileKey"));
    }

    boolean is(int type) {
        return (mode & TYPE) == type;
    }

    /**
     * Whether both are of the same file and nothing has happened to it in between: the change time moves with every write,
     * rename and change of mode.
     */
    boolean isSame(FileStatus other) {
        // By hand, because the first use of a record's own equals costs milliseconds that a user waits for.
        return mode == other.mode
                && size == other.size
                && modified.equals(other.modified)
                && changed.equals(other.changed)
                && Objects.equals(key, other.key);
    }

    /** The permission bits alone, at most 0777: set-user-id, set-group-id and sticky are dropped. */
    int permissions() {
        return mode & PERMISSIONS;
    }

    /** What the name stands for, in words. */
    String type() {
        return switch (mode & TYPE) {
            case FILE -> "a file";
            case FOLDER -> "a folder";
            case LINK -> "a link";
            case FIFO -> "a named pipe (FIFO)";
            case 0140000 -> "a socket";
            case 0020000, 0060000 -> "a device";
            default -> "neither a file nor a folder";
        };
    }

    private static FileStatus portable(Path path) throws IOException {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        int mode = 0;
        if (found.isDirectory()) {
            mode = FOLDER | 0755;
        } else if (found.isSymbolicLink()) {
            mode = LINK | PERMISSIONS;
        } else if (found.isRegularFile()) {
            mode = FILE | 0644;
        }
        return new FileStatus(mode, found.size(), found.lastModifiedTime(), found.lastModifiedTime(), found.fileKey());
    }
}

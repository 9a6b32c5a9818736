package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** The permissions of a file as the number that a tar has, at most 0777. */
final class FileMode {
    /** What a file has on a system that knows no permissions. */
    private static final int ALL_READ = 0755;

    private static final int FIRST = 0400;
    private static final PosixFilePermission[] BITS = PosixFilePermission.values();
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private FileMode() {}

    /** The attributes of a file or folder, its permissions among them where the system has them; a link is not followed. */
    static BasicFileAttributes attributes(Path path) throws IOException {
        Class<? extends BasicFileAttributes> kind = POSIX ? PosixFileAttributes.class : BasicFileAttributes.class;
        return Files.readAttributes(path, kind, LinkOption.NOFOLLOW_LINKS);
    }

    static int of(BasicFileAttributes attributes) {
        if (!(attributes instanceof PosixFileAttributes posix)) {
            return ALL_READ;
        }
        Set<PosixFilePermission> permissions = posix.permissions();
        int mode = 0;
        for (int i = 0; i < BITS.length; i++) {
            mode |= permissions.contains(BITS[i]) ? FIRST >> i : 0;
        }
        return mode;
    }

    /** What a file or folder is created with; the user's umask takes away from it. */
    static FileAttribute<?>[] creating(int mode) {
        if (!POSIX) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < BITS.length; i++) {
            if ((mode & (FIRST >> i)) != 0) {
                permissions.add(BITS[i]);
            }
        }
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }
}

package io.github.amlmaven.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** Permission bits, on systems that have them. */
final class RestoreModes {
    /** What the owner of a folder needs to change what is in it. */
    static final int WRITABLE = 0700;

    private static final PosixFilePermission[] BITS = PosixFilePermission.values();
    private static final int FIRST = 0400;

    private RestoreModes() {}

    static boolean areKept(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Gives them to a file or folder that is no link. */
    static void set(Path path, int mode) throws IOException {
        if (areKept(path)) {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            for (int i = 0; i < BITS.length; i++) {
                if ((mode & (FIRST >> i)) != 0) {
                    permissions.add(BITS[i]);
                }
            }
            if (!Files.isSymbolicLink(path)) {
                Files.setPosixFilePermissions(path, permissions);
            }
        }
    }

    static int of(Path path) throws IOException {
        Set<PosixFilePermission> permissions = Objects.requireNonNull(
                        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS))
                .readAttributes()
                .permissions();
        int mode = 0;
        for (int i = 0; i < BITS.length; i++) {
            mode |= permissions.contains(BITS[i]) ? FIRST >> i : 0;
        }
        return mode;
    }
}

package io.github.amlmaven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** How much more a disk can hold, where that can be known. */
final class FreeSpace {
    /** Here a byte takes a byte; elsewhere it may be compressed or shared, so only writing shows what fits. */
    private static final Set<String> KEEP_EVERY_BYTE =
            Set.of("ext2", "ext3", "ext4", "xfs", "tmpfs", "overlay", "vfat", "msdos", "exfat", "hfs", "apfs", "ntfs");

    private final Path folder;

    private FreeSpace(Path folder) {
        this.folder = folder;
    }

    /** Of the disk that holds a path, or will hold it once its folders are made. */
    static FreeSpace at(Path place) {
        Path folder = place.toAbsolutePath();
        while (!Files.exists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return new FreeSpace(folder);
    }

    /** Whether the disk says what is left. */
    boolean isKnown() {
        return folder.toFile().getTotalSpace() > 0;
    }

    /** In bytes, for this user. */
    long bytes() {
        // Unlike a FileStore, this opens no file, of which there may be none left to open.
        return folder.toFile().getUsableSpace();
    }

    boolean isReadOnly() {
        try {
            return Files.getFileStore(folder).isReadOnly();
        } catch (IOException e) {
            return false; // nothing is known of it, and nothing is claimed
        }
    }

    /** Whether it is certain that so many more bytes do not fit. */
    boolean isShortOf(long needed) {
        if (bytes() >= needed || !isKnown()) {
            return false;
        }
        try {
            String type = Files.getFileStore(folder).type().toLowerCase(Locale.ROOT);
            return KEEP_EVERY_BYTE.contains(type);
        } catch (IOException e) {
            return false; // whoever writes will meet it
        }
    }
}

package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The note in a run directory that all files of the run have been fetched from its container.
 *
 * <p>It names the boot in which they were: what was written before the power went may not be on the disk.
 */
record TakenOut(RunDirectory directory) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String KEPT = "kept";
    private static final String REMOVABLE = "removable";

    /** Whether the files were fetched, in this boot of the computer. */
    boolean isCurrent() throws IOException {
        return isThere() && text().startsWith(boot() + " ");
    }

    /** Whether something was left in the container because of its size, or that cannot be told. */
    boolean keepsContainer() throws IOException {
        return isThere() && !text().endsWith(" " + REMOVABLE);
    }

    /** Writes the note. */
    void write(boolean keepsContainer) throws IOException {
        Path beside = file().resolveSibling(file().getFileName() + "-new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, RunDirectory.OWNER_ONLY_FILE);
        Files.writeString(beside, boot() + " " + (keepsContainer ? KEPT : REMOVABLE));
        Files.move(beside, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file());
    }

    /** Whether the files were fetched, in whichever boot. */
    boolean isThere() {
        return Files.isRegularFile(file(), LinkOption.NOFOLLOW_LINKS);
    }

    private String text() throws IOException {
        return Files.readString(file());
    }

    private Path file() {
        return directory.root().resolve(".aml-taken-out");
    }

    /** Systems that do not number their boots are trusted. */
    private static String boot() throws IOException {
        return Files.exists(BOOT) ? Files.readString(BOOT).strip() : "this";
    }
}

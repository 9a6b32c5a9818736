package io.github.amlmaven.run;

import io.github.amlmaven.DiskException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Looks at a folder that runs write to: whether it can be written, has room, keeps hard links and is private.
 *
 * @param folder need not be there yet
 * @param option how another one is chosen, such as {@code -Daml.store=<folder>}
 */
public record FolderChecks(String subject, Path folder, String option) implements Checkup.Examination {
    private static final long LITTLE = 1L << 30;
    private static final long TOO_LITTLE = 64L << 20;
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    @Override
    public void examine(Checkup checkup) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            checkup.fail(subject, folder + " is no folder", "choose a folder: " + option);
            return;
        }
        boolean links;
        try {
            links = write();
        } catch (DiskException e) {
            throw e;
        } catch (IOException e) {
            checkup.fail(
                    subject,
                    folder + " cannot be written: " + e,
                    "see that you may write there and that it has room, or choose another folder: " + option);
            return;
        }
        long free = existing().toFile().getUsableSpace();
        String found = folder + (Files.exists(folder) ? "" : " (comes with the first run)") + ", " + gigabytes(free)
                + " free" + (links ? "" : ", no hard links: files are copied into it");
        if (free < TOO_LITTLE && existing().toFile().getTotalSpace() > 0) {
            checkup.fail(subject, found, "free space there, or choose another folder: " + option);
        } else if (free < LITTLE && existing().toFile().getTotalSpace() > 0) {
            checkup.warn(subject, found, "free some space there before the next large run, or choose " + option);
        } else if (openToOthers(folder)) {
            checkup.warn(subject, found + ", open to other users of this computer", "close it: chmod go-rwx " + folder);
        } else {
            checkup.ok(subject, found);
        }
    }

    /** Whether others than the owner can read or write a file; false where there is no telling. */
    static boolean openToOthers(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null || !Files.exists(file)) {
            return false;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        return OTHERS.stream().anyMatch(permissions::contains);
    }

    /** Writes a file, gives it a second name, and removes both; tells whether the second name could be had. */
    private boolean write() throws IOException {
        String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
        // A name that is cleared away as a leftover, should this be ended here.
        Path probe = existing().resolve(".aml-tmp-" + random);
        Path second = existing()
                .resolve(".aml-tmp-"
                        + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            Files.write(probe, new byte[4096]);
            Files.createLink(second, probe);
            return true;
        } catch (FileSystemException | UnsupportedOperationException e) {
            if (!Files.isRegularFile(probe, LinkOption.NOFOLLOW_LINKS) || Files.size(probe) < 4096) {
                throw e instanceof IOException io
                        ? DiskException.of(io, existing(), 4096, option)
                        : new IOException(e.toString());
            }
            return false;
        } finally {
            Files.deleteIfExists(second);
            Files.deleteIfExists(probe);
        }
    }

    private Path existing() {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1L << 30));
    }
}

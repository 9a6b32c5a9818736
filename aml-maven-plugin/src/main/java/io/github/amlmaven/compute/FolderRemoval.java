package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Removes a folder with all that is in it, whatever a script has made of it; links are removed, not followed.
 *
 * <p>Folders are brought to the top before they are emptied: so no path gets too long, and two folders at most are open,
 * however deep the tree is. What cannot be removed does not keep the rest from being removed.
 */
public final class FolderRemoval {
    /** How often we try, since somebody may put or exchange something there meanwhile. */
    private static final int ROUNDS = 3;

    private static final int MOST_FAILURES = 10;

    private final HeldFolder top;
    private final Set<Path> kept;
    private final Deque<Path> pending = new ArrayDeque<>();
    private @Nullable IOException failure;

    private FolderRemoval(HeldFolder top, Set<Path> kept) {
        this.top = top;
        this.kept = kept;
    }

    /**
     * Removes a folder and what is in it; links are removed, not followed.
     *
     * @throws IOException naming the first entry that could not be removed, after everything else has been
     */
    public static void remove(Path folder) throws IOException {
        repeat(() -> {
            empty(folder, Set.of());
            Files.delete(folder);
        });
    }

    /**
     * As the other, but for some entries of the folder: they, and it, stay.
     *
     * @throws IOException as the other
     */
    static void removeAllBut(Path folder, Set<Path> kept) throws IOException {
        repeat(() -> empty(folder, kept));
    }

    /** What may have to be done again. */
    private interface Step {
        void take() throws IOException;
    }

    private static void repeat(Step step) throws IOException {
        for (int round = 1; ; round++) {
            try {
                step.take();
                return;
            } catch (IOException e) {
                if (round == ROUNDS) {
                    throw e;
                }
            }
        }
    }

    private static void empty(Path folder, Set<Path> kept) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isReadable(folder)) {
            unlock(folder);
        }
        try (HeldFolder top = HeldFolder.open(folder)) {
            FolderRemoval removal = new FolderRemoval(top, kept);
            removal.empty(top);
            while (!removal.pending.isEmpty()) {
                removal.removeFolder(removal.pending.remove());
            }
            if (removal.failure != null) {
                throw removal.failure;
            }
        }
    }

    private void removeFolder(Path name) {
        try (HeldFolder folder = open(name)) {
            empty(folder);
        } catch (NoSuchFileException e) {
            return;
        } catch (NotDirectoryException e) {
            removeFile(top, name); // exchanged for something else since it was listed
            return;
        } catch (IOException e) {
            failed(top.path().resolve(name), e);
            return;
        }
        try {
            top.deleteFolder(name);
        } catch (NoSuchFileException | DirectoryNotEmptyException e) {
            // Gone, or something was put there or could not be removed, which has been noted: told by the top's
            // removal.
        } catch (IOException e) {
            failed(top.path().resolve(name), e);
        }
    }

    private HeldFolder open(Path name) throws IOException {
        BasicFileAttributes attributes = top.attributes(name);
        if (!attributes.isDirectory()) {
            throw new NotDirectoryException(name.toString());
        }
        return HeldFolder.open(top.path().resolve(name), attributes.fileKey());
    }

    private void empty(HeldFolder folder) throws IOException {
        folder.unlock();
        try {
            for (Path name : folder.names()) {
                if (folder != top || !kept.contains(name)) {
                    remove(folder, name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void remove(HeldFolder folder, Path name) {
        try {
            if (!folder.attributes(name).isDirectory()) {
                removeFile(folder, name);
                return;
            }
            Path entry = folder.path().resolve(name);
            if (!Files.isReadable(entry) || !Files.isWritable(entry) || !Files.isExecutable(entry)) {
                unlock(entry);
            }
            Path there = folder == top
                    ? name
                    : name.resolveSibling(".aml-removed-"
                            + Long.toHexString(ThreadLocalRandom.current().nextLong()));
            if (folder != top) {
                folder.move(name, top, there);
            }
            pending.add(there);
        } catch (NoSuchFileException e) {
            // Removed by somebody else, which is as good.
        } catch (IOException e) {
            failed(folder.path().resolve(name), e);
        }
    }

    private void removeFile(HeldFolder folder, Path name) {
        try {
            folder.deleteFile(name);
        } catch (NoSuchFileException e) {
            // Removed by somebody else, which is as good.
        } catch (IOException e) {
            failed(folder.path().resolve(name), e);
        }
    }

    /** A folder that is closed to us cannot be opened first; only a link put there in this very moment is followed. */
    private static void unlock(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(folder.toString());
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    private void failed(Path entry, IOException cause) {
        IOException named = cause instanceof AccessDeniedException
                ? new AccessDeniedException(entry.toString())
                : new IOException("cannot remove " + entry + ": " + cause.getMessage(), cause);
        if (failure == null) {
            failure = named;
        } else if (failure.getSuppressed().length < MOST_FAILURES) {
            failure.addSuppressed(named);
        }
    }
}

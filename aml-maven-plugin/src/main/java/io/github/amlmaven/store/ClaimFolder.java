package io.github.amlmaven.store;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Arrays;

/**
 * Gives a file its name unless that is taken, where there are no hard links and a rename replaces what is there.
 *
 * <p>A folder that holds the complete file is renamed to a name that all writers of the target share. That fails while a
 * folder with something in it has the name, so one writer at a time has claimed the target, and its file is there for
 * others to finish: nobody waits for a writer that was stopped or killed, and no time is measured. Who sees a claimed file
 * looks for the target afterwards: if it is there, the claim came too late; if not, the file becomes the target. It is
 * moved under its own name in the claim, so whoever comes late finds nothing to move.
 */
final class ClaimFolder {
    static final String PREFIX = ".aml-claim-";
    /** More often than other writers of one name can get in between, so it is the file system that refuses. */
    private static final int TRIES = 10_000;

    private static final int BUFFER = 64 * 1024;

    private final Path target;
    private final Path claim;
    private final Path own;
    private final FileAttribute<?>[] mode;

    /**
     * @param own a name beside the target that nothing has yet
     * @param mode of the folder that is made there
     */
    ClaimFolder(Path target, Path own, FileAttribute<?>[] mode) {
        this.target = target;
        this.claim = target.resolveSibling(PREFIX + Sha256.of(String.valueOf(target.getFileName())));
        this.own = own;
        this.mode = mode;
    }

    /** Publishes it, or says false when the name was taken; the complete file is gone from its place in any case. */
    boolean publish(Path complete) throws IOException {
        Path content = own.resolve(String.valueOf(own.getFileName()));
        Files.createDirectory(own, mode);
        try {
            Files.move(complete, content, StandardCopyOption.ATOMIC_MOVE);
            // Held open, so that it can be compared wherever the others have put it; streams do not mind interrupts.
            try (InputStream mine = new FileInputStream(content.toFile())) {
                return claimed() && finished(mine);
            }
        } finally {
            Files.deleteIfExists(content);
            Files.deleteIfExists(own);
        }
    }

    private boolean claimed() throws IOException {
        for (int i = 1; ; i++) {
            if (isTaken()) {
                return false;
            }
            try {
                Files.move(own, claim, StandardCopyOption.ATOMIC_MOVE);
                return true;
            } catch (FileSystemException e) {
                // Its words differ between systems; what has the name is finished, or the failure comes again.
                if (i == TRIES) {
                    throw e;
                }
                finish();
            }
        }
    }

    private boolean finished(InputStream mine) throws IOException {
        finish();
        try (InputStream published = new FileInputStream(target.toFile())) {
            byte[] ours = mine.readNBytes(BUFFER);
            byte[] theirs = published.readNBytes(BUFFER);
            while (ours.length > 0 && Arrays.equals(ours, theirs)) {
                ours = mine.readNBytes(BUFFER);
                theirs = published.readNBytes(BUFFER);
            }
            return Arrays.equals(ours, theirs);
        }
    }

    /** Ends whatever claim there is, this writer's own or another's. */
    private void finish() throws IOException {
        try (DirectoryStream<Path> contents = Files.newDirectoryStream(claim)) {
            for (Path content : contents) {
                finish(content);
            }
        } catch (NoSuchFileException e) {
            return; // its owner, or another writer, was faster
        }
        try {
            Files.deleteIfExists(claim);
        } catch (DirectoryNotEmptyException e) {
            // The next writer has claimed the target meanwhile.
            return;
        }
    }

    private void finish(Path content) throws IOException {
        try {
            if (isTaken()) {
                Files.deleteIfExists(content);
            } else {
                Files.move(content, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (NoSuchFileException e) {
            // Somebody else has done it.
            return;
        }
    }

    private boolean isTaken() {
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }
}

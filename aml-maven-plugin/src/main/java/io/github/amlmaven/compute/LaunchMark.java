package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Decides on this computer, once and for ever, whether a container may be started: whoever makes the file first says so.
 *
 * <p>A supervisor decides that where it runs; a container's folder may be out of reach when it matters.
 */
record LaunchMark(Path file) {
    static LaunchMark of(RunDirectory directory) {
        return new LaunchMark(directory.root().resolve(".aml-launched"));
    }

    /** Says that the container is started next; false when somebody has said that it never will be. */
    boolean launch() throws IOException {
        try {
            Files.createDirectory(file, RunDirectory.OWNER_ONLY);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Says that it never will be started; false when it has been, or may have been. */
    boolean prevent() throws IOException {
        try {
            // A file where the launch makes its folder.
            Files.createFile(file, RunDirectory.OWNER_ONLY_FILE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.isRegularFile(withdrawn(), LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return false; // the run folder is gone
        }
    }

    /**
     * Says that the container, which has not been started, is removed next: when it is gone then, it has not been, whoever
     * looks, and whoever removed it.
     */
    void withdraw() throws IOException {
        if (prevent()) {
            return;
        }
        try {
            Files.createFile(withdrawn(), RunDirectory.OWNER_ONLY_FILE);
        } catch (FileAlreadyExistsException e) {
            return; // by another who looks
        }
    }

    /** Takes that back: it has been started, before it could be removed. */
    void insist() throws IOException {
        Files.deleteIfExists(withdrawn());
    }

    private Path withdrawn() {
        return file.resolve("withdrawn");
    }
}

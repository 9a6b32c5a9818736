package io.github.amlmaven.compute;

import io.github.amlmaven.Ownership;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what a container has left in a run directory that it shared belongs to the user who made the run.
 *
 * <p>Only files, folders and links are given back: a pipe is nothing to keep, and a device in the hands of a user would be a
 * way into the computer. No link is followed.
 */
record RunOwnership(int uid, int gid) {
    private static final Logger LOG = LoggerFactory.getLogger(RunOwnership.class);
    private static final int ROOT = 0;
    private static final int KIND = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;

    /**
     * Gives back what belongs to somebody else, if this process may.
     *
     * @return how many entries still belong to somebody else; of a folder that is closed to us, only itself
     */
    long restore(RunDirectory directory) throws IOException {
        if (!directory.root().getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return 0;
        }
        boolean mayGive = Ownership.ourUid().equals(ROOT);
        long foreign = 0;
        Deque<Path> folders = new ArrayDeque<>();
        folders.add(directory.root());
        foreign += restore(directory.root(), mayGive, new ArrayDeque<>());
        while (!folders.isEmpty()) {
            Path folder = folders.remove();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    foreign += restore(entry, mayGive, folders);
                }
            } catch (IOException | DirectoryIteratorException e) {
                // Closed to us, and so counted by itself, or deeper than a path can say.
                LOG.debug("cannot look into {}", folder, e);
                foreign += isOurs(folder) ? 1 : 0;
            }
        }
        return foreign;
    }

    private long restore(Path entry, boolean mayGive, Deque<Path> folders) throws IOException {
        int kind;
        try {
            kind = number(entry, "unix:mode") & KIND;
        } catch (NoSuchFileException e) {
            return 0;
        }
        if (kind == FOLDER) {
            folders.add(entry);
        }
        if (number(entry, "unix:uid") == uid || (kind != FOLDER && kind != FILE && kind != LINK)) {
            return 0;
        }
        if (!mayGive) {
            return 1;
        }
        Files.setAttribute(entry, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(entry, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        return 0;
    }

    private boolean isOurs(Path path) throws IOException {
        return number(path, "unix:uid") == uid;
    }

    private static int number(Path path, String attribute) throws IOException {
        return (Integer) Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS);
    }
}

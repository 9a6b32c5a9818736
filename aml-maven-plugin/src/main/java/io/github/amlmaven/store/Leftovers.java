package io.github.amlmaven.store;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Removes the temporary files, links and claims of writers that have died, by their names and their age. */
final class Leftovers {
    private static final int MOST = 10_000;
    /** Exactly the names that are given here and by the index, also those of locks that were made in former versions. */
    private static final Pattern OURS = Pattern.compile("\\.aml-tmp-[0-9a-f]{1,16}|\\.aml-(claim|lock)-[0-9a-f]{64}");

    private static final String DERIVED = ".derived";
    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;

    private final FolderFiles files;
    private final long age;
    private int removed;

    Leftovers(FolderFiles files, Duration age) {
        this.files = files;
        this.age = age.toMillis();
    }

    int remove(Path start) throws IOException {
        boolean toldByChange =
                start.getFileSystem().supportedFileAttributeViews().contains("unix");
        if (!toldByChange || !Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
            // Without a time of the last change a new link to an old file cannot be told from an old link.
            return 0;
        }
        long latest = files.now(start.resolve("now")) - age;
        Deque<Path> folders = new ArrayDeque<>();
        folders.push(start);
        while (!folders.isEmpty() && removed < MOST) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folders.pop())) {
                for (Path entry : entries) {
                    look(entry, latest, folders);
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                // Gone, or another thing by now: nothing to clear away here.
            }
        }
        return removed;
    }

    private void look(Path entry, long latest, Deque<Path> folders) throws IOException {
        String name = String.valueOf(entry.getFileName());
        boolean ours = OURS.matcher(name).matches();
        boolean foreign = name.startsWith(".") && !ours && !name.equals(DERIVED);
        if (foreign || removed >= MOST) {
            return;
        }
        Map<String, Object> status;
        try {
            status = Files.readAttributes(entry, "unix:mode,ctime", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return; // its writer has just finished
        }
        int type = (Integer) Objects.requireNonNull(status.get("mode")) & TYPE;
        if (!ours) {
            if (type == FOLDER) {
                folders.push(entry);
            }
            return;
        }
        long changed = ((FileTime) Objects.requireNonNull(status.get("ctime"))).toMillis();
        if (changed < latest && type == FILE) {
            removed += Files.deleteIfExists(entry) ? 1 : 0;
        } else if (changed < latest && type == FOLDER) {
            removeClaim(entry);
        }
    }

    /** A claim holds one file under a name of ours; anything else in it stays, and so does the folder. */
    private void removeClaim(Path claim) throws IOException {
        try (DirectoryStream<Path> contents = Files.newDirectoryStream(claim)) {
            for (Path content : contents) {
                boolean ours =
                        OURS.matcher(String.valueOf(content.getFileName())).matches();
                if (ours && Files.isRegularFile(content, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(content);
                }
            }
        } catch (NoSuchFileException e) {
            return; // its writer has just finished
        }
        try {
            removed += Files.deleteIfExists(claim) ? 1 : 0;
        } catch (DirectoryNotEmptyException e) {
            // Claimed again meanwhile, or not ours alone.
            return;
        }
    }
}

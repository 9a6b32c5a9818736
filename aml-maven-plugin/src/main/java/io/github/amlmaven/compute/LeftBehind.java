package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The files a script has made outside {@code outputs/}: they are not kept, which is what users of the Workbench found out
 * too late.
 */
public final class LeftBehind {
    /** Enough to tell; a script that unpacks a data set makes more. */
    private static final int MOST_LOOKED_AT = 10_000;

    private static final Set<String> OWN_FOLDERS = Set.of("outputs", "azureml-logs", "azureml-setup");

    private LeftBehind() {}

    /**
     * Their paths in order, caches of Python left out; folders the script has made unreadable are passed over.
     *
     * @param files the files that were copied from the project; they are not looked at again
     * @param folders the folders that were copied
     */
    public static List<String> in(RunDirectory directory, Set<String> files, Set<String> folders) {
        List<String> found = new ArrayList<>();
        Deque<String> pending = new ArrayDeque<>();
        pending.add("");
        int lookedAt = 0;
        while (!pending.isEmpty() && lookedAt < MOST_LOOKED_AT) {
            String folder = pending.remove();
            for (Path entry : entries(directory.root().resolve(folder))) {
                lookedAt++;
                String name = (folder.isEmpty() ? "" : folder + "/") + entry.getFileName();
                if (files.contains(name) || OWN_FOLDERS.contains(name) || name.endsWith("__pycache__")) {
                    continue;
                }
                if (folders.contains(name) || Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    pending.add(name);
                } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(name);
                }
            }
        }
        Collections.sort(found);
        return found;
    }

    private static List<Path> entries(Path folder) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
            return entries;
        } catch (IOException | DirectoryIteratorException e) {
            return List.of(); // gone, no folder any more, or closed to us: what is in it cannot be told
        }
    }
}

package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        Deque<Folder> pending = new ArrayDeque<>();
        top(directory.root()).ifPresent(pending::add);
        int lookedAt = 0;
        while (!pending.isEmpty() && lookedAt < MOST_LOOKED_AT) {
            Folder folder = pending.remove();
            try (HeldFolder held = HeldFolder.open(folder.path, folder.key)) {
                for (Path entry : held.names()) {
                    lookedAt++;
                    String name = (folder.name.isEmpty() ? "" : folder.name + "/") + entry;
                    if (files.contains(name)
                            || OWN_FOLDERS.contains(name)
                            || name.startsWith(RunDirectory.OURS)
                            || name.endsWith("__pycache__")) {
                        continue;
                    }
                    add(held, entry, name, pending, found);
                }
            } catch (IOException | DirectoryIteratorException e) {
                // Gone, no folder any more, or closed to us: what is in it cannot be told.
            }
        }
        Collections.sort(found);
        return found;
    }

    private static void add(HeldFolder held, Path entry, String name, Deque<Folder> pending, List<String> found) {
        try {
            BasicFileAttributes attributes = held.attributes(entry);
            if (attributes.isDirectory()) {
                pending.add(new Folder(held.path().resolve(entry), attributes.fileKey(), name));
            } else if (attributes.isRegularFile()) {
                found.add(name);
            }
        } catch (IOException e) {
            // It has vanished, and so is not left behind.
        }
    }

    /** The path is kept beside the name, since not every name is text that leads back to it. */
    private record Folder(Path path, @Nullable Object key, String name) {}

    private static Optional<Folder> top(Path root) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(root, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new Folder(root, attributes.fileKey(), ""));
        } catch (IOException e) {
            return Optional.empty(); // the script has removed all of it
        }
    }
}

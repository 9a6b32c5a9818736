package io.github.amlmaven.store;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Which file is which object of a folder store. */
record FolderNames(Path root) {
    /** The file of an object. */
    Path path(String name) {
        try {
            return root.resolve(ObjectName.encode(name));
        } catch (InvalidPathException e) {
            throw new AmlException(
                    "the name '" + name + "' cannot be written in the character set of this system",
                    "set LC_ALL=C.UTF-8 before starting Maven",
                    e);
        }
    }

    /** The folder of objects; that of all of them for an empty name. */
    Path folder(String name) {
        return name.isEmpty() ? root : path(name);
    }

    /** The names of the objects below a folder, in order. */
    List<String> list(String folder) throws IOException {
        List<String> names = new ArrayList<>();
        each(folder, (name, size) -> names.add(name));
        names.sort(null);
        return names;
    }

    /** As {@link #list}, with the sizes. */
    NavigableMap<String, Long> sizes(String folder) throws IOException {
        NavigableMap<String, Long> sizes = new TreeMap<>();
        each(folder, sizes::put);
        return sizes;
    }

    private void each(String folder, BiConsumer<String, Long> heard) throws IOException {
        Deque<Path> folders = new ArrayDeque<>();
        folders.push(folder(folder));
        while (!folders.isEmpty()) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folders.pop())) {
                for (Path entry : entries) {
                    if (String.valueOf(entry.getFileName()).startsWith(".")) {
                        continue;
                    }
                    BasicFileAttributes kind =
                            Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (kind.isDirectory()) {
                        folders.push(entry);
                    } else if (kind.isRegularFile()) {
                        name(entry).ifPresent(name -> heard.accept(name, kind.size()));
                    }
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                // No such folder, or an entry that has gone since it was listed: nothing to name.
            }
        }
    }

    /** Removes the folders below one, and it, that hold nothing. */
    static void removeEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    removeEmpty(entry);
                }
            }
        } catch (NoSuchFileException e) {
            return; // somebody else was faster
        }
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            return; // somebody has just put something there
        }
    }

    /** The name of the object in a file; empty for a file that no object would have been given. */
    private Optional<String> name(Path file) {
        return ObjectName.decode(
                root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/"));
    }
}

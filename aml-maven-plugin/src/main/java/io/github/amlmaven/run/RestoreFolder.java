package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code .azureml/restore} of a project, where the files of a snapshot are made ready: on the file system of the
 * project, and never a part of it. Whoever has it is the only one who restores there.
 */
final class RestoreFolder implements Closeable {
    private static final String LOCK = "lock";

    private final Path path;
    private final boolean first;
    private final FileChannel lock;

    private RestoreFolder(Path path, boolean first, FileChannel lock) {
        this.path = path;
        this.first = first;
        this.lock = lock;
    }

    static RestoreFolder in(Path project) throws IOException {
        Path settings = project.resolve(".azureml");
        boolean first = createFolder(settings);
        Path path = settings.resolve("restore");
        createFolder(path);
        FileChannel channel = FileChannel.open(
                path.resolve(LOCK),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        FileLock lock = null;
        try {
            lock = tryLock(channel);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        // Whoever has just come to its end has removed the file that was waited for here.
        if (lock == null || !Files.exists(path.resolve(LOCK))) {
            channel.close();
            throw new AmlException("another restore is at work in " + project, "wait for its end, then try again");
        }
        RestoreFolder folder = new RestoreFolder(path, first, channel);
        folder.clear();
        return folder;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        }
    }

    private static boolean createFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
            return true;
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new AmlException(
                        folder + " is " + (Files.isSymbolicLink(folder) ? "a link" : "not a folder")
                                + ", and files are made ready there",
                        "move it away",
                        e);
            }
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** What a restore that was killed has left, too. */
    private void clear() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                if (!entry.endsWith(LOCK)) {
                    removeAll(entry);
                }
            }
        }
    }

    /** Removes a file, or a folder with all that is in it; no link is followed. */
    static void removeAll(Path start) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(start)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            clear();
            Files.deleteIfExists(path.resolve(LOCK));
            Files.deleteIfExists(path);
            if (first) {
                Files.deleteIfExists(path.getParent());
            }
        } catch (DirectoryNotEmptyException e) {
            // Somebody else has put something there, and it is theirs.
            return;
        }
    }
}

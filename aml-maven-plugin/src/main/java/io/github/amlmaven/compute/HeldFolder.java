package io.github.amlmaven.compute;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder held open: what is done to its entries is done in this very folder, whatever its name comes to mean.
 *
 * <p>No link is followed and nothing but a folder is opened, also when one is exchanged for the other meanwhile. Where
 * the system lacks such handles the path is used, and the exchange goes unseen.
 */
final class HeldFolder implements Closeable {
    private static final Set<PosixFilePermission> OWNER_ALL = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path path;
    private final DirectoryStream<Path> stream;
    private final @Nullable SecureDirectoryStream<Path> secure;

    private HeldFolder(Path path, DirectoryStream<Path> stream) {
        this.path = path;
        this.stream = stream;
        this.secure = stream instanceof SecureDirectoryStream<Path> held ? held : null;
    }

    /** Opens the folder of that name, which is not a link. */
    static HeldFolder open(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isDirectory()) {
            throw new NotDirectoryException(path.toString());
        }
        return open(path, attributes.fileKey());
    }

    /**
     * Opens the folder that was seen under that name.
     *
     * @param key its {@link BasicFileAttributes#fileKey}
     * @throws NotDirectoryException when the name is no folder, or another one, by now
     */
    @SuppressWarnings("StreamResourceLeak") // handed to the caller, who closes it
    static HeldFolder open(Path path, @Nullable Object key) throws IOException {
        // With the dot a pipe is refused and not opened, which would wait for ever; a link is told by its key.
        DirectoryStream<Path> stream = Files.newDirectoryStream(path.resolve("."));
        HeldFolder folder = new HeldFolder(path, stream);
        try {
            if (folder.secure != null
                    && !Objects.equals(
                            folder.secure
                                    .getFileAttributeView(BasicFileAttributeView.class)
                                    .readAttributes()
                                    .fileKey(),
                            key)) {
                throw new NotDirectoryException(path.toString());
            }
            return folder;
        } catch (IOException e) {
            try (folder) {
                throw e;
            }
        }
    }

    Path path() {
        return path;
    }

    /** The names in the folder, each a path of one component; to be asked for once. */
    Iterable<Path> names() {
        return () -> new Iterator<>() {
            private final Iterator<Path> entries = stream.iterator();

            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Path next() {
                return entries.next().getFileName();
            }
        };
    }

    /** Opens the folder of that name in this one. */
    HeldFolder folder(Path name) throws IOException {
        BasicFileAttributes attributes = attributes(name);
        if (!attributes.isDirectory()) {
            throw new NotDirectoryException(path.resolve(name).toString());
        }
        return open(path.resolve(name), attributes.fileKey());
    }

    /** Reads the regular file of that name; no link is followed. */
    InputStream read(Path name) throws IOException {
        if (!attributes(name).isRegularFile()) {
            throw new FileSystemException(path.resolve(name).toString(), null, "is not a regular file");
        }
        Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        return Channels.newInputStream(
                secure == null
                        ? Files.newByteChannel(path.resolve(name), options)
                        : secure.newByteChannel(name, options));
    }

    BasicFileAttributes attributes(Path name) throws IOException {
        return secure == null
                ? Files.readAttributes(path.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                : secure.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes();
    }

    /** Renames an entry, which replaces a file of the new name. */
    void move(Path name, HeldFolder to, Path newName) throws IOException {
        if (secure != null && to.secure != null) {
            secure.move(name, to.secure, newName);
        } else {
            Files.move(path.resolve(name), to.path.resolve(newName), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    void deleteFile(Path name) throws IOException {
        if (secure != null) {
            secure.deleteFile(name);
        } else {
            Files.delete(path.resolve(name));
        }
    }

    /** Removes an empty folder. */
    void deleteFolder(Path name) throws IOException {
        if (secure != null) {
            secure.deleteDirectory(name);
        } else {
            Files.delete(path.resolve(name));
        }
    }

    /** Gives the owner every right to this folder, so that entries can be taken out of it. */
    void unlock() throws IOException {
        PosixFileAttributeView view = secure == null
                ? Files.getFileAttributeView(path, PosixFileAttributeView.class)
                : secure.getFileAttributeView(PosixFileAttributeView.class);
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (!permissions.containsAll(OWNER_ALL)) {
            Set<PosixFilePermission> all = EnumSet.copyOf(OWNER_ALL);
            all.addAll(permissions);
            view.setPermissions(all);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}

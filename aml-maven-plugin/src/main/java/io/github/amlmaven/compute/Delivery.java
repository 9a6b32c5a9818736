package io.github.amlmaven.compute;

import io.github.amlmaven.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes what comes out of a container into the run directory: files and folders, never links, and never through one.
 *
 * <p>Nobody else writes there, so what was checked stays as it is.
 */
final class Delivery {
    static final String ELSEWHERE = "-Daml.runsFolder=<folder>";

    private static final int BUFFER = 64 * 1024;
    private static final int FILE = 0600;
    private static final int FOLDER = 0700;
    /** Smaller files are simply tried. */
    private static final long WORTH_ASKING = 8L * 1024 * 1024;

    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final RunDirectory directory;
    private final Path root;
    /** The folder that was checked last. */
    private @Nullable Path checked;

    Delivery(RunDirectory directory) {
        this.directory = directory;
        this.root = directory.root();
    }

    /** The pieces of a file's content, one after the other; null at its end. */
    interface Content {
        @Nullable
        ByteBuffer next() throws IOException;
    }

    /** Removes what the project had brought where outputs are: the script may have removed it. */
    void clear() throws IOException {
        remove(directory.outputs());
        if (OutputWalk.isFolder(directory.setup())) {
            remove(directory.uploads());
            remove(directory.mlflow());
        }
    }

    /** Removes a file, a link or a folder with all that is in it; nothing when it is not there. */
    static void remove(Path path) throws IOException {
        if (OutputWalk.isFolder(path)) {
            FolderRemoval.remove(path);
        } else {
            Files.deleteIfExists(path);
        }
    }

    /** Whether a file of that size and time, to the second, is there already. */
    boolean holds(String path, TarEntry entry) throws IOException {
        try {
            BasicFileAttributes there = FileMode.attributes(root.resolve(path));
            return there.isRegularFile()
                    && there.size() == entry.size()
                    && there.lastModifiedTime().to(TimeUnit.SECONDS) == entry.modified();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether that very link is there already. */
    boolean holdsLink(String path, String target) throws IOException {
        Path link = root.resolve(path);
        return Files.isSymbolicLink(link)
                && Files.readSymbolicLink(link).toString().equals(target);
    }

    /** Makes a folder, unless it is there; a file or link of that name gives way. */
    void folder(String path, int mode) throws IOException {
        Path folder = place(path);
        if (!OutputWalk.isFolder(folder)) {
            Files.deleteIfExists(folder);
            Files.createDirectory(folder, FileMode.creating(mode | FOLDER));
        }
    }

    /** Writes a file; nothing of that name may be there. */
    void create(String path, TarEntry entry, Content content) throws IOException {
        write(place(path), entry, content);
    }

    /** Writes a file in the place of what may be there. */
    void replace(String path, TarEntry entry, Content content) throws IOException {
        Path file = place(path);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            write(file, entry, content);
            return;
        }
        Path beside = root.resolve(RunDirectory.OURS + "new");
        Files.deleteIfExists(beside);
        write(beside, entry, content);
        if (OutputWalk.isFolder(file)) {
            FolderRemoval.remove(file);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** How large a file is that was delivered. */
    long size(String path) throws IOException {
        return Files.size(place(path));
    }

    /** Reads a file that was delivered. */
    FileChannel open(String path) throws IOException {
        return FileChannel.open(place(path), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /** The content of a file that was delivered under another name. */
    static Content contentOf(FileChannel file) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        return () -> file.read(buffer.clear()) < 0 ? null : buffer.flip();
    }

    private void write(Path file, TarEntry entry, Content content) throws IOException {
        if (entry.size() >= WORTH_ASKING) {
            DiskException.requireSpace(root, entry.size(), ELSEWHERE);
        }
        FileChannel out = FileChannel.open(file, NEW, FileMode.creating(entry.mode() | FILE));
        boolean whole = false;
        try (out) {
            for (ByteBuffer piece = content.next(); piece != null; piece = content.next()) {
                while (piece.hasRemaining()) {
                    out.write(piece);
                }
            }
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(file); // what is missing may be room on the disk
            }
        }
        FileTime time = FileTime.from(entry.modified(), TimeUnit.SECONDS);
        Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(time, time, null);
    }

    /** @throws DiskException when the disk has no room for what the driver log has grown by */
    void requireSpaceForLog(TarEntry entry) throws IOException {
        long there = directory.isIntact(directory.driverLog()) ? Files.size(directory.driverLog()) : 0;
        DiskException.requireSpace(root, entry.size() - there, ELSEWHERE);
    }

    /**
     * Brings the driver log up to date. What it has of it already stays where it is, because somebody may be reading on from
     * there.
     */
    void driverLog(TarEntry entry, Content content) throws IOException {
        Path log = directory.driverLog();
        place(RunPath.DRIVER_LOG);
        if (!directory.isIntact(log)) {
            replace(RunPath.DRIVER_LOG, entry, content);
            return;
        }
        try (FileChannel out = FileChannel.open(
                log, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            boolean same = true;
            for (ByteBuffer piece = content.next(); piece != null; piece = content.next()) {
                same = same && passSame(out, piece);
                while (piece.hasRemaining()) {
                    out.write(piece);
                }
            }
            if (out.size() > out.position()) {
                out.truncate(out.position());
            }
        }
    }

    /** Passes the bytes that are in the file already; whether those of the whole piece are, or the file ends there. */
    private static boolean passSame(FileChannel file, ByteBuffer piece) throws IOException {
        long start = file.position();
        ByteBuffer there = ByteBuffer.allocate(piece.remaining());
        while (there.hasRemaining() && file.read(there) >= 0) {}
        int equal = there.flip().mismatch(piece);
        int passed = equal < 0 ? piece.remaining() : equal;
        piece.position(piece.position() + passed);
        file.position(start + passed);
        return passed == there.limit();
    }

    /** Where a path is, in a folder that is one all the way down. */
    private Path place(String path) throws IOException {
        Path file = root.resolve(path);
        Path folder = file.getParent();
        if (!file.startsWith(root) || folder == null) {
            throw new FileSystemException(path, null, "is not below the run folder");
        }
        if (!folder.equals(checked)) {
            check(folder);
            checked = folder;
        }
        return file;
    }

    private void check(Path folder) throws IOException {
        for (Path at = folder; at != null && at.startsWith(root); at = at.getParent()) {
            if (!OutputWalk.isFolder(at)) {
                throw new FileSystemException(at.toString(), null, "is no folder");
            }
        }
    }
}

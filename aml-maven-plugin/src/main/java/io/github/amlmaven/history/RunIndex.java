package io.github.amlmaven.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Copies of final records in one file, so that a list opens one file instead of two a run.
 *
 * <p>Each line is a run number, eight digits of CRC-32, and the record. The file may be stale, torn, doubled in part, or
 * gone: a line that is not whole is passed over, and who finds a run missing here looks into the store. It is read from
 * its end, where the newest runs are.
 */
final class RunIndex {
    /** The most that is read, so that no array grows beyond what Java can hold. */
    static final long ALL = 1L << 30;

    private final Path file;

    RunIndex(Path folder) {
        this.file = folder.resolve("runs.jsonl");
    }

    /** At most so many bytes from the end. */
    IndexWindow read(long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            long start = Math.max(0, size - Math.min(bytes, ALL));
            ByteBuffer buffer = ByteBuffer.allocate((int) (size - start));
            while (buffer.hasRemaining() && channel.read(buffer, start + buffer.position()) >= 0) {
                // A read may bring less than the rest.
            }
            return new IndexWindow(buffer.array(), buffer.position(), start == 0);
        } catch (NoSuchFileException e) {
            return IndexWindow.none();
        }
    }

    /** Adds lines at the end; lines of two processes may alternate, but do not mix. */
    void append(SortedMap<Integer, byte[]> records) throws IOException {
        create();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = channel.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            boolean torn = size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
            try (FileChannel end = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                write(end, lines(records, torn));
            }
        }
    }

    /** Puts a whole new index in the place of the old one. */
    void replace(SortedMap<Integer, byte[]> records) throws IOException {
        create();
        Path next = file.resolveSibling(
                ".aml-tmp-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            try (FileChannel channel = FileChannel.open(
                    next, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), mode("rw-------"))) {
                write(channel, lines(records, false));
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private static ByteBuffer lines(SortedMap<Integer, byte[]> records, boolean torn) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(4096);
        if (torn) {
            lines.write('\n');
        }
        for (Map.Entry<Integer, byte[]> record : records.entrySet()) {
            IndexWindow.writeLine(lines, record.getKey(), record.getValue());
        }
        return ByteBuffer.wrap(lines.toByteArray());
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void create() throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, mode("rwx------"));
        }
        try {
            Files.createFile(file, mode("rw-------"));
        } catch (FileAlreadyExistsException e) {
            // Somebody else has just begun it: go on with theirs.
            return;
        }
    }

    private FileAttribute<?>[] mode(String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}

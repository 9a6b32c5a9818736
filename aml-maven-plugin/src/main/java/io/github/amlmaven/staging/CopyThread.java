package io.github.amlmaven.staging;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies and hashes files, one after the other through one buffer, until the job has no more of them. */
final class CopyThread extends Thread {
    private static final int BUFFER_BYTES = 128 * 1024;
    private static final int ATTEMPTS = 4;
    /**
     * In milliseconds: as long as this after a change, a further one may leave no trace in the times, which move with the
     * system's clock tick.
     */
    private static final int RACY = 20;

    private final CopyJob job;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private volatile @Nullable String opening;

    CopyThread(CopyJob job) {
        super("aml-staging");
        this.job = job;
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (CopyJob.Batch batch = job.take(); batch != null; batch = job.take()) {
                copy(batch, sha256);
            }
        } catch (Throwable thrown) { // handed to the thread that waits
            job.fail(thrown);
        }
    }

    /**
     * Whether the thread will never end, because it hangs in opening a named pipe that took the place of a file or folder.
     * Opening one for reading waits for a writer, and no check beforehand can rule that out; so the failure is noted and
     * the thread freed.
     */
    boolean isLostToPipe() {
        String path = opening;
        String pipe = path == null ? null : job.disturbance.pipeOnTheWay(path);
        if (pipe == null) {
            return false;
        }
        job.fail(job.disturbance.of(pipe, "has become a named pipe (FIFO)"));
        Path file = job.tree.root().resolve(pipe);
        try {
            // For reading and writing: this never waits, and wakes up the one who does.
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
                    .close();
            return false;
        } catch (IOException notOurs) {
            return true; // a daemon, so it does not keep Maven from ending
        }
    }

    private void copy(CopyJob.Batch batch, MessageDigest sha256) throws IOException {
        List<ProjectFile> files = job.tree.files();
        opening = files.get(batch.files().get(0)).path();
        try (SourceFolder folder = openFolder(batch.folder())) {
            for (int index : batch.files()) {
                if (job.failed()) {
                    return;
                }
                job.done(index, copy(files.get(index), folder, sha256));
            }
        } finally {
            opening = null;
        }
    }

    private StagedFile copy(ProjectFile file, SourceFolder folder, MessageDigest sha256) throws IOException {
        FileStatus status = file.status();
        byte[] hash;
        try (FileChannel to = job.target.createFile(file.path(), status.permissions())) {
            boolean waited = false;
            for (int attempt = 1; ; attempt++) {
                long started = System.currentTimeMillis();
                long read = transfer(file, folder, status.size(), to, sha256);
                hash = sha256.digest();
                FileStatus after = job.disturbance.statusOf(file.path());
                if (read == status.size() && after.isSame(status)) {
                    if (waited || Math.abs(started - status.changed().toMillis()) > RACY) {
                        break;
                    }
                    waited = true;
                    pause();
                } else if (attempt == ATTEMPTS) {
                    throw job.disturbance.of(file.path(), "kept changing");
                }
                status = after;
                job.count(-read);
                to.truncate(0);
            }
        }
        job.target.finish(file.path(), status);
        return new StagedFile(
                file.path(),
                file.kind(),
                status.permissions(),
                status.size(),
                status.modified().toMillis(),
                HexFormat.of().formatHex(hash),
                null);
    }

    private long transfer(ProjectFile file, SourceFolder folder, long size, FileChannel to, MessageDigest sha256)
            throws IOException {
        long read = 0;
        opening = file.path();
        try (ReadableByteChannel from = openFile(file, folder)) {
            while (read < size && !job.failed()) {
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, size - read));
                int count = read(from, file);
                if (count < 0) {
                    break;
                }
                sha256.update(buffer.array(), 0, count);
                job.count(count);
                write(buffer.flip(), to, file);
                read += count;
            }
        }
        return read;
    }

    private int read(ReadableByteChannel from, ProjectFile file) throws IOException {
        try {
            return from.read(buffer);
        } catch (IOException failure) {
            throw named(job.tree.root().resolve(file.path()), failure);
        }
    }

    private void write(ByteBuffer bytes, FileChannel to, ProjectFile file) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
        } catch (IOException failure) {
            throw named(job.target.path().resolve(file.path()), failure);
        }
    }

    /** A failing channel does not say where. */
    private static FileSystemException named(Path file, IOException failure) {
        FileSystemException named = new FileSystemException(file.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }

    private SourceFolder openFolder(String folder) throws IOException {
        try {
            return SourceFolder.open(job.tree.root(), folder);
        } catch (IOException failure) {
            throw job.disturbance.explained(folder, FileStatus.FOLDER, failure);
        }
    }

    private ReadableByteChannel openFile(ProjectFile file, SourceFolder folder) throws IOException {
        try {
            return folder.open(file.name());
        } catch (IOException failure) {
            throw job.disturbance.explained(file.path(), FileStatus.FILE, failure);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(RACY);
        } catch (InterruptedException interrupted) {
            throw new InterruptedIOException("copying the project was interrupted");
        }
    }
}

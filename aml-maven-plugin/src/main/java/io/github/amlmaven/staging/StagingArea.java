package io.github.amlmaven.staging;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.staging.ProjectFile.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Copies a project to a run folder in one pass that reads, hashes and writes. */
public final class StagingArea {
    /** More threads gain nothing in a warm cache; these keep a cold disk busy. */
    private static final int THREADS = 16;
    /** In milliseconds: how often threads that do not come to an end are looked after. */
    private static final long LOOK_EVERY = 200;

    private StagingArea() {}

    /**
     * Copies every entry of the tree; the project is only read.
     *
     * <p>Permission bits (at most 0777) and times are kept, links are written as links, and what is written is what is
     * hashed: a file that changes while it is read is read again, three times at most. (A change that is under way during the
     * whole reading, and so leaves no trace in the times, cannot be seen.)
     *
     * @param runFolder exists and holds none of the names; on a failure the half copy is left to the caller to remove
     * @param limit also holds while copying, should the project grow meanwhile
     * @return the entries as they were written, sorted by path
     * @throws AmlException when a file keeps changing, has vanished or become something else since the scan, when the
     *     project has grown over the limit, or when the disk
     *     refuses: full, over quota, read-only, failing, too many open files
     * @throws IOException when the system fails to read or write
     */
    public static List<StagedFile> copy(ProjectTree tree, Path runFolder, SizeLimit limit) throws IOException {
        RunFolder target = RunFolder.at(runFolder, tree.totalBytes());
        try {
            return copy(tree, target, limit);
        } catch (IOException failure) {
            throw target.explained(failure);
        }
    }

    private static List<StagedFile> copy(ProjectTree tree, RunFolder target, SizeLimit limit) throws IOException {
        List<ProjectFile> files = tree.files();
        for (ProjectFile file : files) {
            if (file.kind() == Kind.FOLDER) {
                target.createFolder(file.path());
            }
        }
        StagedFile[] staged = new StagedFile[files.size()];
        CopyJob job = new CopyJob(tree, target, limit, staged);
        run(job);
        for (int i = files.size() - 1; i >= 0; i--) {
            // Last, and from the leaves up: a file that is created in a folder moves the folder's time.
            ProjectFile file = files.get(i);
            if (file.kind() == Kind.LINK) {
                target.createLink(file, Path.of(Objects.requireNonNull(file.linkTarget())));
                staged[i] = entry(file);
            }
        }
        for (int i = files.size() - 1; i >= 0; i--) {
            ProjectFile file = files.get(i);
            if (file.kind() == Kind.FOLDER) {
                target.finish(file.path(), file.status());
                staged[i] = entry(file);
            }
        }
        return Arrays.asList(staged);
    }

    private static StagedFile entry(ProjectFile file) {
        return new StagedFile(file.path(), file.kind(), file.mode(), 0, file.modifiedMillis(), null, file.linkTarget());
    }

    private static void run(CopyJob job) throws IOException {
        List<CopyThread> threads = new ArrayList<>();
        for (int i = Math.min(THREADS, job.batches()); i > 0; i--) {
            CopyThread thread = new CopyThread(job);
            threads.add(thread);
            thread.start();
        }
        boolean interrupted = false;
        for (CopyThread thread : threads) {
            do {
                try {
                    thread.join(LOOK_EVERY);
                } catch (InterruptedException e) {
                    // Goes on to wait: whoever removes the half copy must not meet a thread that still writes to it.
                    interrupted = true;
                    job.fail(new InterruptedIOException("copying the project was interrupted"));
                }
            } while (thread.isAlive() && !thread.isLostToPipe());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        job.throwFailure();
    }
}

package io.github.amlmaven.staging;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.staging.ProjectFile.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the threads of one copy share: the work, the count of bytes and the first failure. */
final class CopyJob {
    /** Files of one folder that a thread takes at a time. */
    private static final int BATCH = 32;

    final ProjectTree tree;
    final RunFolder target;
    final Disturbance disturbance;
    private final SizeLimit limit;
    private final @Nullable StagedFile[] staged;
    private final List<Batch> batches = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Files of one folder, by their place in the tree's list. */
    record Batch(String folder, List<Integer> files) {}

    CopyJob(ProjectTree tree, RunFolder target, SizeLimit limit, @Nullable StagedFile[] staged) {
        this.tree = tree;
        this.target = target;
        this.disturbance = new Disturbance(tree);
        this.limit = limit;
        this.staged = staged;
        Map<String, Batch> open = new HashMap<>();
        List<ProjectFile> files = tree.files();
        for (int i = 0; i < files.size(); i++) {
            ProjectFile file = files.get(i);
            if (file.kind() == Kind.FILE) {
                String folder = file.folder();
                Batch batch = open.get(folder);
                if (batch == null || batch.files.size() == BATCH) {
                    batch = new Batch(folder, new ArrayList<>());
                    open.put(folder, batch);
                    batches.add(batch);
                }
                batch.files.add(i);
            }
        }
    }

    int batches() {
        return batches.size();
    }

    /** The next files to copy; null when there are none or something has failed. */
    @Nullable
    Batch take() {
        int taken = next.getAndIncrement();
        return taken < batches.size() && !failed() ? batches.get(taken) : null;
    }

    void done(int file, StagedFile result) {
        staged[file] = result;
    }

    /** Counts bytes that were read, or takes back those of a reading in vain. */
    void count(long read) {
        if (bytes.addAndGet(read) > limit.bytes()) {
            throw new AmlException(
                    "the project grew over the limit of " + new ByteCount(limit.bytes()) + " while it was copied",
                    "run again when nothing writes to the project; mvn aml:validate-size names the biggest files");
        }
    }

    boolean failed() {
        return failure.get() != null;
    }

    void fail(Throwable thrown) {
        failure.compareAndSet(null, thrown);
    }

    void throwFailure() throws IOException {
        Throwable thrown = failure.get();
        if (thrown instanceof IOException io) {
            throw io;
        }
        if (thrown instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }
}

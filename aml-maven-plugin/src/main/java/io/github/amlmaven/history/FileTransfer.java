package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.store.DamagedObjectException;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.SourceException;
import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoredFile;
import io.github.amlmaven.store.TransferProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Brings files from one store to another, those that are not there, and makes sure that they have arrived. */
final class FileTransfer {
    private static final int TRIES = 3;

    private final Store from;
    private final Store to;
    private final FolderStore scratch;
    private final TransferListener listener;
    private final BooleanSupplier enough;
    private final AtomicInteger broughtFiles = new AtomicInteger();
    private final AtomicLong broughtBytes = new AtomicLong();

    FileTransfer(Store from, Store to, FolderStore scratch, TransferListener listener, BooleanSupplier enough) {
        this.from = from;
        this.to = to;
        this.scratch = scratch;
        this.listener = listener;
        this.enough = enough;
    }

    int broughtFiles() {
        return broughtFiles.get();
    }

    long broughtBytes() {
        return broughtBytes.get();
    }

    /** Brings those that are missing; false when it was enough before all were there. */
    boolean bring(Numbers.Claim run, String folder, Collection<StoredFile> files) throws IOException {
        if (files.isEmpty()) {
            return true;
        }
        List<StoredFile> missing = to.missing(folder, files);
        if (!missing.isEmpty()) {
            listener.begun(
                    run.run(),
                    missing.size(),
                    missing.stream().mapToLong(StoredFile::size).sum());
        }
        for (int i = 0; i < TRIES && !missing.isEmpty(); i++) {
            TransferThreads.each(to.parallelism(), missing, file -> {
                if (!enough.getAsBoolean()) {
                    bring(run, file);
                }
            });
            if (enough.getAsBoolean()) {
                listener.ended();
                return false;
            }
            missing = to.missing(folder, missing);
            if (missing.isEmpty()) {
                listener.ended();
            }
        }
        if (!missing.isEmpty()) {
            throw new IOException(
                    missing.size() + " files, such as " + missing.get(0).name() + ", were brought to " + to + " "
                            + TRIES + " times and are not there as they should be");
        }
        return true;
    }

    private void bring(Numbers.Claim run, StoredFile file) throws IOException {
        try {
            if (from instanceof FolderStore) {
                Path local = from.file(file.name()).orElseThrow(() -> damaged(run, file, "it is gone", null));
                to.copy(file.name(), local, file.sha256(), listener);
            } else {
                through(file);
            }
        } catch (SourceException e) {
            throw damaged(run, file, e.getReason(), e);
        } catch (DamagedObjectException e) {
            throw damaged(run, file, e.how(), e);
        }
        broughtFiles.incrementAndGet();
        broughtBytes.addAndGet(file.size());
    }

    /** What comes from elsewhere is a file of this computer in between, checked. */
    private void through(StoredFile file) throws IOException {
        Path folder = scratch.derived("tmp");
        PrivateFiles.createFolder(folder);
        Path part = PrivateFiles.unusedName(folder);
        boolean local = to instanceof FolderStore;
        try {
            from.fetch(file, part, local ? listener : TransferProgress.NONE);
            to.copy(file.name(), part, file.sha256(), local ? TransferProgress.NONE : listener);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private AmlException damaged(Numbers.Claim run, StoredFile file, String how, @Nullable Exception cause) {
        String problem = file.name() + " in " + from + " is not what run " + run.number() + " recorded: " + how
                + "; the run has not been brought to " + to;
        String remedy = "bring that file back from a backup, then try again";
        return cause == null ? new AmlException(problem, remedy) : new AmlException(problem, remedy, cause);
    }
}

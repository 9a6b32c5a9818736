package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.DamagedObjectException;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoredFile;
import io.github.amlmaven.store.TransferProgress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** The artifacts of one run, checked against its record as they are read. */
final class ArtifactSource {
    private static final int BUFFER = 256 * 1024;

    private final Store store;
    private final Layout layout;
    private final RunId run;
    private final int number;

    ArtifactSource(Store store, Layout layout, RunId run, int number) {
        this.store = store;
        this.layout = layout;
        this.run = run;
        this.number = number;
    }

    /** Brings an artifact into a new file, checked. */
    void fetch(Artifact artifact, Path file) throws IOException {
        StoredFile object = new StoredFile(layout.artifact(run, artifact.path()), artifact.size(), artifact.sha256());
        try {
            store.fetch(object, file, TransferProgress.NONE);
        } catch (DamagedObjectException e) {
            throw damaged(artifact, e.how());
        }
    }

    /** Whether it is elsewhere, where several at once are brought sooner. */
    boolean isElsewhere() {
        return !(store instanceof FolderStore);
    }

    /** How many at once make sense. */
    int parallelism() {
        return store.parallelism();
    }

    /** Copies an artifact; whatever the content is, no more of it than the run recorded is written. */
    void transfer(Artifact artifact, OutputStream out) throws IOException {
        Optional<InputStream> stream = store.open(layout.artifact(run, artifact.path()));
        if (stream.isEmpty()) {
            throw damaged(artifact, "it is gone");
        }
        MessageDigest digest = Sha256.start();
        long size = 0;
        try (InputStream in = stream.get()) {
            byte[] buffer = new byte[(int) Math.min(BUFFER, artifact.size() + 1)];
            for (int n = read(in, buffer, artifact); n >= 0; n = read(in, buffer, artifact)) {
                size += n;
                if (size > artifact.size()) {
                    throw damaged(artifact, "it is longer than " + artifact.size() + " bytes");
                }
                digest.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        }
        String sha256 = Sha256.finish(digest);
        if (size != artifact.size() || !sha256.equals(artifact.sha256())) {
            throw damaged(
                    artifact,
                    size + " bytes with SHA-256 " + sha256 + " instead of " + artifact.size() + " with "
                            + artifact.sha256());
        }
    }

    private int read(InputStream in, byte[] buffer, Artifact artifact) throws IOException {
        try {
            return in.read(buffer);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            // A stream does not say which object it is of, nor whether reading or writing failed.
            FileSystemException named =
                    new FileSystemException(store + "/" + layout.artifact(run, artifact.path()), null, e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    int number() {
        return number;
    }

    private AmlException damaged(Artifact artifact, String how) {
        return new AmlException(
                artifact.path() + " in the history at " + store + " is not what run " + number + " recorded: " + how,
                "bring " + layout.artifact(run, artifact.path())
                        + " back from a backup, or make it anew with mvn aml:run");
    }
}

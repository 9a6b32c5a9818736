package io.github.amlmaven.history;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A run that this process looks after, from its claim to its record.
 *
 * <p>The order is {@link #snapshot}, {@link #started}, {@link #collecting}, {@link #add}, {@link #complete}; all but the
 * last may be left out. {@link #heartbeat} and {@link #add} may be called by several threads.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class OpenRun {
    OpenRun() {}

    /** The run's id. */
    public RunId id() {
        throw new UnsupportedOperationException();
    }

    /** The run's number in its project, from 1. */
    public int number() {
        throw new UnsupportedOperationException();
    }

    /**
     * Keeps the files a run was given: each distinct content once per history, then the list of them.
     *
     * @param files what was staged
     * @param root the folder the files are read from, which is the staged copy and not the project
     * @throws IOException also when a file is not what its SHA-256 says
     */
    public Snapshot snapshot(List<SnapshotFile> files, Path root) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Says that the script is about to be started: the run is now Running.
     *
     * @param facts further fields of the record, such as {@code host} and {@code interpreter}, under the rules of
     *     {@link RunStart#facts()}
     */
    public void started(Map<String, Object> facts) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Says that the script has ended: the run is now Collecting. */
    public void collecting() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Says that this process is alive; to be called every 30 seconds while the run is under way. */
    public void heartbeat() throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Moves a file into the history; it is part of the record once {@link #complete} has returned.
     *
     * @param path {@code outputs/...} or {@code azureml-logs/...}
     * @param file a regular file, gone afterwards
     */
    public Artifact add(ArtifactPath path, Path file) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes the record, which ends the run for ever.
     *
     * @return the record that counts: when another process has ended the run first, its record
     */
    public RunRecord complete(RunOutcome outcome) throws IOException {
        throw new UnsupportedOperationException();
    }
}

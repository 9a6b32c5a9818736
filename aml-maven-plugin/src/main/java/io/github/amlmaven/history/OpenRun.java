package io.github.amlmaven.history;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.Sha256;
import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A run that this process looks after, from its claim to its record.
 *
 * <p>The order is {@link #snapshot}, {@link #started}, {@link #collecting}, {@link #add}, {@link #complete}; all but the
 * last may be left out. Several threads may call the methods. An interrupt that was there before {@link #add} or
 * {@link #complete} was called does not keep either from its work, since a cancelled run has outputs and an end, too.
 */
public final class OpenRun {
    private final Store store;
    private final Layout layout;
    private final Clock clock;
    private final Numbers.Claim claim;
    private final RunListing listing;
    private final Map<String, @Nullable Object> document;
    private final @Nullable Announcements announcements;
    private final SortedMap<ArtifactPath, Artifact> artifacts = new TreeMap<>();
    private RunStatus phase = RunStatus.PREPARING;
    private long heartbeats;
    private @Nullable Snapshot snapshot;

    /** @param announcements null for a run that nobody elsewhere hears of */
    OpenRun(
            Store store,
            Layout layout,
            Clock clock,
            Numbers.Claim claim,
            Map<String, @Nullable Object> document,
            RunListing listing,
            @Nullable Announcements announcements) {
        this.store = store;
        this.layout = layout;
        this.clock = clock;
        this.claim = claim;
        this.document = document;
        this.listing = listing;
        this.announcements = announcements;
    }

    /** The run's id. */
    public RunId id() {
        return claim.run();
    }

    /** The run's number in its project, from 1. */
    public int number() {
        return claim.number();
    }

    /**
     * Keeps the files a run was given: each distinct content once per history, then the list of them.
     *
     * @param files what was staged
     * @param root the folder the files are read from, which is the staged copy and not the project
     * @throws IOException also when a file is not what its SHA-256 says
     */
    public synchronized Snapshot snapshot(List<SnapshotFile> files, Path root) throws IOException {
        Snapshot kept = new Snapshots(store, layout).keep(files, root);
        snapshot = kept;
        return kept;
    }

    /**
     * Says that the script is about to be started: the run is now Running.
     *
     * @param facts further fields of the record, such as {@code host} and {@code interpreter}, under the rules of
     *     {@link RunStart#facts()}
     */
    public synchronized void started(Map<String, Object> facts) throws IOException {
        Map<String, @Nullable Object> started = RunDocument.started(clock.instant(), snapshot, facts);
        byte[] content = Seal.on(Json.bytes(started));
        store.create(layout.started(id()), content);
        if (announcements != null) {
            announcements.started(id(), content);
        }
        document.putAll(started);
        phase = RunStatus.RUNNING;
    }

    /** Says that the script has ended: the run is now Collecting. */
    public synchronized void collecting() throws IOException {
        phase = RunStatus.COLLECTING;
        heartbeat();
    }

    /**
     * Says that this process is alive; to be called every 30 seconds while the run is under way. After {@link #complete}
     * only others elsewhere hear of it.
     */
    public synchronized void heartbeat() throws IOException {
        if (phase.isFinal() && announcements == null) {
            return;
        }
        Map<String, Object> heartbeat = new LinkedHashMap<>();
        // For others it is being collected until it has been brought to where they see it.
        heartbeat.put("phase", (phase.isFinal() ? RunStatus.COLLECTING : phase).label());
        heartbeat.put("count", ++heartbeats);
        heartbeat.put("owner", Owner.current().toMap());
        byte[] content = Json.bytes(heartbeat);
        if (!phase.isFinal()) {
            store.replace(layout.heartbeat(id()), content);
        }
        if (announcements != null) {
            announcements.heartbeat(id(), content);
        }
    }

    /**
     * Says that nobody looks after the run any more: its script goes on by itself.
     *
     * @param supervisor the number of the process on this computer that will write down how it ends; 0: it is elsewhere
     */
    public synchronized void leaveTo(long supervisor) throws IOException {
        Map<String, Object> heartbeat = new LinkedHashMap<>();
        heartbeat.put("phase", RunStatus.RUNNING.label());
        if (supervisor > 0) {
            heartbeat.put("owner", Owner.of(supervisor).toMap());
        } else {
            heartbeat.put("detached", true);
        }
        store.replace(layout.heartbeat(id()), Json.bytes(heartbeat));
    }

    /** Whether somebody has asked for the run's end; to be asked every second or so while it is under way. */
    public boolean cancelRequested() throws IOException {
        return store.size(layout.cancel(id())).isPresent()
                || (announcements != null && announcements.cancelRequested(id()));
    }

    /** Whether the run has its final record already. */
    public boolean hasEnded() throws IOException {
        return store.size(layout.end(id())).isPresent();
    }

    /** When the script was started; empty when it was not. */
    public Optional<Instant> startTime() {
        return Optional.ofNullable(Timestamp.parse(document.get("start_time_utc")));
    }

    /** Takes into the record what is in the history already of a run that was interrupted while it was collected. */
    public void regain(JournalEntry entry) throws IOException {
        regain(entry.collected());
    }

    /** As the other, with the artifacts whose SHA-256 is known. */
    synchronized void regain(Map<ArtifactPath, Artifact> known) throws IOException {
        String prefix = layout.artifacts(id()) + "/";
        for (String name : store.list(layout.artifacts(id()))) {
            String path = name.substring(prefix.length());
            if (!ArtifactPath.isSafe(path)) {
                continue; // not ours: nothing of that name can have been collected
            }
            ArtifactPath artifact = new ArtifactPath(path);
            Artifact collected = known.get(artifact);
            long size = store.size(name).orElse(-1);
            artifacts.put(
                    artifact,
                    collected != null && collected.size() == size
                            ? collected
                            : new Artifact(artifact, size, sha256(name)));
        }
    }

    /** Whether an artifact of that path is in the history. */
    public synchronized boolean holds(String path) {
        return ArtifactPath.isSafe(path) && artifacts.containsKey(new ArtifactPath(path));
    }

    /** How many artifacts have been brought in. */
    public synchronized int artifacts() {
        return artifacts.size();
    }

    private String sha256(String name) throws IOException {
        try (InputStream in = store.open(name).orElseThrow(() -> new IOException(name + " has just vanished"))) {
            return Sha256.of(in);
        }
    }

    /**
     * Moves a file into the history; it is part of the record once {@link #complete} has returned.
     *
     * @param path {@code outputs/...} or {@code azureml-logs/...}
     * @param file a regular file, gone afterwards
     */
    public Artifact add(ArtifactPath path, Path file) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            StoredFile stored = store.add(layout.artifact(id(), path), file);
            Artifact artifact = new Artifact(path, stored.size(), stored.sha256());
            synchronized (this) {
                artifacts.put(path, artifact);
            }
            return artifact;
        } finally {
            restore(interrupted);
        }
    }

    /**
     * Writes the record, which ends the run for ever.
     *
     * @return the record that counts: when another process has ended the run first, its record
     */
    public synchronized RunRecord complete(RunOutcome outcome) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return end(outcome);
        } finally {
            restore(interrupted);
        }
    }

    private RunRecord end(RunOutcome outcome) throws IOException {
        RunDocument.end(document, outcome, artifacts.values());
        byte[] content = Seal.on(Json.bytes(new TreeMap<>(document)));
        boolean first = store.create(layout.end(id()), content);
        phase = outcome.status();
        RunReader reader = new RunReader(store, layout);
        if (!first) {
            RunRecord record = reader.read(claim);
            keepLate(record);
            return record;
        }
        listing.add(number(), content);
        return reader.ended(claim, content);
    }

    /** Another process has ended the run first: what it did not have is added to its record. */
    private void keepLate(RunRecord record) throws IOException {
        Map<ArtifactPath, Artifact> late = new TreeMap<>(artifacts);
        record.artifacts().forEach(artifact -> late.remove(artifact.path()));
        if (!late.isEmpty()) {
            String nonce = Long.toHexString(ThreadLocalRandom.current().nextLong());
            store.create(layout.late(id(), nonce), Json.bytes(RunDocument.late(late.values())));
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

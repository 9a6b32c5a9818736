package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run in the journal: what was about to be done for it, and who looks after it. */
public final class JournalEntry {
    private static final Logger LOG = LoggerFactory.getLogger(JournalEntry.class);
    static final String GONE = ".gone-";
    static final Comparator<JournalEntry> OLDEST_FIRST = Comparator.comparing(JournalEntry::begun);
    private static final String COLLECTED = ".collected.jsonl";

    private final JournalFolder steps;

    JournalEntry(JournalFolder steps) {
        this.steps = steps;
    }

    /** The word by which the claim of its number can be recognised. */
    String nonce() {
        return steps.nonce();
    }

    /** Notes that a run folder is about to be made and filled. */
    public void staging(RunId run, int number, Path runFolder) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("run_id", run.value());
        document.put("run_number", (long) number);
        document.put("run_folder", runFolder.toString());
        steps.note("staging", document);
    }

    /** Notes a run without a script, which holds others together. */
    public void holding(RunId run, int number) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("run_id", run.value());
        document.put("run_number", (long) number);
        document.put("holds_others", true);
        steps.note("staging", document);
    }

    /** Whether the run has no script and holds others together. */
    public boolean holdsOthers() {
        return Boolean.TRUE.equals(steps.field("staging", "holds_others"));
    }

    /**
     * Notes that the script is about to be started.
     *
     * @param target what is needed to find the target again, without secrets
     * @param outputSizeLimit in bytes
     */
    public void launching(Map<String, Object> target, long outputSizeLimit) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("target", target);
        document.put("output_size_limit", outputSizeLimit);
        steps.note("launching", document);
    }

    /** Notes that the user wants the script stopped. */
    public void canceling() {
        if (!canceled()) {
            steps.note("canceling", Map.of());
        }
    }

    /** Notes that the script is left to itself, as the user wants it. */
    public void detaching() {
        steps.note("detaching", Map.of());
    }

    /** Whether {@link #detaching} has been told. */
    public boolean detached() {
        return steps.has("detaching");
    }

    /** Notes how the script ended, in whatever words whoever collects will understand. */
    public void ended(Map<String, Object> status) {
        if (!steps.has("ended")) {
            steps.note("ended", status);
        }
    }

    /** Notes that the script has not been started and never will be: its run folder is about to be removed. */
    public void neverStarting() {
        if (!steps.has("never_starting")) {
            steps.note("never_starting", Map.of());
        }
    }

    /** Whether {@link #neverStarting} has been told. */
    public boolean isNeverStarting() {
        return steps.has("never_starting");
    }

    /** Notes that an artifact is in the store; not durably, since it can be found there. */
    public void collected(Artifact artifact) {
        Map<String, Object> line =
                Map.of("path", artifact.path().value(), "size", artifact.size(), "sha256", artifact.sha256());
        try {
            steps.append(COLLECTED, Json.write(line) + "\n");
        } catch (IOException e) {
            LOG.debug("not noted as collected: {}; should this process be killed now, it is read again", artifact, e);
        }
    }

    /**
     * Ends the entry: its run needs nobody any more. What cannot be removed now is removed by the next sweep, which sees
     * that the run has its record.
     */
    public void close() {
        Path gone = steps.path().resolveSibling(GONE + nonce());
        try {
            Files.move(steps.path(), gone, StandardCopyOption.ATOMIC_MOVE);
            JournalFolder.delete(gone);
        } catch (IOException e) {
            LOG.debug("the entry {} stays in the journal", steps.path(), e);
        }
    }

    /** Where the run is kept. */
    public String storeAddress() {
        return steps.text("begin", "store");
    }

    /** Whether that is an outbox: the run is brought to its history once it has ended. */
    public boolean isWaiting() {
        return Boolean.TRUE.equals(steps.field("begin", "waiting"));
    }

    /** The project of the run. */
    public ProjectId project() {
        return new ProjectId(
                steps.text("begin", "account"), steps.text("begin", "workspace"), steps.text("begin", "project"));
    }

    /** The newest number before the run's was claimed. */
    int after() {
        return steps.number("begin", "after");
    }

    /** Whether the run is in the history. */
    public boolean tracked() {
        return !Boolean.FALSE.equals(steps.field("begin", "tracked"));
    }

    /** When it was begun; the beginning of time when that cannot be told. */
    public Instant begun() {
        try {
            Instant time = Timestamp.parse(steps.field("begin", "begun_utc"));
            return time == null ? Instant.EPOCH : time;
        } catch (AmlException e) {
            return Instant.EPOCH; // whoever brings the run to its end meets, and tells, the same
        }
    }

    /** The run; empty when it has not come so far. */
    public Optional<RunId> run() {
        String id = steps.text("staging", "run_id");
        return RunId.isRunId(id) ? Optional.of(new RunId(id)) : Optional.empty();
    }

    /** Its number; 0 when it has none (yet). */
    public int runNumber() {
        return steps.number("staging", "run_number");
    }

    /** Its run folder, which may not be there (any more); empty when it has not come so far. */
    public Optional<Path> runFolder() {
        return steps.path("staging", "run_folder");
    }

    /** The target as {@link #launching} was told; empty when the script was not to be started yet. */
    public Optional<Map<?, ?>> target() {
        return steps.read("launching")
                .map(launching -> launching.get("target") instanceof Map<?, ?> map ? map : Map.of());
    }

    /** The size from which on an output is left out, in bytes. */
    public long outputSizeLimit() {
        return steps.field("launching", "output_size_limit") instanceof Long bytes ? bytes : Long.MAX_VALUE;
    }

    /** Whether the user wanted the script stopped. */
    public boolean canceled() {
        return steps.has("canceling");
    }

    /** How the script ended, as {@link #ended} was told. */
    public Optional<Map<String, @Nullable Object>> ended() {
        return steps.read("ended");
    }

    /**
     * What is known to be in the store. Nothing after a restart of the computer, which may have taken what was not yet on
     * the disk.
     */
    Map<ArtifactPath, Artifact> collected() throws IOException {
        Map<ArtifactPath, Artifact> artifacts = new TreeMap<>();
        if (isBeforeReboot()) {
            return artifacts;
        }
        try {
            for (String line : Files.readAllLines(steps.path().resolve(COLLECTED))) {
                if (line.endsWith("}")
                        && Json.parse(line) instanceof Map<?, ?> map
                        && map.get("path") instanceof String path
                        && ArtifactPath.isSafe(path)
                        && map.get("size") instanceof Long size
                        && map.get("sha256") instanceof String sha256) {
                    artifacts.put(new ArtifactPath(path), new Artifact(new ArtifactPath(path), size, sha256));
                }
            }
        } catch (NoSuchFileException e) {
            return artifacts;
        }
        return artifacts;
    }

    /** Whether the entry has ended, by whoever did so. */
    public boolean isClosed() {
        return !JournalFolder.hasBegun(steps.path());
    }

    /** Whether nobody looks after the run: its owner was a process of this computer, and has ended. */
    public boolean isAbandoned() {
        return steps.isAbandoned();
    }

    /** The number of the process that looks after the run; empty unless it is alive on this computer. */
    public OptionalLong ownersProcess() {
        return steps.ownersProcess();
    }

    /** Whether the computer has been started anew since the run was begun. */
    public boolean isBeforeReboot() {
        return steps.beginnersLife() == Owner.Life.REBOOTED;
    }

    /**
     * Makes this process the one that looks after an abandoned run.
     *
     * @return false when another process was faster, or the run is not abandoned
     */
    public boolean take() throws IOException {
        return steps.take();
    }

    /** Leaves the run, unless it has ended, to whoever takes it next, be it another goal in this process. */
    public void leave() {
        if (!isClosed()) {
            steps.leave();
        }
    }

    /** Its folder. */
    @Override
    public String toString() {
        return steps.path().toString();
    }
}

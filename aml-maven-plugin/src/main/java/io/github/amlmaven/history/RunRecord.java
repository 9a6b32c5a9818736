package io.github.amlmaven.history;

import io.github.amlmaven.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the history knows about one run. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class RunRecord {
    RunRecord() {}

    /** The run's id. */
    public RunId id() {
        throw new UnsupportedOperationException();
    }

    /** The run's number in its project, from 1. */
    public int number() {
        throw new UnsupportedOperationException();
    }

    /** Its state when the record was read. */
    public RunStatus status() {
        throw new UnsupportedOperationException();
    }

    /** Why it is in that state; empty for a run that completed or is under way. */
    public Optional<Reason> reason() {
        throw new UnsupportedOperationException();
    }

    /** The script's path in the project. */
    public String script() {
        throw new UnsupportedOperationException();
    }

    /** The script's arguments. */
    public List<String> arguments() {
        throw new UnsupportedOperationException();
    }

    /** The name of the compute target. */
    public String target() {
        throw new UnsupportedOperationException();
    }

    /** The script's exit code; null when there is none (yet). */
    public @Nullable Integer exitCode() {
        throw new UnsupportedOperationException();
    }

    /** When the script was started; empty when it was not (yet). */
    public Optional<Instant> start() {
        throw new UnsupportedOperationException();
    }

    /** From start to end; empty while there is no end. */
    public Optional<Duration> duration() {
        throw new UnsupportedOperationException();
    }

    /** The metrics under the names they were logged with. */
    public Map<String, Object> metrics() {
        throw new UnsupportedOperationException();
    }

    /** The artifacts in the order of their paths; empty while the run has not ended. */
    public List<Artifact> artifacts() {
        throw new UnsupportedOperationException();
    }

    /** What was left in the run folder, with the reason. */
    public List<NotCollected> notCollected() {
        throw new UnsupportedOperationException();
    }

    /** What else there is to know, one sentence each. */
    public List<String> warnings() {
        throw new UnsupportedOperationException();
    }

    /** The names of the metrics as {@link #fields()} has them, sorted: the first columns of a table. */
    public List<String> metricFields() {
        throw new UnsupportedOperationException();
    }

    /**
     * The record as the Workbench printed it: its field names, metrics among them, keys sorted.
     *
     * <p>A metric whose name is that of a field appears as {@code metric_<name>}. Times are ISO 8601 in UTC with
     * microseconds and {@code +00:00}; {@code duration} is {@code H:MM:SS.ffffff}.
     */
    public Map<String, Object> fields() {
        throw new UnsupportedOperationException();
    }

    /**
     * The artifacts whose path equals the glob or matches it.
     *
     * @param glob such as {@code outputs/model.pkl} or {@code outputs/**}; {@code *} stays in a folder
     * @throws io.github.amlmaven.AmlException that lists what there is when nothing matches
     */
    public List<Artifact> matching(String glob) {
        throw new UnsupportedOperationException();
    }

    /**
     * The artifact of exactly that path; {@code model.pkl} finds {@code outputs/model.pkl}.
     *
     * @throws io.github.amlmaven.AmlException that lists what there is when there is none
     */
    public Artifact artifact(String path) {
        throw new UnsupportedOperationException();
    }
}

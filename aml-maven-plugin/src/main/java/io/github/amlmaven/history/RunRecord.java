package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the history knows about one run. */
public final class RunRecord {
    private final RunId id;
    private final int number;
    private final RunStatus status;
    private final Map<String, @Nullable Object> document;

    private RunRecord(RunId id, int number, RunStatus status, Map<String, @Nullable Object> document) {
        this.id = id;
        this.number = number;
        this.status = status;
        this.document = document;
    }

    /** The record in a document; null when the document is not one. */
    static @Nullable RunRecord of(Map<String, @Nullable Object> document) {
        if (!(document.get("run_id") instanceof String id)
                || !RunId.isRunId(id)
                || !(document.get("run_number") instanceof Long number)
                || number < 1
                || number > Numbers.HIGHEST
                || !(document.get("status") instanceof String label)) {
            return null;
        }
        for (RunStatus status : RunStatus.values()) {
            if (status.label().equals(label)) {
                return new RunRecord(new RunId(id), Math.toIntExact(number), status, document);
            }
        }
        return null;
    }

    /** This record and the artifacts in another document that it does not have. */
    RunRecord with(Map<String, @Nullable Object> late) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(document);
        Map<Object, Map<?, ?>> files = new TreeMap<>();
        maps("artifacts").forEach(file -> files.put(String.valueOf(file.get("path")), file));
        int before = files.size();
        new RunRecord(id, number, status, late)
                .maps("artifacts")
                .forEach(file -> files.putIfAbsent(String.valueOf(file.get("path")), file));
        merged.put("artifacts", new ArrayList<>(files.values()));
        return new RunRecord(id, number, status, merged)
                .warned("Late outputs (+" + (files.size() - before)
                        + "): kept after another process had ended the run.");
    }

    /** This record with one more warning. */
    RunRecord warned(String warning) {
        Map<String, @Nullable Object> warned = new LinkedHashMap<>(document);
        List<String> warnings = new ArrayList<>(warnings());
        warnings.add(warning);
        warned.put("warnings", warnings);
        return new RunRecord(id, number, status, warned);
    }

    /** This record with what was said of the run since. */
    RunRecord marked(RunMarks marks) {
        Map<String, @Nullable Object> marked = new LinkedHashMap<>(document);
        marks.addTo(marked);
        return new RunRecord(id, number, status, marked);
    }

    /** The labels that were put on the run, sorted. */
    public List<String> labels() {
        return texts("labels");
    }

    /** The note on the run; empty for none. */
    public String note() {
        return text("description");
    }

    /** Whether the run is deleted. */
    public boolean isDeleted() {
        return Boolean.TRUE.equals(document.get("hidden"));
    }

    /** The run that this one is a part of, such as a sweep; empty for none. */
    public Optional<RunId> parent() {
        String parent = text("parent_run_id");
        return RunId.isRunId(parent) ? Optional.of(new RunId(parent)) : Optional.empty();
    }

    /** Whether it is no run of a script, but what holds the runs of a sweep together. */
    public boolean isSweep() {
        return document.get("sweep") instanceof Map<?, ?>;
    }

    /** The id of the snapshot of the project; empty for a run that came to an end before it had one. */
    public Optional<String> snapshotId() {
        return document.get("properties") instanceof Map<?, ?> properties
                        && properties.get("CommitId") instanceof String id
                        && id.matches("[0-9a-f]{40}")
                ? Optional.of(id)
                : Optional.empty();
    }

    /** The run's id. */
    public RunId id() {
        return id;
    }

    /** The run's number in its project, from 1. */
    public int number() {
        return number;
    }

    /** Its state when the record was read. */
    public RunStatus status() {
        return status;
    }

    /** Why it is in that state; empty for a run that completed or is under way. */
    public Optional<Reason> reason() {
        for (Reason.Kind kind : Reason.Kind.values()) {
            if (kind.label().equals(document.get("reason_kind"))) {
                return Optional.of(new Reason(kind, text("reason")));
            }
        }
        return Optional.empty();
    }

    /** The script's path in the project; empty when the run was claimed and nothing else. */
    public String script() {
        return text("script_name");
    }

    /** The script's arguments. */
    public List<String> arguments() {
        return texts("arguments");
    }

    /** The name of the compute target; empty when the run was claimed and nothing else. */
    public String target() {
        return text("target");
    }

    /** The script's exit code; null when there is none (yet). */
    public @Nullable Integer exitCode() {
        return document.get("exit_code") instanceof Long code ? Integer.valueOf(code.intValue()) : null;
    }

    /** When the script was started; empty when it was not (yet). */
    public Optional<Instant> start() {
        return Optional.ofNullable(Timestamp.parse(document.get("start_time_utc")));
    }

    /** From start to end; empty while there is no end. */
    public Optional<Duration> duration() {
        Instant start = Timestamp.parse(document.get("start_time_utc"));
        Instant end = Timestamp.parse(document.get("end_time_utc"));
        return start == null || end == null ? Optional.empty() : Optional.of(Duration.between(start, end));
    }

    /** The metrics under the names they were logged with. */
    public Map<String, Object> metrics() {
        Map<String, Object> metrics = new TreeMap<>();
        if (document.get("metrics") instanceof Map<?, ?> logged) {
            for (Map.Entry<?, ?> metric : logged.entrySet()) {
                if (metric.getValue() != null) {
                    metrics.put(String.valueOf(metric.getKey()), metric.getValue());
                }
            }
        }
        return metrics;
    }

    /**
     * The artifacts in the order of their paths; empty while the run has not ended.
     *
     * @throws AmlException when somebody has changed the record so that a file would land elsewhere
     */
    public List<Artifact> artifacts() {
        List<Artifact> artifacts = new ArrayList<>();
        for (Map<?, ?> file : maps("artifacts")) {
            String path = String.valueOf(file.get("path"));
            if (!ArtifactPath.isSafe(path)
                    || !(file.get("size") instanceof Long size)
                    || !(file.get("sha256") instanceof String sha256)) {
                throw new AmlException(
                        "the record of run " + number + " is not to be trusted: it lists '" + path
                                + "' as an artifact; nothing has been done with it",
                        "ask who can write to the history, and bring runs/" + id + "/final.json back from a backup");
            }
            artifacts.add(new Artifact(new ArtifactPath(path), size, sha256));
        }
        return artifacts;
    }

    /** What was left in the run folder, with the reason. */
    public List<NotCollected> notCollected() {
        List<NotCollected> files = new ArrayList<>();
        for (Map<?, ?> file : maps("not_collected")) {
            long size = file.get("size") instanceof Long bytes ? bytes : -1;
            files.add(new NotCollected(String.valueOf(file.get("path")), size, String.valueOf(file.get("reason"))));
        }
        return files;
    }

    /** What else there is to know, one sentence each. */
    public List<String> warnings() {
        return texts("warnings");
    }

    /** The names of the metrics as {@link #fields()} has them, sorted: the first columns of a table. */
    public List<String> metricFields() {
        return new RunFields(document, metrics()).metricNames();
    }

    /**
     * The record as the Workbench printed it: its field names, metrics among them, keys sorted.
     *
     * <p>A metric whose name is that of a field appears as {@code metric_<name>}. Times are ISO 8601 in UTC with
     * microseconds and {@code +00:00}; {@code duration} is {@code H:MM:SS.ffffff}, its hours growing beyond 24.
     */
    public Map<String, @Nullable Object> fields() {
        return new RunFields(document, metrics()).all();
    }

    /**
     * The artifacts whose path equals the glob or matches it.
     *
     * @param glob such as {@code outputs/model.pkl} or {@code outputs/**}; {@code *} stays in a folder
     * @throws AmlException that lists what there is when nothing matches
     */
    public List<Artifact> matching(String glob) {
        return ArtifactChoice.matching(this, glob);
    }

    /**
     * The artifact of exactly that path; {@code model.pkl} finds {@code outputs/model.pkl}.
     *
     * @throws AmlException that lists what there is when there is none
     */
    public Artifact artifact(String path) {
        return ArtifactChoice.one(this, path);
    }

    private String text(String field) {
        return document.get(field) instanceof String text ? text : "";
    }

    private List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        if (document.get(field) instanceof List<?> list) {
            for (Object item : list) {
                texts.add(String.valueOf(item));
            }
        }
        return texts;
    }

    private List<Map<?, ?>> maps(String field) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (document.get(field) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            }
        }
        return maps;
    }
}

package io.github.amlmaven.web;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.CodeDifference;
import io.github.amlmaven.history.FileChange;
import io.github.amlmaven.history.ProjectSnapshot;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything about one run for a page that cannot ask for more. */
final class StaticDetail {
    private static final int LOG = 64 * 1024;
    private static final int LONGEST_SERIES = 5_000;
    private static final int DIFFERENCE = 256 * 1024;

    private final ShownHistory shown;
    private final StaticFiles files;
    private @Nullable ProjectSnapshot after;

    StaticDetail(ShownHistory shown, StaticFiles files) {
        this.shown = shown;
        this.files = files;
    }

    /** @param previous the run before it, if there is one */
    Map<String, @Nullable Object> of(RunRecord run, Relatives relatives, @Nullable RunRecord previous)
            throws IOException {
        Map<String, @Nullable Object> detail = new RunDetail(run, relatives, shown).map();
        List<String> warnings = new ArrayList<>();
        for (String part : new String[] {"record", "metrics"}) {
            detail.put(part, thinned(detail.get(part), part.equals("metrics") ? warnings : new ArrayList<>()));
        }
        List<Artifact> artifacts = artifacts(run);
        detail.put("previews", files.previews(run, artifacts, warnings));
        detail.put("images", files.images(run, artifacts, warnings));
        Map<String, Object> log = new LinkedHashMap<>();
        Object text = run.status().isFinal() ? orWarning(warnings, () -> log(run)) : null;
        log.put("text", text == null ? "" : text);
        log.put("ended", run.status().isFinal());
        detail.put("log", log);
        Object code = orWarning(warnings, () -> new CodeAnswers(shown.history()).files(run));
        detail.put("code", code == null ? Map.of("files", List.of()) : code);
        Object difference = orWarning(warnings, () -> difference(run, previous));
        if (difference != null) {
            detail.put("difference", difference);
        }
        if (detail.get("warnings") instanceof List<?> told) {
            told.forEach(warning -> warnings.add(String.valueOf(warning)));
        }
        detail.put("warnings", warnings);
        return detail;
    }

    private static List<Artifact> artifacts(RunRecord run) {
        try {
            return run.artifacts();
        } catch (AmlException e) {
            return List.of(); // the detail tells it as a warning
        }
    }

    private String log(RunRecord run) throws IOException {
        TailStream tail = new TailStream(LOG);
        Optional<String> why = shown.logs().write(run, tail);
        return why.orElseGet(tail::text);
    }

    private static Map<String, @Nullable Object> thinned(@Nullable Object values, List<String> warnings) {
        Map<String, @Nullable Object> thinned = new LinkedHashMap<>();
        if (values instanceof Map<?, ?> map) {
            map.forEach(
                    (name, value) -> thinned.put(String.valueOf(name), thinned(String.valueOf(name), value, warnings)));
        }
        return thinned;
    }

    private static @Nullable Object thinned(String name, @Nullable Object value, List<String> warnings) {
        if (!(value instanceof List<?> series) || series.size() <= LONGEST_SERIES) {
            return value;
        }
        int step = (series.size() + LONGEST_SERIES - 1) / LONGEST_SERIES;
        List<@Nullable Object> some = new ArrayList<>();
        for (int i = 0; i < series.size(); i += step) {
            some.add(series.get(i));
        }
        warnings.add(name + " has " + series.size() + " values; this report has every " + step + "th");
        return some;
    }

    /** A part of a detail. */
    private interface Part {
        @Nullable
        Object read() throws IOException;
    }

    /** A report of a history in which something is damaged is of use all the same. */
    private static @Nullable Object orWarning(List<String> warnings, Part part) throws IOException {
        try {
            return part.read();
        } catch (AmlException e) {
            warnings.add(e.problem());
            return null;
        }
    }

    private @Nullable Object difference(RunRecord run, @Nullable RunRecord previous) throws IOException {
        ProjectSnapshot now = snapshot(run);
        ProjectSnapshot before = previous == null ? null : snapshot(previous);
        if (now == null || before == null) {
            return null;
        }
        List<FileChange> changes = CodeDifference.between(before, now);
        long size = 0;
        for (FileChange change : changes) {
            String diff = change.diff();
            size += diff == null ? 0 : diff.length();
        }
        List<Object> fields = new ArrayList<>();
        for (FileChange change : changes) {
            Map<String, @Nullable Object> entry = change.fields();
            if (size > DIFFERENCE && change.diff() != null) {
                entry.put("diff", null);
                entry.put("why", "too large");
            }
            fields.add(entry);
        }
        return Map.of("files", fields);
    }

    /** The one before is the next that is asked for; of runs in a row it is mostly the same. */
    private @Nullable ProjectSnapshot snapshot(RunRecord run) throws IOException {
        Optional<String> id = run.snapshotId();
        ProjectSnapshot known = after;
        if (id.isEmpty() || (known != null && known.id().equals(id.get()))) {
            return id.isEmpty() ? null : known;
        }
        ProjectSnapshot read = shown.history().snapshot(run).orElse(null);
        after = read;
        return read;
    }
}

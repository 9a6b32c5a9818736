package io.github.amlmaven.web;

import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list, as the page gets it. Only the text is kept of a record, and that is bounded: there may be many.
 *
 * @param json the row
 * @param since the state of the list in which it became this
 */
record RunRow(int number, String id, @Nullable String parent, RunStatus status, String json, long since) {
    private static final int LONGEST_TEXT = 500;
    private static final int MOST_ENTRIES = 200;
    private static final double NANOS = 1e9;

    static RunRow of(RunRecord run, long since) {
        Map<String, @Nullable Object> row = map(run);
        return new RunRow(
                run.number(),
                run.id().value(),
                row.get("parent_run_id") instanceof String parent ? parent : null,
                run.status(),
                Json.write(row),
                since);
    }

    /** The fields of a row. */
    static Map<String, @Nullable Object> map(RunRecord run) {
        Map<String, @Nullable Object> fields = run.fields();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("run_number", run.number());
        row.put("run_id", run.id().value());
        row.put("status", run.status().label());
        row.put("reason", run.reason().map(Reason::words).map(RunRow::bounded).orElse(null));
        row.put("script_name", bounded(run.script()));
        row.put(
                "arguments",
                run.arguments().stream()
                        .limit(MOST_ENTRIES)
                        .map(RunRow::bounded)
                        .toList());
        row.put("run_configuration", text(fields, "run_configuration"));
        row.put("target", bounded(run.target()));
        row.put("created_utc", text(fields, "created_utc"));
        row.put("start_time_utc", text(fields, "start_time_utc"));
        row.put("end_time_utc", text(fields, "end_time_utc"));
        row.put(
                "duration_s",
                run.duration()
                        .map(time -> time.getSeconds() + time.getNano() / NANOS)
                        .orElse(null));
        addMetrics(run, row);
        row.put("labels", texts(fields.get("labels")));
        row.put("description", text(fields, "description"));
        row.put("parent_run_id", text(fields, "parent_run_id"));
        row.put("user_id", text(fields, "user_id"));
        row.put("artifacts", fields.get("artifacts") instanceof List<?> files ? files.size() : 0);
        row.put("hidden", Boolean.TRUE.equals(fields.get("hidden")));
        return row;
    }

    private static void addMetrics(RunRecord run, Map<String, @Nullable Object> row) {
        Map<String, Object> scalars = new LinkedHashMap<>();
        List<String> series = new ArrayList<>();
        for (Map.Entry<String, Object> metric : run.metrics().entrySet()) {
            if (metric.getValue() instanceof List<?>) {
                if (series.size() < MOST_ENTRIES) {
                    series.add(metric.getKey());
                }
            } else if (scalars.size() < MOST_ENTRIES) {
                Object value = metric.getValue();
                scalars.put(metric.getKey(), value instanceof String text ? bounded(text) : value);
            }
        }
        row.put("metrics", scalars);
        row.put("series", series);
    }

    private static List<String> texts(@Nullable Object list) {
        List<String> texts = new ArrayList<>();
        if (list instanceof Iterable<?> items) {
            items.forEach(item -> texts.add(bounded(String.valueOf(item))));
        }
        return texts;
    }

    private static @Nullable String text(Map<String, @Nullable Object> fields, String name) {
        return fields.get(name) instanceof String text ? bounded(text) : null;
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "\u2026";
    }

    /** Whether nothing that is shown differs. */
    boolean showsAs(RunRow other) {
        return json.equals(other.json);
    }
}

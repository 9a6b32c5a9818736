package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.NotCollected;
import io.github.amlmaven.history.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A record for people: what matters first, nothing that is empty, no list of numbers in full. */
final class RunDetails {
    private static final List<String> FIRST = List.of(
            "run_number",
            "run_id",
            "status",
            "reason",
            "exit_code",
            "script_name",
            "arguments",
            "run_configuration",
            "target",
            "start_time_utc",
            "duration");
    /** The same in every record, or shown in a part of its own. */
    private static final Set<String> LEFT_TO_JSON = Set.of(
            "artifacts", "attachments", "not_collected", "experiment_id", "heartbeat_enabled", "hidden", "reason_kind");

    private static final int LONGEST_SERIES = 10;

    private RunDetails() {}

    /** The lines; {@code place} is where the artifacts lie. */
    static List<String> lines(RunRecord record, String place) {
        Map<String, Object> fields = new TreeMap<>(record.fields());
        Map<String, Object> metrics = new TreeMap<>();
        for (String name : record.metricFields()) {
            metrics.put(RowPrinter.cell(name), fields.remove(name));
        }
        fields.keySet().removeAll(LEFT_TO_JSON);
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (String name : FIRST) {
            ordered.put(name, fields.remove(name));
        }
        fields.remove("description");
        ordered.put("labels", String.join(", ", record.labels()));
        ordered.put("note", record.note());
        fields.keySet().removeAll(Set.of("labels", "verdicts"));
        ordered.putAll(fields);
        List<String> lines = new ArrayList<>();
        add(lines, "Run", ordered);
        verdicts(lines, record);
        add(lines, "Metrics", metrics);
        Map<String, Object> artifacts = new TreeMap<>();
        for (Artifact each : record.artifacts()) {
            artifacts.put(each.path().toString(), each.size() + " bytes, sha256 " + each.sha256());
        }
        add(lines, "Artifacts, in " + place, artifacts);
        Map<String, Object> left = new TreeMap<>();
        for (NotCollected each : record.notCollected()) {
            left.put(each.path(), each.reason());
        }
        add(lines, "Not collected", left);
        return lines;
    }

    /** What comparisons with other runs found, one line each. */
    private static void verdicts(List<String> lines, RunRecord record) {
        if (record.fields().get("verdicts") instanceof List<?> verdicts && !verdicts.isEmpty()) {
            lines.add("Verdicts");
            verdicts.forEach(verdict -> lines.add("  " + RowPrinter.cell(Json.write(verdict))));
        }
    }

    /** How a run ended, as one sentence without a full stop. */
    static String end(RunRecord record) {
        String reason = record.reason().map(why -> " (" + why.words() + ")").orElse("");
        Object duration = record.fields().get("duration");
        return "Run " + record.number() + " is " + record.status().label() + reason
                + (duration == null ? "" : " after " + duration) + ": "
                + record.artifacts().size() + " files kept";
    }

    /** A value on one line. */
    static String value(Object value) {
        if (value instanceof List<?> series && series.size() > LONGEST_SERIES) {
            return series.size() + " values, " + Json.write(series.get(0)) + " ... "
                    + Json.write(series.get(series.size() - 1));
        }
        return value instanceof List<?> || value instanceof Map<?, ?> ? Json.write(value) : RowPrinter.cell(value);
    }

    private static void add(List<String> lines, String title, Map<String, Object> values) {
        values.values().removeIf(value -> value == null || value.equals(List.of()) || value.equals(""));
        if (values.isEmpty()) {
            return;
        }
        lines.add(title);
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        values.forEach(
                (name, value) -> lines.add("  " + name + " ".repeat(width - name.length()) + "  " + value(value)));
    }
}

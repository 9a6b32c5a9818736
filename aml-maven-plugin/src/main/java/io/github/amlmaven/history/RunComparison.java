package io.github.amlmaven.history;

import io.github.amlmaven.RunId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two or more runs, value by value; the first is the one that the others are compared with.
 *
 * @param runs in the order in which they were asked for
 * @param sections {@code result}, {@code arguments}, {@code configuration}, {@code metrics}, {@code environment},
 *     {@code artifacts} and {@code code}, in this order, each with all its rows
 */
public record RunComparison(List<Compared> runs, List<Section> sections) {
    /**
     * A run that is compared: what tells it from the others.
     *
     * @param start ISO 8601; null when it was not started
     * @param duration {@code H:MM:SS.ffffff}; null while it has no end
     */
    public record Compared(
            int number,
            RunId id,
            String status,
            @Nullable String start,
            @Nullable String duration,
            List<String> labels) {
        static Compared of(RunRecord run) {
            return new Compared(
                    run.number(),
                    run.id(),
                    run.status().label(),
                    run.start().map(Timestamp::format).orElse(null),
                    run.duration().map(Timestamp::format).orElse(null),
                    run.labels());
        }

        private Map<String, @Nullable Object> fields() {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("run_number", number);
            fields.put("run_id", id.value());
            fields.put("status", status);
            fields.put("start_time_utc", start);
            fields.put("duration", duration);
            fields.put("labels", labels);
            return fields;
        }
    }

    /** Rows of one kind, sorted by name. */
    public record Section(String name, List<ComparedValue> rows) {
        /** Those in which the runs differ. */
        public List<ComparedValue> differences() {
            return rows.stream().filter(row -> !row.same()).toList();
        }
    }

    public RunComparison {
        runs = List.copyOf(runs);
        sections = List.copyOf(sections);
    }

    /**
     * Compares runs of a history.
     *
     * <p>Not compared are what is of one run alone (its id, its times, its labels and notes) and the logs, which hold times.
     *
     * @param runs two or more
     */
    public static RunComparison of(RunHistory history, List<RunRecord> runs) throws IOException {
        RunValues values = new RunValues(runs);
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("result", values.result()));
        sections.add(new Section("arguments", values.arguments()));
        sections.add(new Section("configuration", values.configuration()));
        sections.add(new Section("metrics", values.metrics()));
        sections.add(new Section("environment", values.environment()));
        sections.add(new Section("artifacts", values.artifacts()));
        sections.add(new Section("code", ComparedCode.rows(history, runs)));
        return new RunComparison(runs.stream().map(Compared::of).toList(), sections);
    }

    /** Whether the runs differ in nothing that is compared. */
    public boolean same() {
        return sections.stream().allMatch(section -> section.differences().isEmpty());
    }

    /** The rows of one section. */
    public Section section(String name) {
        return sections.stream()
                .filter(section -> section.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The comparison as {@link Json} writes it; with {@code all} also what is the same in all runs. */
    public Map<String, @Nullable Object> fields(boolean all) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("same", same());
        fields.put("runs", runs.stream().map(Compared::fields).toList());
        for (Section section : sections) {
            List<ComparedValue> rows = all ? section.rows() : section.differences();
            fields.put(section.name(), rows.stream().map(ComparedValue::fields).toList());
        }
        return fields;
    }
}

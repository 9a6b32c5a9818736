package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.SweepChild;
import io.github.amlmaven.run.SweepCombination;
import io.github.amlmaven.run.SweepMetric;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Prints the runs of a sweep: their metrics, what they were ranked by, what varied, and how they ended. */
record SweepTable(List<SweepChild> children, SweepMetric metric, OutputFormat format) {
    private static final int LAST_COLUMNS = 3;

    void print() {
        if (format == OutputFormat.JSON) {
            System.out.println(
                    Json.pretty(children.stream().map(SweepTable::fields).toList()));
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        Set<String> metrics = new TreeSet<>();
        for (SweepChild child : children) {
            names.addAll(child.combination().values().keySet());
            RunRecord record = child.record();
            if (record != null) {
                metrics.addAll(record.metrics().keySet());
            }
        }
        metrics.remove(metric.text());
        List<String> headers = new ArrayList<>(metrics);
        if (!metric.text().isEmpty()) {
            headers.add(metric.text());
        }
        headers.addAll(names);
        headers.addAll(List.of("run", "status", "duration"));
        List<List<String>> rows = new ArrayList<>();
        children.forEach(child -> rows.add(row(child, metrics, names)));
        int kept = names.size() + LAST_COLUMNS + (metric.text().isEmpty() ? 0 : 1);
        RowPrinter.print(headers.stream().map(RowPrinter::cell).toList(), rows, kept, format);
    }

    private List<String> row(SweepChild child, Set<String> metrics, Set<String> names) {
        RunRecord record = child.record();
        Map<String, Object> logged = record == null ? Map.of() : record.metrics();
        List<String> row = new ArrayList<>();
        metrics.forEach(name -> row.add(RowPrinter.cell(logged.get(name))));
        if (!metric.text().isEmpty()) {
            BigDecimal value = record == null ? null : metric.value(record);
            row.add(value == null ? "" : value.toPlainString());
        }
        names.forEach(
                name -> row.add(RowPrinter.cell(child.combination().values().get(name))));
        row.add(child.number() == 0 ? "" : Integer.toString(child.number()));
        row.add(child.status());
        Object duration = record == null ? null : record.fields().get("duration");
        row.add(duration == null ? "" : duration.toString().replaceFirst("(\\.[0-9])[0-9]{5}$", "$1"));
        return row;
    }

    private static Map<String, Object> fields(SweepChild child) {
        RunRecord record = child.record();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("run_number", child.number() == 0 ? null : (Object) (long) child.number());
        fields.put("run_id", record == null ? null : record.id().value());
        fields.put("status", child.status());
        fields.put("reason", child.failure());
        fields.put("duration", record == null ? null : record.fields().get("duration"));
        fields.put("arguments", child.combination().arguments());
        fields.put("values", child.combination().values());
        fields.put("metrics", record == null ? Map.of() : record.metrics());
        return fields;
    }

    /** What a sweep would do. */
    static void print(List<SweepCombination> combinations, OutputFormat format) {
        if (format == OutputFormat.JSON) {
            System.out.println(Json.pretty(
                    combinations.stream().map(SweepCombination::arguments).toList()));
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        combinations.forEach(combination -> names.addAll(combination.values().keySet()));
        List<List<String>> rows = new ArrayList<>();
        for (SweepCombination combination : combinations) {
            List<String> row = new ArrayList<>();
            names.forEach(name -> row.add(RowPrinter.cell(combination.values().get(name))));
            row.add(RowPrinter.cell(String.join(" ", combination.arguments())));
            rows.add(row);
        }
        List<String> headers =
                new ArrayList<>(names.stream().map(RowPrinter::cell).toList());
        headers.add("arguments");
        RowPrinter.print(headers, rows, headers.size(), format);
    }
}

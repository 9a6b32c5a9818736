package io.github.amlmaven.mojo;

import io.github.amlmaven.history.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Runs as the Workbench's {@code az ml history list -o table} showed them: the metrics, then the duration and the rest.
 *
 * <p>A metric that is a series shows its number of values.
 */
record RunTable(List<String> headers, List<List<String>> rows) {
    private static final List<String> FIXED =
            List.of("duration", "run_id", "run_number", "script_name", "start_time_utc", "status");

    static RunTable of(List<RunRecord> runs) {
        TreeSet<String> metrics = new TreeSet<>();
        runs.forEach(run -> metrics.addAll(run.metricFields()));
        List<String> fields = new ArrayList<>(metrics);
        fields.addAll(FIXED);
        List<String> headers = new ArrayList<>();
        fields.forEach(field ->
                headers.add(RowPrinter.cell(field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1))));
        List<List<String>> rows = new ArrayList<>();
        for (RunRecord run : runs) {
            Map<String, Object> values = run.fields();
            List<String> row = new ArrayList<>();
            fields.forEach(field -> row.add(RowPrinter.cell(values.get(field))));
            rows.add(row);
        }
        return new RunTable(headers, rows);
    }

    void print(OutputFormat format) {
        RowPrinter.print(headers, rows, FIXED.size(), format);
    }
}

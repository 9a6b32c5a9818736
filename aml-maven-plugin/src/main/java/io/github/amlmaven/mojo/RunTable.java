package io.github.amlmaven.mojo;

import io.github.amlmaven.history.RunRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs as the Workbench's {@code az ml history list -o table} showed them: the metrics, then the duration and the rest.
 *
 * @param fields the names in the records, one for each column
 */
record RunTable(List<RunRecord> runs, List<String> fields) {
    private static final List<String> FIXED =
            List.of("duration", "run_id", "run_number", "script_name", "start_time_utc", "status");

    private static final String LABELS = "labels";

    /** What a narrow terminal costs first. */
    private static final List<String> GIVEN_UP = List.of("run_id", "script_name", "start_time_utc");

    static RunTable of(List<RunRecord> runs) {
        // As they are read: a header begins with a capital, whatever the name does.
        TreeSet<String> metrics = new TreeSet<>(String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder()));
        runs.forEach(run -> metrics.addAll(run.metricFields()));
        List<String> fields = new ArrayList<>(metrics);
        fields.addAll(FIXED);
        if (runs.stream().anyMatch(run -> !run.labels().isEmpty())) {
            fields.add(LABELS);
        }
        return new RunTable(runs, fields);
    }

    /** Prints it; on a terminal that it does not fit, times are shortened first, then columns left out. */
    void print(OutputFormat format) {
        switch (format) {
            case CSV -> RowPrinter.print(fields, rows(RowPrinter::wholeCell), 0, format);
            case TABLE -> {
                int width = Terminal.width();
                if (width == 0 || TextTable.width(headers(), rows(RowPrinter::cell)) <= width) {
                    RowPrinter.print(headers(), rows(RowPrinter::cell), kept(), format);
                } else {
                    forTerminal(width).forEach(System.out::println);
                }
            }
            default -> RowPrinter.print(headers(), rows(RowPrinter::cell), 0, format);
        }
    }

    /**
     * The lines that fit a width: short times first, no series (they show no value anyway) and no run id (the number names a
     * run too), then no script, no start; at last as many of the metrics as there is room for.
     */
    List<String> forTerminal(int width) {
        List<String> kept = new ArrayList<>(fields);
        kept.removeIf(this::isSeries);
        RunTable table = this;
        for (String given : GIVEN_UP) {
            kept.remove(given);
            table = new RunTable(runs, List.copyOf(kept));
            if (TextTable.width(table.headers(), table.rows(RunTable::shortCell)) <= width) {
                break;
            }
        }
        return TextTable.draw(table.headers(), table.rows(RunTable::shortCell), table.kept() - GIVEN_UP.size(), width);
    }

    /** The columns that no terminal is too narrow for, at the end. */
    private int kept() {
        return FIXED.size() + (fields.contains(LABELS) ? 1 : 0);
    }

    private boolean isSeries(String field) {
        return !field.equals(LABELS)
                && runs.stream()
                        .map(run -> run.fields().get(field))
                        .allMatch(value -> value == null || value instanceof List);
    }

    private List<String> headers() {
        List<String> headers = new ArrayList<>();
        for (String field : fields) {
            int first = Math.min(1, field.length());
            headers.add(RowPrinter.cell(field.substring(0, first).toUpperCase(Locale.ROOT) + field.substring(first)));
        }
        return headers;
    }

    /** How a value is shown. */
    private interface Cell {
        String of(@Nullable Object value);
    }

    private List<List<String>> rows(Cell cell) {
        List<List<String>> rows = new ArrayList<>();
        for (RunRecord run : runs) {
            Map<String, Object> values = run.fields();
            List<String> row = new ArrayList<>();
            fields.forEach(field ->
                    row.add(cell.of(field.equals(LABELS) ? String.join(", ", run.labels()) : values.get(field))));
            rows.add(row);
        }
        return rows;
    }

    /** {@code 2026-11-22T09:45:35.642929+00:00} as {@code 2026-11-22 09:45:35}, {@code 0:00:01.212545} as {@code 0:00:01.2}. */
    static String shortCell(@Nullable Object value) {
        return RowPrinter.cell(value)
                .replaceFirst("^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9:]{8})\\.[0-9]{6}\\+00:00$", "$1 $2")
                .replaceFirst("^([0-9]+:[0-9]{2}:[0-9]{2}\\.[0-9])[0-9]{5}$", "$1");
    }
}

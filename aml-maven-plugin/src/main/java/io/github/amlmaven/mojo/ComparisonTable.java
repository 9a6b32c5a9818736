package io.github.amlmaven.mojo;

import io.github.amlmaven.history.ComparedValue;
import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.RunComparison;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A comparison as rows for people: a column for each run, the kind and the name before them. */
record ComparisonTable(RunComparison comparison, boolean all) {
    private static final int LONGEST = 60;
    private static final int HASH_DIGITS = 8;

    void print(OutputFormat format) {
        List<String> headers = headers();
        RowPrinter.print(headers, rows(), headers.size(), format);
    }

    List<String> headers() {
        List<String> headers = new ArrayList<>(List.of("", ""));
        comparison.runs().forEach(run -> headers.add("Run " + run.number()));
        return headers;
    }

    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(
                "run",
                "status",
                comparison.runs().stream().map(RunComparison.Compared::status).toList()));
        rows.add(row(
                "",
                "started",
                comparison.runs().stream().map(run -> started(run.start())).toList()));
        rows.add(row(
                "",
                "duration",
                comparison.runs().stream().map(run -> text(run.duration())).toList()));
        if (comparison.runs().stream().anyMatch(run -> !run.labels().isEmpty())) {
            rows.add(row(
                    "",
                    "labels",
                    comparison.runs().stream()
                            .map(run -> String.join(", ", run.labels()))
                            .toList()));
        }
        for (RunComparison.Section section : comparison.sections()) {
            String kind = section.name();
            for (ComparedValue value : all ? section.rows() : section.differences()) {
                // The status stands above.
                if (!kind.equals("result") || !value.name().equals("status")) {
                    rows.add(row(kind, value.name(), cells(value)));
                    kind = "";
                }
            }
        }
        return rows;
    }

    private static List<String> cells(ComparedValue value) {
        List<@Nullable BigDecimal> distances = value.distances();
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < value.values().size(); i++) {
            BigDecimal distance = distances.get(i);
            cells.add(cell(value.values().get(i))
                    + (i == 0 || distance == null || distance.signum() == 0 ? "" : " (" + signed(distance) + ")"));
        }
        return cells;
    }

    private static String cell(@Nullable Object value) {
        if (value instanceof List<?> series
                && !series.isEmpty()
                && series.stream().allMatch(Number.class::isInstance)) {
            return series.size() + " values, last " + Json.write(ComparedValue.last(series));
        }
        if (value instanceof Map<?, ?> file && file.get("sha256") instanceof String sha256) {
            return sha256.substring(0, Math.min(HASH_DIGITS, sha256.length())) + ", " + file.get("size") + " bytes";
        }
        return value instanceof List<?> ? Json.write(value) : RowPrinter.cell(value);
    }

    private static String signed(BigDecimal distance) {
        BigDecimal plain = distance.stripTrailingZeros();
        String digits = Math.abs(plain.scale()) > 12 ? Double.toString(plain.doubleValue()) : plain.toPlainString();
        return plain.signum() > 0 ? "+" + digits : digits;
    }

    private static List<String> row(String kind, String name, List<String> cells) {
        List<String> row = new ArrayList<>(List.of(kind, RowPrinter.cell(name)));
        for (String cell : cells) {
            String line = RowPrinter.cell(cell);
            boolean cut = line.codePointCount(0, line.length()) > LONGEST;
            row.add(cut ? line.substring(0, line.offsetByCodePoints(0, LONGEST - 3)) + "..." : line);
        }
        return row;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** To the second. */
    private static String started(@Nullable String time) {
        return time == null ? "" : time.replaceFirst("T([0-9:]{8}).*", " $1");
    }
}

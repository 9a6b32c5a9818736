package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints rows in the format asked for, on standard output as they are, so that other programs can read them. */
final class RowPrinter {
    private RowPrinter() {}

    /** Prints any answer of a query; what is not a list of objects has no columns and is printed as JSON. */
    static void print(@Nullable Object answer, OutputFormat format) {
        if (format == OutputFormat.JSON || !(answer instanceof List<?> list) || !allObjects(list)) {
            System.out.println(Json.pretty(answer));
            return;
        }
        Set<String> headers = new LinkedHashSet<>();
        list.forEach(object -> ((Map<?, ?>) object).keySet().forEach(key -> headers.add(String.valueOf(key))));
        List<List<String>> rows = new ArrayList<>();
        for (Object object : list) {
            List<String> row = new ArrayList<>();
            headers.forEach(header -> row.add(cell(((Map<?, ?>) object).get(header))));
            rows.add(row);
        }
        print(headers.stream().map(RowPrinter::cell).toList(), rows, headers.size(), format);
    }

    /**
     * Prints a table.
     *
     * @param kept how many of the last columns a narrow terminal must not cost
     */
    static void print(List<String> headers, List<List<String>> rows, int kept, OutputFormat format) {
        PrintStream out = System.out;
        switch (format) {
            case CSV -> {
                out.println(csv(headers));
                rows.forEach(row -> out.println(csv(row)));
            }
            case MARKDOWN -> {
                out.println(markdown(headers));
                out.println("|" + " --- |".repeat(headers.size()));
                rows.forEach(row -> out.println(markdown(row)));
            }
            case TABLE -> TextTable.draw(headers, rows, kept, Terminal.width()).forEach(out::println);
            case JSON -> throw new IllegalArgumentException("rows have no JSON form");
        }
    }

    /** A value in one cell: text as it is without line breaks, a list as its length, anything else as JSON. */
    static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof List<?> list) {
            return "[" + list.size() + " values]";
        }
        String text = value instanceof String string ? string : Json.write(value);
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    /** As {@link #cell}, with every value of a list, for other programs. */
    static String wholeCell(@Nullable Object value) {
        return value instanceof List<?> ? Json.write(value) : cell(value);
    }

    private static boolean allObjects(List<?> list) {
        return list.stream().allMatch(Map.class::isInstance);
    }

    /** RFC 4180. */
    private static String csv(List<String> cells) {
        List<String> quoted = new ArrayList<>(cells.size());
        for (String cell : cells) {
            boolean special = cell.indexOf(',') >= 0 || cell.indexOf('"') >= 0;
            quoted.add(special ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        }
        return String.join(",", quoted);
    }

    private static String markdown(List<String> cells) {
        StringBuilder line = new StringBuilder("|");
        cells.forEach(cell -> line.append(' ').append(cell.replace("|", "\\|")).append(" |"));
        return line.toString();
    }
}

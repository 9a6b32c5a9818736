package io.github.amlmaven.history;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The cells of a CSV file, as RFC 4180 has them; whatever is not in its form is taken as it is. */
record CsvTable(List<List<String>> rows) {
    CsvTable(String text, char separator) {
        this(read(text, separator));
    }

    private static List<List<String>> read(String text, char separator) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                // Two of them within quotes are one.
                if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (quoted || (c != separator && c != '\n')) {
                cell.append(c);
            } else {
                row.add(end(cell, c));
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            }
        }
        if (!row.isEmpty() || !cell.isEmpty()) {
            row.add(end(cell, '\n'));
            rows.add(row);
        }
        return rows;
    }

    private static String end(StringBuilder cell, char by) {
        int length = cell.length();
        boolean carriageReturn = by == '\n' && length > 0 && cell.charAt(length - 1) == '\r';
        String text = cell.substring(0, carriageReturn ? length - 1 : length);
        cell.setLength(0);
        return text;
    }

    /** Rows count from 1; columns are named by the first row when both have the same. */
    ValueDifferences differences(CsvTable repeated, Tolerance tolerance) {
        ValueDifferences found = new ValueDifferences(tolerance);
        List<List<String>> others = repeated.rows();
        if (rows.size() != others.size()) {
            found.add(others.size() + " rows instead of " + rows.size(), Double.NaN);
        }
        int shared = Math.min(rows.size(), others.size());
        List<String> header = shared > 0 && rows.get(0).equals(others.get(0)) ? rows.get(0) : List.of();
        for (int i = 0; i < shared; i++) {
            List<String> then = rows.get(i);
            List<String> now = others.get(i);
            if (then.size() != now.size()) {
                found.add("row " + (i + 1) + ": " + now.size() + " cells instead of " + then.size(), Double.NaN);
            }
            for (int k = 0; k < Math.min(then.size(), now.size()); k++) {
                if (!then.get(k).equals(now.get(k))) {
                    String column = k < header.size() ? header.get(k) : Integer.toString(k + 1);
                    found.compare("row " + (i + 1) + ", column " + column, value(then.get(k)), value(now.get(k)));
                }
            }
        }
        return found;
    }

    private static Object value(String cell) {
        // No more of an exponent: a number is not to fill the memory.
        return cell.matches("[+-]?([0-9]{1,50}(\\.[0-9]{0,50})?|\\.[0-9]{1,50})([eE][+-]?[0-9]{1,3})?")
                ? new BigDecimal(cell)
                : cell;
    }
}

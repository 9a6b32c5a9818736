package io.github.amlmaven.mojo;

import java.util.ArrayList;
import java.util.List;

/**
 * Draws rows under headers as the Workbench's {@code -o table} did: two blanks between columns, dashes under each header.
 *
 * <p>What does not fit the width is left out from the left, where the many metric columns are, and said in a last line.
 */
final class TextTable {
    private static final String GAP = "  ";

    private TextTable() {}

    /**
     * The lines of a table.
     *
     * @param headers one for each column; the last {@code kept} are never left out
     * @param width the columns of the terminal; 0: no limit
     */
    static List<String> draw(List<String> headers, List<List<String>> rows, int kept, int width) {
        int[] widths = widths(headers, rows);
        int first = firstThatFits(widths, kept, width);
        List<String> lines = new ArrayList<>(rows.size() + 3);
        List<String> dashes = new ArrayList<>(widths.length);
        for (int columnWidth : widths) {
            dashes.add("-".repeat(columnWidth));
        }
        lines.add(line(headers, widths, first));
        lines.add(line(dashes, widths, first));
        for (List<String> row : rows) {
            lines.add(line(row, widths, first));
        }
        if (first > 0) {
            lines.add("(not shown, the terminal is too narrow: " + String.join(", ", headers.subList(0, first)) + ")");
        }
        return lines;
    }

    /** The columns that the whole table takes. */
    static int width(List<String> headers, List<List<String>> rows) {
        return total(widths(headers, rows), 0);
    }

    private static int[] widths(List<String> headers, List<List<String>> rows) {
        int[] widths = new int[headers.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = length(headers.get(column));
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], length(row.get(column)));
            }
        }
        return widths;
    }

    private static int firstThatFits(int[] widths, int kept, int width) {
        int first = 0;
        while (width > 0 && first < widths.length - kept && total(widths, first) > width) {
            first++;
        }
        return first;
    }

    private static int total(int[] widths, int first) {
        int total = -GAP.length();
        for (int column = first; column < widths.length; column++) {
            total += widths[column] + GAP.length();
        }
        return total;
    }

    private static String line(List<String> cells, int[] widths, int first) {
        StringBuilder line = new StringBuilder();
        for (int column = first; column < widths.length; column++) {
            String cell = cells.get(column);
            line.append(cell);
            if (column < widths.length - 1) {
                line.append(" ".repeat(widths[column] - length(cell))).append(GAP);
            }
        }
        return line.toString();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}

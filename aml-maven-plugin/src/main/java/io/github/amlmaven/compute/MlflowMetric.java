package io.github.amlmaven.compute;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of one metric, from lines {@code <timestamp> <value> <step>}: older versions of MLflow leave the step out,
 * newer ones add a data set.
 */
final class MlflowMetric {
    private static final int LONGEST_LINE = 4096;
    private static final int LONGEST_NUMBER = 40;
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");

    private final List<Point> points = new ArrayList<>();
    private long read;
    private int skipped;
    private int beyond;

    private record Point(long step, long time, Object value) {}

    /**
     * Reads a file of such lines.
     *
     * @param mostValues how many values are kept
     * @param mostBytes how many bytes are read
     */
    static MlflowMetric read(InputStream file, int mostValues, long mostBytes) throws IOException {
        MlflowMetric metric = new MlflowMetric();
        byte[] line = new byte[LONGEST_LINE];
        int length = 0;
        try (InputStream in = new BufferedInputStream(file, 64 * 1024)) {
            int c = in.read();
            while (c >= 0 && metric.read < mostBytes) {
                metric.read++;
                if (c == '\n') {
                    metric.add(line, length, mostValues);
                    length = 0;
                } else {
                    line[Math.min(length, LONGEST_LINE - 1)] = (byte) c;
                    length++;
                }
                c = in.read();
            }
            metric.add(line, length, mostValues);
            metric.skipped += c >= 0 ? 1 : 0;
        }
        metric.points.sort(Comparator.comparingLong(Point::step).thenComparingLong(Point::time));
        return metric;
    }

    private void add(byte[] line, int length, int mostValues) {
        if (length == 0) {
            return;
        }
        Point point = length > LONGEST_LINE ? null : point(new String(line, 0, length, StandardCharsets.UTF_8).strip());
        if (point == null) {
            skipped++;
        } else if (points.size() == mostValues) {
            beyond++;
        } else {
            points.add(point);
        }
    }

    private static @Nullable Point point(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length < 2) {
            return null;
        }
        Object value = number(parts[1]);
        String step = parts.length == 2 ? "0" : parts[2];
        return value == null || !isWhole(parts[0]) || !isWhole(step)
                ? null
                : new Point(Long.parseLong(step), Long.parseLong(parts[0]), value);
    }

    private static boolean isWhole(String text) {
        return WHOLE.matcher(text).matches();
    }

    /** As Python writes it; what is not a number becomes text, as in the metrics of {@code azureml.logging}. */
    private static @Nullable Object number(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return null;
        }
        switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> {
                return "NaN";
            }
            case "inf" -> {
                return "Infinity";
            }
            case "-inf" -> {
                return "-Infinity";
            }
            default -> {}
        }
        if (isWhole(text)) {
            return Long.valueOf(text);
        }
        if (!NUMBER.matcher(text).matches()) {
            return null;
        }
        double number = Double.parseDouble(text);
        return Double.isFinite(number) ? (Object) number : Double.toString(number);
    }

    /** One value by itself, several as a list in the order of their steps; null when there is none. */
    @Nullable
    Object value() {
        List<Object> values = points.stream().map(Point::value).toList();
        return values.isEmpty() ? null : values.size() == 1 ? values.get(0) : values;
    }

    int count() {
        return points.size();
    }

    /** How many bytes were read. */
    long bytes() {
        return read;
    }

    /** How many lines could not be read. */
    int skipped() {
        return skipped;
    }

    /** How many values there were beyond those that are kept. */
    int beyond() {
        return beyond;
    }
}

package io.github.amlmaven.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where two values differ that are made of objects, arrays, numbers and texts, as paths with both values. */
final class ValueDifferences {
    private static final int MOST = 10;
    private static final int LONGEST = 80;

    private final Tolerance tolerance;
    private final List<String> lines = new ArrayList<>();
    private int count;
    private double distance;

    ValueDifferences(Tolerance tolerance) {
        this.tolerance = tolerance;
    }

    /** @param path of both values, such as {@code $} */
    void compare(String path, @Nullable Object original, @Nullable Object repeated) {
        if (original instanceof Map<?, ?> first && repeated instanceof Map<?, ?> second) {
            TreeSet<String> names = new TreeSet<>();
            first.keySet().forEach(name -> names.add(String.valueOf(name)));
            second.keySet().forEach(name -> names.add(String.valueOf(name)));
            for (String name : names) {
                String inner =
                        path + (name.matches("[A-Za-z_][A-Za-z0-9_]*") ? "." + name : "[" + Json.write(name) + "]");
                if (!first.containsKey(name)) {
                    add(inner + ": " + shown(second.get(name)) + " is new", Double.NaN);
                } else if (!second.containsKey(name)) {
                    add(inner + ": " + shown(first.get(name)) + " is gone", Double.NaN);
                } else {
                    compare(inner, first.get(name), second.get(name));
                }
            }
        } else if (original instanceof List<?> first && repeated instanceof List<?> second) {
            if (first.size() != second.size()) {
                add(path + ": " + second.size() + " values instead of " + first.size(), Double.NaN);
            }
            for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
                compare(path + "[" + i + "]", first.get(i), second.get(i));
            }
        } else if (!tolerance.accepts(original, repeated)) {
            double relative = original instanceof Number then && repeated instanceof Number now
                    ? Tolerance.distance(then, now)
                    : Double.NaN;
            add(path + ": " + shown(repeated) + " instead of " + shown(original), relative);
        }
    }

    /** One more difference; NaN when it is not one of numbers. */
    void add(String line, double relative) {
        count++;
        // A NaN stays one.
        distance = Double.isNaN(distance) || Double.isNaN(relative) ? Double.NaN : Math.max(distance, relative);
        if (lines.size() < MOST) {
            lines.add(line);
        }
    }

    int count() {
        return count;
    }

    /** The largest relative difference when nothing but numbers differ; else NaN. */
    double distance() {
        return distance;
    }

    /** The first of them, and how many more there are. */
    List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        if (count > lines.size()) {
            all.add("... and " + (count - lines.size()) + " more");
        }
        return all;
    }

    static String shown(@Nullable Object value) {
        String text = Json.write(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }
}

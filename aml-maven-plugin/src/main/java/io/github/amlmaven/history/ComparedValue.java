package io.github.amlmaven.history;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value in each of several runs.
 *
 * @param name such as the name of a metric or the path of a file
 * @param values one for each run as {@link Json} has it, a series of numbers in full; null where the run has none
 * @param same whether all runs have the same: numbers count by their value, so that 1 and 1.0 are the same
 */
public record ComparedValue(String name, List<@Nullable Object> values, boolean same) {
    private static final int MOST_DIGITS = 5000;

    static ComparedValue of(String name, List<@Nullable Object> values) {
        boolean same = values.stream().allMatch(value -> isSame(values.get(0), value));
        return new ComparedValue(name, Collections.unmodifiableList(new ArrayList<>(values)), same);
    }

    static boolean isSame(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number first && other instanceof Number second) {
            if (isFinite(first) && isFinite(second)) {
                return decimal(first).compareTo(decimal(second)) == 0;
            }
            return first.equals(second);
        }
        if (one instanceof List<?> first && other instanceof List<?> second) {
            if (first.size() != second.size()) {
                return false;
            }
            for (int i = 0; i < first.size(); i++) {
                if (!isSame(first.get(i), second.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return one == null ? other == null : one.equals(other);
    }

    /**
     * How far each number is from the one of the first run, of a series the last; null where there are no two numbers.
     * Exact in decimals: 0.96 is 0.01 from 0.95.
     */
    public List<@Nullable BigDecimal> distances() {
        List<@Nullable BigDecimal> distances = new ArrayList<>();
        Object first = last(values.get(0));
        for (Object value : values) {
            distances.add(first instanceof Number from && last(value) instanceof Number to ? distance(from, to) : null);
        }
        return distances;
    }

    /** The last value of a series, any other value itself. */
    public static @Nullable Object last(@Nullable Object value) {
        return value instanceof List<?> series && !series.isEmpty() ? series.get(series.size() - 1) : value;
    }

    /** Exactly; null for what is not finite, and for numbers so far apart that the digits between them would fill the memory. */
    static @Nullable BigDecimal distance(Number from, Number to) {
        if (!isFinite(from) || !isFinite(to)) {
            return null;
        }
        BigDecimal first = decimal(from);
        BigDecimal second = decimal(to);
        return Math.abs((long) first.scale() - second.scale()) > MOST_DIGITS ? null : second.subtract(first);
    }

    private static boolean isFinite(Number number) {
        return !(number instanceof Double value) || Double.isFinite(value);
    }

    private static BigDecimal decimal(Number number) {
        return new BigDecimal(number.toString());
    }

    Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("same", same);
        fields.put("values", values.stream().map(ComparedValue::summary).toList());
        List<@Nullable BigDecimal> distances = distances();
        if (distances.stream().anyMatch(distance -> distance != null && distance.signum() != 0)) {
            fields.put("difference_to_first", distances);
        }
        return fields;
    }

    /** A series as the number of its values and the last of them. */
    private static @Nullable Object summary(@Nullable Object value) {
        if (!(value instanceof List<?> series) || !series.stream().allMatch(Number.class::isInstance)) {
            return value;
        }
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("values", series.size());
        summary.put("last", last(series));
        return summary;
    }
}

package io.github.amlmaven.history;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * How far apart two numbers may be that count as the same.
 *
 * @param relative to the larger of both; 0: not at all
 */
record Tolerance(double relative) {
    /** Whether two values of a metric, a JSON file or a cell are the same; not a number is the same as itself. */
    boolean accepts(@Nullable Object one, @Nullable Object other) {
        return ComparedValue.isSame(one, other)
                || (relative > 0
                        && one instanceof Number first
                        && other instanceof Number second
                        && distance(first, second) <= relative);
    }

    /** The relative difference: 0 for the same number, at most 2; NaN when there is none. */
    static double distance(Number one, Number other) {
        BigDecimal apart = ComparedValue.distance(one, other);
        if (apart == null) {
            double first = one.doubleValue();
            double second = other.doubleValue();
            return Math.abs(first - second) / Math.max(Math.abs(first), Math.abs(second));
        }
        if (apart.signum() == 0) {
            return 0;
        }
        BigDecimal largest = new BigDecimal(one.toString()).abs().max(new BigDecimal(other.toString()).abs());
        // First divided, then a double: numbers beyond the doubles have a distance, too.
        return apart.abs().divide(largest, MathContext.DECIMAL32).doubleValue();
    }
}

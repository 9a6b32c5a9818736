package io.github.amlmaven.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers from one to another, as they are written in a grid: {@code 1..10}, {@code 0.1..1:0.1}, {@code 1..64*2},
 * {@code 1e-4..1:log}.
 *
 * @param step added each time; null: the number is multiplied by the factor
 * @param factor null when a step is added, or when every number between is meant
 * @param logarithmic whether between two powers of ten lie as many numbers as between two others
 */
record SweepRange(
        BigDecimal from,
        BigDecimal to,
        @Nullable BigDecimal step,
        @Nullable BigDecimal factor,
        boolean logarithmic) {
    /** The most values of one range. */
    static final int MOST = 100_000;

    private static final String NUMBER =
            "([+-]?(?:[0-9]{1,30}(?:\\.[0-9]{1,30})?|\\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?)";
    private static final Pattern FORM =
            Pattern.compile(NUMBER + "\\.\\." + NUMBER + "(?::(?:(log)|" + NUMBER + ")|\\*" + NUMBER + ")?");
    private static final MathContext PRECISION = new MathContext(12);
    private static final MathContext DRAWN = new MathContext(6);

    /**
     * Reads one.
     *
     * @return null for a text that is no range
     * @throws SweepMistake for one without sense
     */
    static @Nullable SweepRange of(String text) throws SweepMistake {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        BigDecimal from = new BigDecimal(form.group(1));
        BigDecimal to = new BigDecimal(form.group(2));
        if (from.compareTo(to) > 0) {
            throw new SweepMistake("'" + text + "' goes down; write the smaller number first");
        }
        boolean logarithmic = form.group(3) != null;
        BigDecimal step = form.group(4) != null
                ? new BigDecimal(form.group(4))
                : form.group(3) == null && form.group(5) == null && isWhole(text) ? BigDecimal.ONE : null;
        BigDecimal factor = form.group(5) == null ? null : new BigDecimal(form.group(5));
        if (step != null && step.signum() <= 0) {
            throw new SweepMistake("the step of '" + text + "' is not above 0");
        }
        if (factor != null && factor.compareTo(BigDecimal.ONE) <= 0) {
            throw new SweepMistake("the factor of '" + text + "' is not above 1");
        }
        if ((logarithmic || factor != null) && from.signum() <= 0) {
            throw new SweepMistake("'" + text + "' cannot be multiplied up: it does not begin above 0");
        }
        return new SweepRange(from, to, step, factor, logarithmic);
    }

    private static boolean isWhole(String text) {
        return text.matches("[+-]?[0-9]+\\.\\.[+-]?[0-9]+");
    }

    /** Whether a random number may be any between the ends. */
    boolean isContinuous() {
        return step == null && factor == null;
    }

    /** All its numbers, for a grid. */
    List<String> values() throws SweepMistake {
        BigDecimal times = logarithmic ? BigDecimal.TEN : factor;
        if (step == null && times == null) {
            throw new SweepMistake("'" + from + ".." + to + "' needs a step in a grid: " + from + ".." + to
                    + ":0.1, or " + from + ".." + to + ":log for powers of ten; without one it is for -Daml.random");
        }
        List<String> values = new ArrayList<>();
        for (BigDecimal value = from; value.compareTo(to) <= 0; ) {
            if (values.size() == MOST) {
                throw new SweepMistake("'" + from + ".." + to + "' has more than " + MOST + " numbers");
            }
            values.add(text(value));
            value = step != null ? value.add(step) : value.multiply(times, PRECISION);
        }
        return values;
    }

    /** One of all numbers between the ends, the ends included; whole where both ends are. */
    String draw(Random random) {
        double part = random.nextDouble();
        BigDecimal drawn;
        if (logarithmic) {
            double low = StrictMath.log(from.doubleValue());
            drawn = new BigDecimal(StrictMath.exp(low + part * (StrictMath.log(to.doubleValue()) - low)), DRAWN);
        } else {
            drawn = from.add(to.subtract(from).multiply(BigDecimal.valueOf(part)), DRAWN);
        }
        if (isWhole(from.toPlainString() + ".." + to.toPlainString())) {
            drawn = drawn.setScale(0, RoundingMode.HALF_UP);
        }
        return text(drawn.max(from).min(to));
    }

    private static String text(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}

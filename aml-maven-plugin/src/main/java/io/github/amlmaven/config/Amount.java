package io.github.amlmaven.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how much of a computer a container gets, as the docker command spells it: {@code 512m}, {@code 1.5g}, {@code 4GB}. */
final class Amount {
    /** What an engine demands at least. */
    static final long LEAST_MEMORY = 6L << 20;

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) ?(?:([kmgt])i?)?b?");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,6}(?:\\.[0-9]{1,9})?|\\.[0-9]{1,9}");
    private static final double LEAST_PROCESSORS = 0.01;
    private static final int LONGEST = 62;

    private Amount() {}

    /**
     * A size in bytes, 1 KB being 1024 of them; null: the key is absent, or no such size, and the findings say so.
     *
     * @param least the smallest size that can be
     */
    static @Nullable Long bytes(Section section, String key, long least) {
        Text text = section.text(key);
        if (text == null) {
            return null;
        }
        Matcher matcher = SIZE.matcher(text.value().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            refuse(
                    section,
                    key,
                    text,
                    "which is no size",
                    "write bytes, or a number with k, m or g: " + key + ": " + (least > 1 ? "4g" : "1g"));
            return null;
        }
        String unit = matcher.group(2);
        int shift = unit == null ? 0 : 10 * (1 + "kmgt".indexOf(unit));
        BigInteger bytes = new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(1L << shift))
                .toBigInteger();
        if (bytes.bitLength() > LONGEST) {
            refuse(section, key, text, "more than any computer has", "write less, such as " + key + ": 64g");
            return null;
        }
        if (bytes.longValue() < least) {
            refuse(
                    section,
                    key,
                    text,
                    least > 1 ? "less than the 6 MB (6291456 bytes) that Docker demands" : "which is nothing",
                    "write " + (least > 1 ? "at least " + key + ": 6m" : key + ": 64m, or more")
                            + "; a number without a letter is bytes");
            return null;
        }
        return bytes.longValue();
    }

    /** A number of processors; null: the key is absent, or no such number, and the findings say so. */
    static @Nullable Double processors(Section section, String key) {
        Text text = section.text(key);
        if (text == null) {
            return null;
        }
        String written = text.value();
        double number = DECIMAL.matcher(written).matches() ? Double.parseDouble(written) : 0;
        if (number < LEAST_PROCESSORS) {
            refuse(
                    section,
                    key,
                    text,
                    "which is no number of processors",
                    "write a number from " + LEAST_PROCESSORS + " on, with a point: " + key + ": 1.5");
            return null;
        }
        return number;
    }

    private static void refuse(Section section, String key, Text text, String what, String remedy) {
        section.findings()
                .mistake(text.place(), section.name(key) + " is " + Shown.value(text.value()) + ", " + what, remedy);
    }
}

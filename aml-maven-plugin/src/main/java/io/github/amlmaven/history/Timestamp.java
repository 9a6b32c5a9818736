package io.github.amlmaven.history;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Times and durations in the Workbench's notation; by hand, because the JDK's formatters take long to load. */
final class Timestamp {
    private static final String SHAPE = "0000-00-00T00:00:00.000000+00:00";

    private Timestamp() {}

    /** {@code 2017-09-08T12:31:21.116000+00:00}; null for null. */
    static @Nullable String format(@Nullable Instant time) {
        if (time == null) {
            return null;
        }
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(SHAPE.length());
        padded(text, utc.getYear(), 4).append('-');
        padded(text, utc.getMonthValue(), 2).append('-');
        padded(text, utc.getDayOfMonth(), 2).append('T');
        padded(text, utc.getHour(), 2).append(':');
        padded(text, utc.getMinute(), 2).append(':');
        padded(text, utc.getSecond(), 2).append('.');
        return padded(text, utc.getNano() / 1000, 6).append("+00:00").toString();
    }

    /** The time of such a text; null when it is none. */
    static @Nullable Instant parse(@Nullable Object text) {
        if (!(text instanceof String shape) || shape.length() != SHAPE.length() || !shape.endsWith("+00:00")) {
            return null;
        }
        try {
            return LocalDateTime.of(
                            number(shape, 0, 4),
                            number(shape, 5, 7),
                            number(shape, 8, 10),
                            number(shape, 11, 13),
                            number(shape, 14, 16),
                            number(shape, 17, 19),
                            number(shape, 20, 26) * 1000)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    /** {@code 0:00:04.892389}; the hours grow beyond 24. */
    static String format(Duration duration) {
        Duration time = duration.isNegative() ? Duration.ZERO : duration;
        StringBuilder text = new StringBuilder(16).append(time.toHours()).append(':');
        padded(text, time.toMinutesPart(), 2).append(':');
        padded(text, time.toSecondsPart(), 2).append('.');
        return padded(text, time.toNanosPart() / 1000, 6).toString();
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static StringBuilder padded(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        return text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }
}

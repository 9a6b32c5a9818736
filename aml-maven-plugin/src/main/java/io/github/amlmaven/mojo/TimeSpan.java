package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a time as users write it: {@code 90}, {@code 90s}, {@code 5m}, {@code 2h}, {@code 7d}. */
final class TimeSpan {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}) ?([smhd]?)");
    /** A hundred years; what is much longer has no count of nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private TimeSpan() {}

    /**
     * The time.
     *
     * @param property the name of the setting, for the message
     */
    static Duration parse(String property, String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new AmlException(
                    "'" + text + "' is not a time for " + property,
                    "write seconds, or a number with s, m, h or d: -D" + property + "=90m");
        }
        long number = Long.parseLong(matcher.group(1));
        Duration time =
                switch (matcher.group(2)) {
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    case "d" -> Duration.ofDays(number);
                    default -> Duration.ofSeconds(number);
                };
        if (time.compareTo(LONGEST) > 0) {
            throw new AmlException(
                    "'" + text + "' is too long a time for " + property,
                    "write at most " + LONGEST.toDays() + "d: -D" + property + "=90m");
        }
        return time;
    }
}

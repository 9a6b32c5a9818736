package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a size as users write it: {@code 26214400}, {@code 512k}, {@code 25MB}, {@code 2 GB}; 1 KB is 1024 bytes. */
final class ByteSize {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,12}) ?([kmgt]?)i?b?");

    private ByteSize() {}

    /**
     * The size in bytes.
     *
     * @param property the name of the setting, for the message
     */
    static long parse(String property, String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new AmlException(
                    "'" + text + "' is not a size for " + property,
                    "write bytes, or a number with KB, MB or GB: -D" + property + "=100MB");
        }
        long number = Long.parseLong(matcher.group(1));
        int shift =
                switch (matcher.group(2)) {
                    case "k" -> 10;
                    case "m" -> 20;
                    case "g" -> 30;
                    case "t" -> 40;
                    default -> 0;
                };
        if (number > Long.MAX_VALUE >> shift) {
            throw new AmlException(
                    "'" + text.strip() + "' is too large a size for " + property,
                    "write at most " + (Long.MAX_VALUE >> 40) + "TB: -D" + property + "=100MB");
        }
        return number << shift;
    }
}

package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the headers in front of a header say of the file, in place of that. */
final class PaxRecords {
    private static final int MOST_DIGITS = 18;

    Optional<byte[]> path = Optional.empty();

    Optional<byte[]> target = Optional.empty();
    /** Negative: not said. */
    long size = -1;

    @Nullable
    Long modified;
    /** Whether something was said that cannot be followed. */
    boolean unfit;

    /** Takes note of a header that was too long to be read. */
    void tooLong() {
        unfit = true;
    }

    /** Reads records of the form {@code <length> <key>=<value>}, each with a line end. */
    void read(byte[] records) throws IOException {
        for (int at = 0; at < records.length; ) {
            int blank = indexOf(records, ' ', at);
            long length = number(text(records, at, blank));
            if (length <= blank + 1 - at || length > records.length - at || records[at + (int) length - 1] != '\n') {
                throw new IOException(TarReader.DAMAGED + "a PAX record has a wrong length");
            }
            int end = at + (int) length - 1;
            int equals = indexOf(records, '=', blank + 1);
            if (equals >= end) {
                throw new IOException(TarReader.DAMAGED + "a PAX record has no value");
            }
            record(text(records, blank + 1, equals), Arrays.copyOfRange(records, equals + 1, end));
            at = end + 1;
        }
    }

    private void record(String key, byte[] value) throws IOException {
        switch (key) {
            case "path" -> path = Optional.of(value);
            case "linkpath" -> target = Optional.of(value);
            case "size" -> size = number(text(value, 0, value.length));
            case "mtime" -> modified = seconds(text(value, 0, value.length));
            default -> unfit |= key.startsWith("GNU.sparse.");
        }
    }

    private static long seconds(String text) throws IOException {
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        boolean negative = whole.startsWith("-");
        long seconds = number(negative ? whole.substring(1) : whole);
        return negative ? -seconds : seconds;
    }

    private static long number(String digits) throws IOException {
        boolean digitsOnly = digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (digits.isEmpty() || digits.length() > MOST_DIGITS || !digitsOnly) {
            throw new IOException(TarReader.DAMAGED + "a PAX record has a number that is none or too large");
        }
        return Long.parseLong(digits);
    }

    private static int indexOf(byte[] bytes, char wanted, int from) throws IOException {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        throw new IOException(TarReader.DAMAGED + "a PAX record breaks off");
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}

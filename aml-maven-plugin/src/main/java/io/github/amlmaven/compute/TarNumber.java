package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads the numbers of a tar's headers. */
final class TarNumber {
    private static final int MODIFIED_AT = 136;

    private TarNumber() {}

    /** A number in octal digits, or in bytes behind a set bit; of those that are negative, 0. */
    static long of(byte[] block, int at, int length) throws IOException {
        if ((block[at] & 0x80) != 0) {
            return binary(block, at, length);
        }
        String digits = new String(block, at, length, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 7) {
                throw new IOException(TarReader.DAMAGED + "a header has a number that is none");
            }
            value = (value << 3) | digit;
        }
        return value;
    }

    private static long binary(byte[] block, int at, int length) throws IOException {
        if ((block[at] & 0x40) != 0) {
            if (at == MODIFIED_AT) {
                return 0; // a time before 1970
            }
            throw new IOException(TarReader.DAMAGED + "a header has a negative number");
        }
        long value = block[at] & 0x3f;
        for (int i = at + 1; i < at + length; i++) {
            if (value >>> 55 != 0) {
                throw new IOException(TarReader.DAMAGED + "a header has a number that is too large");
            }
            value = (value << 8) | (block[i] & 0xff);
        }
        return value;
    }
}

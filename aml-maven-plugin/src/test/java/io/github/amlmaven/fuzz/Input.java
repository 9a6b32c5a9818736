package io.github.amlmaven.fuzz;

import java.nio.charset.StandardCharsets;

/** What a reader is given, and how it came about. */
public final class Input {
    private static final int LONGEST = 2000;

    private final byte[] bytes;
    private final String origin;

    Input(byte[] bytes, String origin) {
        this.bytes = bytes;
        this.origin = origin;
    }

    /** The input itself. */
    public byte[] bytes() {
        return bytes;
    }

    /** The bytes as text, for what reads text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** For the report of a failure: everything outside ASCII escaped, so that it can be made again. */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < bytes.length && shown.length() < LONGEST; i++) {
            int octet = bytes[i] & 0xff;
            shown.append(octet >= ' ' && octet < 0x7f ? String.valueOf((char) octet) : String.format("\\x%02x", octet));
        }
        return bytes.length + " bytes: " + shown + " by " + origin;
    }
}

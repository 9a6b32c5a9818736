package io.github.amlmaven.history;

import io.github.amlmaven.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The SHA-256 of a record as its last member, so that a changed bit is seen that JSON would forgive, such as one in a
 * metric.
 *
 * <p>It guards against disks, not against people. Only a verification looks at it.
 */
final class Seal {
    private static final String MEMBER = ",\"seal\":\"";
    private static final String END = "\"}";
    private static final int DIGITS = 64;
    private static final int LENGTH = MEMBER.length() + DIGITS + END.length();

    private Seal() {}

    /**
     * The record with its seal.
     *
     * @param json a JSON object that is not empty, without white space around it
     */
    static byte[] on(byte[] json) {
        String sum = Sha256.of(json);
        byte[] end = (MEMBER + sum + END).getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(json, json.length - 1 + end.length);
        System.arraycopy(end, 0, whole, json.length - 1, end.length);
        return whole;
    }

    static boolean isIntact(byte[] whole) {
        int start = whole.length - LENGTH;
        if (start < 1) {
            return false;
        }
        byte[] json = Arrays.copyOf(whole, start + 1);
        json[start] = '}';
        return Arrays.equals(on(json), whole);
    }
}

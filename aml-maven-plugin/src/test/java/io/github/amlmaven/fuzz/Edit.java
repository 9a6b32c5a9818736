package io.github.amlmaven.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One thing that goes wrong with a text.
 *
 * @param at where, in millionths of the length
 * @param length how much of the text is hit, in bytes
 * @param piece what comes in
 * @param times how often it comes in
 */
record Edit(Kind kind, int at, int length, String piece, int times) {
    private static final int MILLION = 1_000_000;
    private static final int LARGEST = 400_000;

    /** The kinds of damage. */
    enum Kind {
        FLIP,
        DELETE,
        INSERT,
        OVERWRITE,
        DUPLICATE,
        REPLACE_TOKEN,
        DUPLICATE_TOKEN,
        CUT_OFF
    }

    byte[] apply(byte[] text) {
        int start = (int) ((long) text.length * at / MILLION);
        int end = Math.min(text.length, start + length);
        byte[] in = piece.repeat(times).getBytes(StandardCharsets.UTF_8);
        return switch (kind) {
            case FLIP -> flipped(text, start);
            case DELETE -> spliced(text, start, end, new byte[0]);
            case INSERT -> spliced(text, start, start, in);
            case OVERWRITE -> spliced(text, start, end, in);
            case DUPLICATE -> spliced(text, start, start, repeated(Arrays.copyOfRange(text, start, end)));
            case REPLACE_TOKEN, DUPLICATE_TOKEN -> token(text, in);
            case CUT_OFF -> Arrays.copyOf(text, start);
        };
    }

    private byte[] token(byte[] text, byte[] in) {
        List<int[]> tokens = tokens(text);
        if (tokens.isEmpty()) {
            return in;
        }
        int[] token = tokens.get((int) ((long) tokens.size() * at / (MILLION + 1)));
        return kind == Kind.REPLACE_TOKEN
                ? spliced(text, token[0], token[1], in)
                : spliced(text, token[1], token[1], repeated(Arrays.copyOfRange(text, token[0], token[1])));
    }

    private byte[] repeated(byte[] part) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times && all.size() < LARGEST; i++) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private byte[] flipped(byte[] text, int at) {
        byte[] flipped = text.clone();
        if (at < text.length) {
            flipped[at] ^= (byte) (1 << (length & 7));
        }
        return flipped;
    }

    private static byte[] spliced(byte[] text, int start, int end, byte[] in) {
        byte[] spliced = new byte[text.length - (end - start) + in.length];
        System.arraycopy(text, 0, spliced, 0, start);
        System.arraycopy(in, 0, spliced, start, in.length);
        System.arraycopy(text, end, spliced, start + in.length, text.length - end);
        return spliced;
    }

    /** Words, numbers, quoted texts and lines' indentations: where a value begins and ends in YAML, JSON and queries. */
    private static List<int[]> tokens(byte[] text) {
        List<int[]> tokens = new ArrayList<>();
        int start = -1;
        boolean quoted = false;
        for (int i = 0; i <= text.length; i++) {
            char c = i < text.length ? (char) text[i] : '\n';
            boolean quote = c == '"';
            boolean inside = quoted || quote || (c != '\n' && ",:[]{}()| ".indexOf(c) < 0);
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                tokens.add(new int[] {start, i});
                start = -1;
            }
            quoted = quote != quoted && c != '\n';
        }
        return tokens;
    }
}

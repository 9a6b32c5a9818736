package io.github.amlmaven.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The last part of an index, with each line's place; a line is checked and parsed only when its run is asked for. */
final class IndexWindow {
    private static final int CHECKSUM = 8;

    private final byte[] bytes;
    private final int size;
    private final boolean whole;
    private final Map<Integer, Line> lines = new HashMap<>();
    private int highest;
    private int doubled;

    /** Where a line begins, and where its record begins and ends. */
    private record Line(int begin, int start, int end) {}

    /**
     * @param whole whether this is the index from its beginning
     */
    IndexWindow(byte[] bytes, int size, boolean whole) {
        this.bytes = bytes;
        this.size = size;
        this.whole = whole;
        int start = whole ? 0 : after(0);
        for (int next = after(start); next > start; next = after(start)) {
            line(start, next - 1);
            start = next;
        }
    }

    /** An index without lines. */
    static IndexWindow none() {
        return new IndexWindow(new byte[0], 0, true);
    }

    /** One line, with its line feed. */
    static void writeLine(ByteArrayOutputStream to, int number, byte[] record) {
        byte[] digits = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(digits);
        crc.update(record);
        String sum = Long.toHexString(crc.getValue());
        to.writeBytes(digits);
        to.write(' ');
        to.writeBytes("0".repeat(CHECKSUM - sum.length()).getBytes(StandardCharsets.US_ASCII));
        to.writeBytes(sum.getBytes(StandardCharsets.US_ASCII));
        to.write(' ');
        to.writeBytes(record);
        to.write('\n');
    }

    boolean isWhole() {
        return whole;
    }

    int size() {
        return size;
    }

    /** The highest run number, 0 for none. */
    int highest() {
        return highest;
    }

    boolean has(int number) {
        return lines.containsKey(number);
    }

    /** How many lines there are of runs that have another. */
    int doubled() {
        return doubled;
    }

    int count() {
        return lines.size();
    }

    /** The record as it was written; empty when there is none or it is not whole. */
    Optional<byte[]> record(int number) {
        Line line = lines.get(number);
        if (line == null || !isIntact(line)) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOfRange(bytes, line.start(), line.end()));
    }

    /** The run of that number; null when there is none, or it is not whole. */
    @Nullable
    RunRecord run(int number) {
        Line line = lines.get(number);
        if (line == null || !isIntact(line)) {
            return null;
        }
        try {
            RunRecord record = RunRecord.of(Json.parseObject(bytes, line.start(), line.end() - line.start()));
            return record != null
                            && record.number() == number
                            && record.status().isFinal()
                    ? record
                    : null;
        } catch (IOException e) {
            // Not ours: the store knows better.
            return null;
        }
    }

    private void line(int start, int end) {
        int at = start;
        int number = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && number < 100_000_000) {
            number = number * 10 + bytes[at++] - '0';
        }
        if (number > 0 && at + CHECKSUM + 2 < end && bytes[at] == ' ') {
            doubled += lines.put(number, new Line(start, at + CHECKSUM + 2, end)) == null ? 0 : 1;
            highest = Math.max(highest, number);
        }
    }

    private boolean isIntact(Line line) {
        CRC32 crc = new CRC32();
        crc.update(bytes, line.begin(), line.start() - line.begin() - CHECKSUM - 2);
        crc.update(bytes, line.start(), line.end() - line.start());
        long written = 0;
        for (int i = line.start() - 1 - CHECKSUM; i < line.start() - 1; i++) {
            written = (written << 4) | (Character.digit(bytes[i], 16) & 15);
        }
        return written == crc.getValue();
    }

    /** The place after the next line feed; the start itself when there is none. */
    private int after(int start) {
        for (int i = start; i < size; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return start;
    }
}

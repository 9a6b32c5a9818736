package io.github.amlmaven.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Takes a part of what is written to it, and then wants no more. */
final class PartOfStream extends OutputStream {
    private final long from;
    private final int most;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private long position;

    /**
     * @param from how many bytes to pass over
     * @param most how many bytes to take then
     */
    PartOfStream(long from, int most) {
        this.from = from;
        this.most = most;
    }

    /** Says to whoever writes that it may stop. */
    static final class EnoughException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Writes to a stream. */
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** Takes the part of what is written. */
    static PartOfStream of(long from, int most, Writing writing) throws IOException {
        PartOfStream part = new PartOfStream(from, most);
        try {
            writing.to(part);
        } catch (EnoughException e) {
            return part;
        }
        return part;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        long begin = Math.max(0, from - position);
        position += length;
        if (begin < length) {
            int count = (int) Math.min(length - begin, most - part.size());
            part.write(bytes, offset + (int) begin, count);
        }
        if (position - from > most) {
            throw new EnoughException();
        }
    }

    byte[] bytes() {
        return part.toByteArray();
    }

    /** Whether there was more behind the part. */
    boolean isCut() {
        return position - from > most;
    }

    /** How many bytes there were, as far as they were seen. */
    long seen() {
        return position;
    }
}

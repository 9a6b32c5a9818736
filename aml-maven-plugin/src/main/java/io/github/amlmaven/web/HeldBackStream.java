package io.github.amlmaven.web;

import java.io.IOException;
import java.io.OutputStream;

/** Holds back the last bytes until it is closed, so that what turns out to be damaged at its end never arrives whole. */
final class HeldBackStream extends OutputStream {
    private final OutputStream out;
    private final byte[] held = new byte[8 * 1024];
    private int count;

    HeldBackStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (count + length <= held.length) {
            System.arraycopy(bytes, offset, held, count, length);
            count += length;
            return;
        }
        out.write(held, 0, count);
        int now = Math.max(0, length - held.length);
        out.write(bytes, offset, now);
        count = length - now;
        System.arraycopy(bytes, offset + now, held, 0, count);
    }

    /** Only for what is right. */
    @Override
    public void close() throws IOException {
        out.write(held, 0, count);
        out.close();
    }
}

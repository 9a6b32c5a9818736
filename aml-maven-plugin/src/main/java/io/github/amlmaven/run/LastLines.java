package io.github.amlmaven.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Keeps the last lines of what is written to it, of a text of any size; lines as long as all of 16 MiB lose their beginning. */
final class LastLines extends OutputStream {
    private static final int MOST_BYTES = 16 * 1024 * 1024;
    private static final int LEAST_BYTES = 256 * 1024;

    private final int lines;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int enough = LEAST_BYTES;

    LastLines(int lines) {
        this.lines = lines;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        kept.write(bytes, offset, length);
        if (kept.size() > enough) {
            byte[] last = last();
            kept.reset();
            kept.write(last, 0, last.length);
            enough = Math.max(LEAST_BYTES, 2 * last.length);
        }
    }

    /** Passes on what it has kept. */
    void writeTo(OutputStream out) throws IOException {
        out.write(last());
        out.flush();
    }

    private byte[] last() {
        byte[] all = kept.toByteArray();
        int found = 0;
        int start = all.length;
        // What follows the last line end is a line only if there is something.
        for (int i = all.length - 1; i >= 0 && all.length - i <= MOST_BYTES; i--) {
            if (all[i] == '\n' && i < all.length - 1 && ++found == lines) {
                break;
            }
            start = i;
        }
        return java.util.Arrays.copyOfRange(all, lines == 0 ? all.length : start, all.length);
    }
}

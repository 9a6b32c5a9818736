package io.github.amlmaven.mojo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Passes whole lines on, each after a word that says whose it is, so that those of several writers stay apart. */
final class PrefixedOutput extends OutputStream {
    private static final int LONGEST_LINE = 16 * 1024;

    private final byte[] prefix;
    private final OutputStream out;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    PrefixedOutput(String prefix, OutputStream out) {
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
        this.out = out;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        line.write(b);
        if (b == '\n' || line.size() >= LONGEST_LINE) {
            end(b == '\n');
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        for (int i = from; i < from + length; i++) {
            write(bytes[i]);
        }
        out.flush();
    }

    /** The last line of a script may have no end. */
    @Override
    public synchronized void close() throws IOException {
        if (line.size() > 0) {
            end(false);
        }
        out.flush();
    }

    private void end(boolean whole) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(prefix);
        all.writeBytes(line.toByteArray());
        if (!whole) {
            all.write('\n');
        }
        out.write(all.toByteArray());
        line.reset();
    }
}

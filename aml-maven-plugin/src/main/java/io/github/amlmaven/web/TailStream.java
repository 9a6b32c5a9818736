package io.github.amlmaven.web;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Remembers the last bytes that are written to it. */
final class TailStream extends OutputStream {
    private final int most;
    private ByteArrayOutputStream tail = new ByteArrayOutputStream();
    private boolean cut;

    TailStream(int most) {
        this.most = most;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int begin = Math.max(0, length - most);
        cut |= begin > 0;
        tail.write(bytes, offset + begin, length - begin);
        if (tail.size() > 4 * most) {
            shorten();
        }
    }

    private void shorten() {
        byte[] all = tail.toByteArray();
        int begin = Math.max(0, all.length - most);
        cut |= begin > 0;
        tail = new ByteArrayOutputStream();
        tail.write(all, begin, all.length - begin);
    }

    /** The text at the end, from the beginning of a line where something is left out. */
    String text() {
        shorten();
        String text = tail.toString(StandardCharsets.UTF_8);
        return cut ? text.substring(text.indexOf('\n') + 1) : text;
    }
}

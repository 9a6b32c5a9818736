package io.github.amlmaven.compute;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The last words of a script on another computer: what it printed to its standard error, as far as anybody would read it. */
final class RemoteErrors extends OutputStream {
    private static final int MOST_BYTES = 16 * 1024;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
        if (kept.size() < MOST_BYTES) {
            kept.write(b);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int start, int count) {
        kept.write(bytes, start, Math.max(0, Math.min(count, MOST_BYTES - kept.size())));
    }

    /** Without control characters but line breaks, which would steer the user's terminal. */
    synchronized String words() {
        return kept.toString(StandardCharsets.UTF_8).strip().replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }
}

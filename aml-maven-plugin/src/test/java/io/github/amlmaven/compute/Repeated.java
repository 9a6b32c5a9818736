package io.github.amlmaven.compute;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A stream that is one piece over and over: an archive of a million entries is never in memory. Their names are counted on. */
final class Repeated extends InputStream {
    private final byte[] piece;
    private final byte[] end;
    private final boolean named;
    private long left;
    private long count;
    private @Nullable ByteBuffer current;

    Repeated(byte[] start, byte[] piece, long times, byte[] end) {
        this.piece = piece;
        this.end = end;
        this.left = times;
        this.named = piece.length == 512;
        this.current = ByteBuffer.wrap(start);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int start, int length) {
        if (current != null && !current.hasRemaining()) {
            current = next();
        }
        if (current == null) {
            return -1;
        }
        int taken = Math.min(length, current.remaining());
        current.get(bytes, start, taken);
        return taken;
    }

    private @Nullable ByteBuffer next() {
        if (left < 0) {
            return null;
        }
        left--;
        if (left < 0) {
            return ByteBuffer.wrap(end);
        }
        if (named) {
            byte[] number = Long.toString(count++).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(number, 0, piece, 80, number.length);
            TarBytes.sign(piece, 0);
        }
        return ByteBuffer.wrap(piece);
    }
}

package io.github.amlmaven.store;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The content of a blob, fetched a piece at a time, so that a cut connection is no end of it. */
final class BlobStream extends InputStream {
    private static final int PIECE = BlobBuffers.BLOCK;

    private final BlobReader reader;
    private final String blob;
    private final BlobContent content;
    private byte[] piece = new byte[0];
    private int at;
    private int end;
    private long next;

    BlobStream(BlobReader reader, String blob, BlobContent content) {
        this.reader = reader;
        this.blob = blob;
        this.content = content;
    }

    @Override
    public int read() throws IOException {
        return fill() ? piece[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int n = Math.min(length, end - at);
        System.arraycopy(piece, at, bytes, offset, n);
        at += n;
        return n;
    }

    private boolean fill() throws IOException {
        if (at < end) {
            return true;
        }
        long left = content.size() - next;
        if (left <= 0) {
            return false;
        }
        int length = (int) Math.min(PIECE, left);
        if (piece.length < length) {
            piece = new byte[length];
        }
        BlobReader.@Nullable Piece read =
                reader.piece(blob, next, length, content.etag(), piece).orElse(null);
        if (read == null || read.bytes() < length) {
            throw new IOException(blob + " has been replaced while it was read");
        }
        at = 0;
        end = read.bytes();
        next += end;
        return true;
    }
}

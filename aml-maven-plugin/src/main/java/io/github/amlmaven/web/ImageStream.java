package io.github.amlmaven.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes an image on once its first bytes have shown that it is one. */
final class ImageStream extends OutputStream {
    private static final String SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    private final Answer answer;
    private final long size;
    private final ByteArrayOutputStream begin = new ByteArrayOutputStream(ImageType.ENOUGH);
    private OutputStream out = OutputStream.nullOutputStream();

    /** @param size of the whole image in bytes */
    ImageStream(Answer answer, long size) {
        this.answer = answer;
        this.size = size;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (answer.isBegun()) {
            out.write(bytes, offset, length);
            return;
        }
        begin.write(bytes, offset, length);
        if (begin.size() >= ImageType.ENOUGH) {
            begin();
        }
    }

    private void begin() throws IOException {
        byte[] first = begin.toByteArray();
        String type = ImageType.of(first)
                .orElseThrow(() -> new RefusedRequest(
                        RefusedRequest.WRONG_TYPE, "the file is not an image that a browser shows", "download it"));
        if (type.equals(ImageType.SVG)) {
            answer.with("Content-Security-Policy", SVG_POLICY);
        }
        out = answer.begin(200, type, size);
        out.write(first);
    }

    /** Only for an image that is right to its end. */
    @Override
    public void close() throws IOException {
        if (!answer.isBegun()) {
            begin();
        }
        out.close();
    }
}

package io.github.amlmaven.store;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads blobs whole or piece by piece. */
record BlobReader(BlobCalls calls) {
    /** A wrong byte of the wire is gone the next time; one of the store is not. */
    static final int TRIES = 3;
    /** A range behind the end of a blob, as every range of an empty one is. */
    private static final int EMPTY = 416;

    /** A piece of a blob that has been read. */
    record Piece(BlobContent content, int bytes) {}

    /** A whole small blob, and whether it is what was written. */
    private static final class Small {
        private final byte[] bytes;
        private final boolean intact;

        Small(byte[] bytes, boolean intact) {
            this.bytes = bytes;
            this.intact = intact;
        }

        byte[] bytes() {
            return bytes;
        }

        boolean intact() {
            return intact;
        }
    }

    /** What is known of a blob; empty when there is none. */
    Optional<BlobContent> look(String blob) throws IOException {
        return calls.call(
                BlobCall.of(HttpMethod.HEAD, blob, "").expecting(BlobCall.NOT_FOUND),
                response -> response.getStatusCode() == BlobCall.NOT_FOUND
                        ? Optional.empty()
                        : Optional.of(BlobContent.of(response)));
    }

    /** A small blob; when its content is not what was written, after three tries as it is. */
    Optional<byte[]> small(String blob, int most) throws IOException {
        for (int i = 1; ; i++) {
            Optional<Small> read = calls.call(
                    BlobCall.of(HttpMethod.GET, blob, "").expecting(BlobCall.NOT_FOUND),
                    response -> response.getStatusCode() == BlobCall.NOT_FOUND
                            ? Optional.empty()
                            : Optional.of(small(response, blob, most)));
            if (read.isEmpty() || read.get().intact() || i == TRIES) {
                return read.map(Small::bytes);
            }
        }
    }

    private static Small small(HttpResponse response, String blob, int most) throws IOException {
        BlobContent content = BlobContent.of(response);
        if (content.size() > most) {
            throw new BlobErrors.Refused(
                    blob + " has " + content.size() + " bytes, and an object of its kind at most " + most, "");
        }
        byte[] bytes = new byte[(int) content.size()];
        readFully(response, bytes, bytes.length);
        return new Small(bytes, content.sha256().isEmpty() || content.sha256().equals(Sha256.of(bytes)));
    }

    private static void readFully(HttpResponse response, byte[] buffer, int length) throws IOException {
        try (InputStream body = response.getBodyAsInputStreamSync()) {
            if (body.readNBytes(buffer, 0, length) < length) {
                throw new IOException("the answer ended before its end");
            }
        }
    }

    /**
     * Reads a piece into a buffer; fewer bytes at the end of the blob.
     *
     * @param etag of the version that is wanted; empty: whichever
     * @return empty when there is no such blob (any more), or another version
     */
    Optional<Piece> piece(String blob, long start, int length, String etag, byte[] buffer) throws IOException {
        BlobCall call = BlobCall.of(HttpMethod.GET, blob, "")
                .with("x-ms-range", "bytes=" + start + "-" + (start + length - 1))
                .expecting(BlobCall.NOT_FOUND, BlobCall.PRECONDITION_FAILED, EMPTY);
        return calls.call(etag.isEmpty() ? call : call.with("If-Match", etag), response -> {
            int status = response.getStatusCode();
            if (status == EMPTY) {
                return look(blob).map(content -> new Piece(content, 0));
            }
            if (status == BlobCall.NOT_FOUND || status == BlobCall.PRECONDITION_FAILED) {
                return Optional.empty();
            }
            BlobContent content = BlobContent.of(response);
            int bytes = (int) Math.min(length, content.size() - start);
            readFully(response, buffer, bytes);
            return Optional.of(new Piece(content, bytes));
        });
    }
}

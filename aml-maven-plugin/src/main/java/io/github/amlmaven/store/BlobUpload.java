package io.github.amlmaven.store;

import com.azure.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Writes blobs once each: small ones in one request, large ones in blocks side by side.
 *
 * <p>The file is read once: the bytes that are hashed are the bytes that are sent, each piece with its checksum.
 */
record BlobUpload(BlobCalls calls, BlobBuffers buffers, BlobThreads threads) {
    /** What has become of an upload: the content that was read, and whether it got its name. */
    record Written(long size, String sha256, boolean created) {}

    /** Writes a blob from memory unless there is one; false when there is. */
    boolean create(String blob, byte[] bytes, int length, String sha256) throws IOException {
        return written(calls, put(blob, bytes, length, sha256).with("If-None-Match", "*"));
    }

    /** Writes a blob from memory, whatever is there. */
    void replace(String blob, byte[] bytes) throws IOException {
        calls.call(put(blob, bytes, bytes.length, Sha256.of(bytes)));
    }

    private static BlobCall put(String blob, byte[] bytes, int length, String sha256) {
        return BlobCall.of(HttpMethod.PUT, blob, "")
                .with("x-ms-blob-type", "BlockBlob")
                .with("Content-Type", "application/octet-stream")
                .with("Content-MD5", checksum(bytes, length))
                .with(BlobContent.METADATA.getCaseInsensitiveName(), sha256)
                .sending(bytes, length);
    }

    /** Sends what creates a blob; false when the name is taken. */
    static boolean written(BlobCalls calls, BlobCall call) throws IOException {
        BlobCall careful = call.expecting(BlobCall.CONFLICT, BlobCall.PRECONDITION_FAILED);
        return calls.call(careful, response -> {
            int status = response.getStatusCode();
            String code = BlobErrors.code(response);
            if (status == BlobCall.CONFLICT && !code.equals("BlobAlreadyExists")) {
                throw new BlobErrors(calls.container()).of(call, response);
            }
            return status < BlobCall.CONFLICT;
        });
    }

    /**
     * Writes a blob from a file, unless there is one.
     *
     * @param expected the SHA-256 the content has to have; null: whatever it has
     * @throws SourceException when the file is at fault; then nothing has been written
     */
    Written send(String blob, Path source, @Nullable String expected, TransferProgress progress) throws IOException {
        try (SteadyFile file = SteadyFile.open(source)) {
            return file.size() <= BlobBuffers.BLOCK
                    ? sendSmall(blob, file, expected, progress)
                    : new BlockUpload(this, blob, progress).send(file, expected);
        }
    }

    private Written sendSmall(String blob, SteadyFile file, @Nullable String expected, TransferProgress progress)
            throws IOException {
        if (file.size() < BlobBuffers.LITTLE) {
            // A byte more tells whether the file has grown.
            return sendSmall(blob, file, expected, progress, new byte[(int) file.size() + 1]);
        }
        byte[] buffer = buffers.take();
        try {
            return sendSmall(blob, file, expected, progress, buffer);
        } finally {
            buffers.giveBack(buffer);
        }
    }

    private Written sendSmall(
            String blob, SteadyFile file, @Nullable String expected, TransferProgress progress, byte[] buffer)
            throws IOException {
        int length = file.read(0, buffer);
        MessageDigest digest = Sha256.start();
        digest.update(buffer, 0, length);
        String sha256 = Sha256.finish(digest);
        file.check(length, sha256, expected);
        boolean created = create(blob, buffer, length, sha256);
        progress.moved(length);
        return new Written(length, sha256, created);
    }

    /** The checksum that the service compares a body with: MD5, in base64. */
    static String checksum(byte[] bytes, int length) {
        return Base64.getEncoder().encodeToString(md5(bytes, length));
    }

    static byte[] md5(byte[] bytes, int length) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(bytes, 0, length);
            return md5.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.github.amlmaven.store;

import com.azure.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes one large file as a blob.
 *
 * <p>A block is named by its place and its content: one that is there from an attempt before a crash is not sent again,
 * retries never pile up, and two writers of one blob never mix. Nothing is seen of the blob until the list of its blocks
 * is written.
 */
final class BlockUpload {
    private final BlobUpload upload;
    private final String blob;
    private final TransferProgress progress;
    private final List<Future<String>> blocks = new ArrayList<>();
    private volatile boolean failed;

    BlockUpload(BlobUpload upload, String blob, TransferProgress progress) {
        this.upload = upload;
        this.blob = blob;
        this.progress = progress;
    }

    BlobUpload.Written send(SteadyFile file, @Nullable String expected) throws IOException {
        CountedProgress counted = new CountedProgress(progress);
        try {
            Set<String> there = UncommittedBlocks.of(upload.calls(), blob);
            MessageDigest digest = Sha256.start();
            long size = begin(file, digest, there, counted);
            String sha256 = Sha256.finish(digest);
            List<String> ids = await();
            file.check(size, sha256, expected);
            return new BlobUpload.Written(size, sha256, commit(ids, sha256));
        } catch (IOException | RuntimeException e) {
            counted.takeBack();
            throw e;
        } finally {
            settle();
        }
    }

    /** Reads the file to its end and has each block sent; the memory there is sets the pace. */
    private long begin(SteadyFile file, MessageDigest digest, Set<String> there, TransferProgress counted)
            throws IOException {
        long size = 0;
        while (!failed) {
            byte[] buffer = upload.buffers().take();
            int length = 0;
            try {
                length = file.read(size, buffer);
            } finally {
                if (length == 0) {
                    upload.buffers().giveBack(buffer);
                }
            }
            if (length == 0) {
                break;
            }
            digest.update(buffer, 0, length);
            int place = blocks.size();
            int bytes = length;
            blocks.add(upload.threads().begin(() -> send(place, buffer, bytes, there, counted)));
            size += length;
        }
        return size;
    }

    private String send(int place, byte[] buffer, int length, Set<String> there, TransferProgress counted)
            throws IOException {
        try {
            if (failed) {
                return ""; // another block could not be sent: the caller hears of that one
            }
            byte[] md5 = BlobUpload.md5(buffer, length);
            String id = Base64.getEncoder()
                    .encodeToString(
                            String.format("%08d%s", place, HexFormat.of().formatHex(md5))
                                    .getBytes(StandardCharsets.US_ASCII));
            if (!there.contains(id)) {
                upload.calls()
                        .call(BlobCall.of(HttpMethod.PUT, blob, "comp=block&blockid=" + BlobNames.inUrl(id))
                                .with("Content-Type", "application/octet-stream")
                                .with("Content-MD5", Base64.getEncoder().encodeToString(md5))
                                .sending(buffer, length));
            }
            counted.moved(length);
            return id;
        } catch (IOException | RuntimeException e) {
            failed = true;
            throw e;
        } finally {
            upload.buffers().giveBack(buffer);
        }
    }

    private List<String> await() throws IOException {
        List<String> ids = new ArrayList<>(blocks.size());
        for (Future<String> block : blocks) {
            ids.add(BlobThreads.await(block));
        }
        return ids;
    }

    private boolean commit(List<String> ids, String sha256) throws IOException {
        StringBuilder list = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        ids.forEach(id -> list.append("<Latest>").append(id).append("</Latest>"));
        byte[] body = list.append("</BlockList>").toString().getBytes(StandardCharsets.UTF_8);
        return BlobUpload.written(
                upload.calls(),
                BlobCall.of(HttpMethod.PUT, blob, "comp=blocklist")
                        .with("If-None-Match", "*")
                        .with("Content-Type", "application/xml")
                        .with("Content-MD5", BlobUpload.checksum(body, body.length))
                        .with("x-ms-blob-content-type", "application/octet-stream")
                        .with(BlobContent.METADATA.getCaseInsensitiveName(), sha256)
                        .sending(body, body.length));
    }

    /** Returns when no thread works on this file any more; after a failure the rest ends at once. */
    private void settle() {
        failed = true;
        for (Future<String> block : blocks) {
            BlobThreads.settle(block);
        }
    }
}

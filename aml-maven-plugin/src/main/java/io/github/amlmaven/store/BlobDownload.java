package io.github.amlmaven.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Brings blobs into files: ranges side by side, hashed in their order, in the memory of a few blocks. */
record BlobDownload(BlobReader reader, BlobBuffers buffers, BlobThreads threads) {
    /** Brings a blob into a new file, and checks it. */
    void fetch(String blob, StoredFile object, Path file, TransferProgress progress) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            for (int i = 1; ; i++) {
                CountedProgress counted = new CountedProgress(progress);
                try {
                    if (object.size() <= BlobBuffers.LITTLE) {
                        whole(blob, object, channel, counted);
                    } else {
                        ranges(blob, object, channel, counted);
                    }
                    channel.force(true);
                    return;
                } catch (DamagedObjectException e) {
                    counted.takeBack();
                    if (i == BlobReader.TRIES) {
                        throw e;
                    }
                    channel.truncate(0);
                } catch (IOException e) {
                    counted.takeBack();
                    throw e;
                }
            }
        }
    }

    private void whole(String blob, StoredFile object, FileChannel channel, TransferProgress progress)
            throws IOException {
        CheckedContent content = new CheckedContent(object);
        Range range = new Range(0, new byte[(int) Math.max(1, object.size())]);
        content.update(
                range.buffer, read(blob, object, range, "", channel, progress).bytes());
        content.finish();
    }

    private void ranges(String blob, StoredFile object, FileChannel channel, TransferProgress progress)
            throws IOException {
        CheckedContent content = new CheckedContent(object);
        Deque<Range> begun = new ArrayDeque<>();
        String etag = "";
        try {
            for (long at = 0; at < object.size() || at == 0; at += BlobBuffers.BLOCK) {
                Optional<byte[]> buffer = buffers.tryTake();
                while (buffer.isEmpty() && !begun.isEmpty()) {
                    finish(begun.removeFirst(), content);
                    buffer = buffers.tryTake();
                }
                Range range = new Range(at, buffer.isEmpty() ? buffers.take() : buffer.get());
                String wanted = etag;
                range.work = threads.begin(() -> read(blob, object, range, wanted, channel, progress));
                begun.add(range);
                if (at == 0) {
                    // The first piece tells which version the others have to be of.
                    etag = BlobThreads.await(range.work).content().etag();
                }
            }
            while (!begun.isEmpty()) {
                finish(begun.removeFirst(), content);
            }
            content.finish();
        } finally {
            for (Range range : begun) {
                giveBack(range);
            }
        }
    }

    /** A piece under way, or read and waiting to be hashed in its turn. */
    private static final class Range {
        private final long start;
        private final byte[] buffer;
        private @Nullable Future<BlobReader.Piece> work;

        Range(long start, byte[] buffer) {
            this.start = start;
            this.buffer = buffer;
        }
    }

    private BlobReader.Piece read(
            String blob, StoredFile object, Range range, String etag, FileChannel channel, TransferProgress progress)
            throws IOException {
        int length = (int) Math.max(1, Math.min(BlobBuffers.BLOCK, object.size() - range.start));
        BlobReader.Piece piece = reader.piece(blob, range.start, length, etag, range.buffer)
                .orElseThrow(() -> new DamagedObjectException(
                        object.name(), etag.isEmpty() ? "it is gone" : "it has changed while it was read"));
        if (piece.content().size() != object.size()) {
            throw new DamagedObjectException(
                    object.name(), piece.content().size() + " bytes instead of " + object.size());
        }
        ByteBuffer bytes = ByteBuffer.wrap(range.buffer, 0, piece.bytes());
        long at = range.start;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        progress.moved(piece.bytes());
        return piece;
    }

    private void finish(Range range, CheckedContent content) throws IOException {
        try {
            Future<BlobReader.Piece> work = range.work;
            if (work != null) {
                content.update(range.buffer, BlobThreads.await(work).bytes());
            }
        } finally {
            giveBack(range);
        }
    }

    /** Only once nobody writes into it any more. */
    private void giveBack(Range range) {
        Future<BlobReader.Piece> work = range.work;
        // Not waited for to its end, it may still write: one buffer fewer from now on.
        if (work == null || BlobThreads.settle(work)) {
            buffers.giveBack(range.buffer);
        }
    }
}

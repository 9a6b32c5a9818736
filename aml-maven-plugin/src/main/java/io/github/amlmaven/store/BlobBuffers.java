package io.github.amlmaven.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** The memory of all transfers of a store: so many buffers of one block, used again and again. */
final class BlobBuffers {
    /** A block: what is sent and fetched in one piece, 4 MiB. */
    static final int BLOCK = 4 * 1024 * 1024;

    /** What needs no buffer of these: so little that one for each call is nothing, 256 KiB. */
    static final int LITTLE = 256 * 1024;

    private final Semaphore free;
    private final ConcurrentLinkedQueue<byte[]> idle = new ConcurrentLinkedQueue<>();

    BlobBuffers(int most) {
        this.free = new Semaphore(most);
    }

    /** Waits for a buffer; only for those who hold none. */
    byte[] take() throws IOException {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while memory was waited for");
        }
        return buffer();
    }

    /** A buffer if one is free. */
    Optional<byte[]> tryTake() {
        return free.tryAcquire() ? Optional.of(buffer()) : Optional.empty();
    }

    void giveBack(byte[] buffer) {
        idle.add(buffer);
        free.release();
    }

    private byte[] buffer() {
        byte[] buffer = idle.poll();
        return buffer == null ? new byte[BLOCK] : buffer;
    }
}

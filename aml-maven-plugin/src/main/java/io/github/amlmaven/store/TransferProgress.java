package io.github.amlmaven.store;

/** Hears how the bytes of a transfer go, from several threads at once. */
@FunctionalInterface
public interface TransferProgress {
    /** For those who do not care. */
    TransferProgress NONE = bytes -> {};

    /**
     * So many bytes more are where they are to be; a negative number takes back what has to be brought again.
     *
     * <p>Once an object is complete the numbers told for it add up to its size, also when none of it had to be brought.
     */
    void moved(long bytes);
}

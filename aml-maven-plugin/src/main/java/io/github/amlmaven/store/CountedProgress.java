package io.github.amlmaven.store;

import java.util.concurrent.atomic.AtomicLong;

/** Knows what it has told, so that it can be taken back when all has to be done again. */
final class CountedProgress implements TransferProgress {
    private final TransferProgress heard;
    private final AtomicLong told = new AtomicLong();

    CountedProgress(TransferProgress heard) {
        this.heard = heard;
    }

    @Override
    public void moved(long bytes) {
        told.addAndGet(bytes);
        heard.moved(bytes);
    }

    void takeBack() {
        heard.moved(-told.getAndSet(0));
    }

    /** Tells of whatever is left to be told of an object that is complete. */
    void complete(long size) {
        moved(size - told.get());
    }
}

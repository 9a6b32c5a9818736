package io.github.amlmaven.compute;

/** Carries the wish to stop a job from whoever has it (Ctrl-C) to the target that runs it; it cannot be taken back. */
public final class Cancellation {
    private volatile boolean requested;
    private volatile boolean atOnce;
    private Runnable before = () -> {};

    /**
     * Has something done before anybody hears of the first request; at once when it has been made.
     *
     * @param action quick, and never failing
     */
    public synchronized void beforeFirst(Runnable action) {
        if (requested) {
            action.run();
        } else {
            before = action;
        }
    }

    /** Asks for the end; asked again, for the end without the grace period. */
    public synchronized void request() {
        try {
            if (!requested) {
                before.run();
            }
        } finally {
            atOnce = requested;
            requested = true;
        }
    }

    public boolean requested() {
        return requested;
    }

    /** Whether there is no patience left for the grace period. */
    public boolean atOnce() {
        return atOnce;
    }

    /**
     * Takes the interruption of the calling thread, how an IDE or the Maven daemon says Ctrl-C, for a request. The flag is
     * cleared, since it would break the collecting that follows.
     */
    void takeInterruption() {
        if (Thread.interrupted()) {
            request();
        }
    }
}

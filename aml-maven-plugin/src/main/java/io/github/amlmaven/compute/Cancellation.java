package io.github.amlmaven.compute;

import java.util.ArrayList;
import java.util.List;

/** Carries the wish to stop a job from whoever has it (Ctrl-C) to the target that runs it; it cannot be taken back. */
public final class Cancellation {
    private volatile boolean requested;
    private volatile boolean atOnce;
    private Runnable before = () -> {};
    private final List<Cancellation> parts = new ArrayList<>();

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
            parts.forEach(part -> part.request(atOnce));
        }
    }

    /** Of a part of this job, which can be stopped alone, and ends with the whole. */
    public synchronized Cancellation part() {
        Cancellation part = new Cancellation();
        if (requested) {
            part.request(atOnce);
        }
        parts.add(part);
        return part;
    }

    /** A part that has been stopped alone keeps its grace period when the whole is stopped. */
    private synchronized void request(boolean now) {
        if (!requested) {
            request();
        }
        atOnce |= now;
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

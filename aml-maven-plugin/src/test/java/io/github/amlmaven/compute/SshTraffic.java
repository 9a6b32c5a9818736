package io.github.amlmaven.compute;

import org.jspecify.annotations.Nullable;

/** What goes through a {@link SshWire} in one direction, and what happens once so many bytes have. */
public final class SshTraffic {
    private long bytes;
    private long limit = Long.MAX_VALUE;
    private @Nullable Runnable then;

    /** How many bytes have gone through so far. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Once exactly so many more bytes have gone through, something happens, such as {@code wire::cut}, before any other does. */
    public synchronized void after(long more, Runnable then) {
        this.limit = bytes + more;
        this.then = then;
    }

    /** How many of these may be sent before something happens. */
    synchronized int allowed(int wanted) {
        return (int) Math.min(wanted, limit - bytes);
    }

    /** Counts what was sent, and lets happen what was to. */
    void passed(int sent) {
        Runnable due = count(sent);
        if (due != null) {
            due.run();
        }
    }

    private synchronized @Nullable Runnable count(int sent) {
        bytes += sent;
        if (bytes < limit) {
            return null;
        }
        Runnable due = then;
        limit = Long.MAX_VALUE;
        then = null;
        return due;
    }
}

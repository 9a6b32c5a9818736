package io.github.amlmaven.run;

import java.time.Duration;

/** A moment until which something may take; by the clock that only goes forward. */
record Deadline(long nanos) {
    private static final long NEVER = Long.MAX_VALUE;

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    static Deadline never() {
        return new Deadline(NEVER);
    }

    boolean passed() {
        return nanos != NEVER && nanos - System.nanoTime() <= 0;
    }

    /** What is left until then, at most so much; never negative. */
    Duration left(Duration most) {
        if (nanos == NEVER) {
            return most;
        }
        Duration left = Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
        return left.compareTo(most) < 0 ? left : most;
    }
}

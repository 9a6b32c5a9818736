package io.github.amlmaven.history;

import io.github.amlmaven.RunId;
import java.time.Duration;

/**
 * A run that is deleted, and what is to become of what it kept.
 *
 * @param bytes of its artifacts
 * @param age how long ago it was deleted, by the clock of the store; zero where it is not known any more
 */
public record DeletedRun(RunId run, int number, long bytes, Duration age, Fate fate) {
    /** What is to become of it. */
    public enum Fate {
        /** It goes. */
        GOES,
        /** It goes: it was about to go when a removal was interrupted. */
        UNFINISHED,
        /** It stays until it has been deleted for long enough. */
        YOUNG,
        /** It stays, because assets are artifacts of it. */
        PROMOTED,
        /** It stays: somebody has just brought it back. */
        BROUGHT_BACK
    }

    /** Whether it goes. */
    public boolean goes() {
        return fate == Fate.GOES || fate == Fate.UNFINISHED;
    }

    DeletedRun as(Fate other) {
        return new DeletedRun(run, number, bytes, age, other);
    }
}

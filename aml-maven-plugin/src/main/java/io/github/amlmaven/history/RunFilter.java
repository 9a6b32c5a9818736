package io.github.amlmaven.history;

import org.jspecify.annotations.Nullable;

/**
 * Which runs to list.
 *
 * @param status only runs in this state; null: in any
 * @param limit at most so many, the newest; 0: all
 */
public record RunFilter(@Nullable RunStatus status, int limit) {
    /** Every run. */
    public static final RunFilter ALL = new RunFilter(null, 0);

    public RunFilter {
        if (limit < 0) {
            throw new IllegalArgumentException("limit " + limit);
        }
    }

    /** The newest runs in any state. */
    public static RunFilter newest(int limit) {
        return new RunFilter(null, limit);
    }
}

package io.github.amlmaven.history;

import org.jspecify.annotations.Nullable;

/**
 * Which runs to list.
 *
 * @param status only runs in this state; null: in any
 * @param limit at most so many, the newest; 0: all
 * @param label only runs that have it; null: whatever they have
 * @param deleted also runs that are deleted
 */
public record RunFilter(
        @Nullable RunStatus status, int limit, @Nullable String label, boolean deleted) {
    /** Every run, also the deleted ones. */
    public static final RunFilter ALL = new RunFilter(null, 0, null, true);

    /** Whatever their label, without the deleted ones. */
    public RunFilter(@Nullable RunStatus status, int limit) {
        this(status, limit, null, false);
    }

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

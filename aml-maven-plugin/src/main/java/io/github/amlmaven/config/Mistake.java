package io.github.amlmaven.config;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, and what to do about it.
 *
 * @param place null when it is not in a file but on the command line
 */
record Mistake(@Nullable Place place, String what, String remedy) implements Comparable<Mistake> {
    /** Place and problem on one line. */
    String problem() {
        return place == null ? what : place + ": " + what;
    }

    /** In the order of reading; what is on the command line comes last. */
    @Override
    public int compareTo(Mistake other) {
        if (place == null || other.place == null) {
            return Boolean.compare(place == null, other.place == null);
        }
        int order = place.file().compareTo(other.place.file());
        order = order == 0 ? Integer.compare(place.line(), other.place.line()) : order;
        return order == 0 ? Integer.compare(place.column(), other.place.column()) : order;
    }
}

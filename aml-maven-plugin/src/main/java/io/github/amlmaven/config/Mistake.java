package io.github.amlmaven.config;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, and what to do about it.
 *
 * @param place null when it is not in a file but on the command line
 */
record Mistake(@Nullable Place place, String what, String remedy) {
    /** Place and problem on one line. */
    String problem() {
        return place == null ? what : place + ": " + what;
    }
}

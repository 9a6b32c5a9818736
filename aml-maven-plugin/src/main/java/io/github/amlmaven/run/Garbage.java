package io.github.amlmaven.run;

import io.github.amlmaven.compute.Leftover;
import io.github.amlmaven.compute.Leftovers;

/**
 * Something that runs have left behind, and what is to become of it.
 *
 * @param place where it is
 * @param why what decided it, in words
 * @param remedy what to do where it stays and should not; empty where nothing is to be done
 */
public record Garbage(Leftovers place, Leftover thing, Fate fate, String why, String remedy) {
    /** What is to become of it. */
    public enum Fate {
        /** Nothing needs it any more. */
        GOES,
        /** It stays, and the user should know why. */
        STAYS,
        /** It stays, since it is not old enough. */
        YOUNG,
        /** It is left alone: it belongs to runs that this history does not know. */
        FOREIGN,
        /** Somebody else has removed it meanwhile. */
        GONE
    }

    /** What it is, in one word: {@code folder}, {@code container}, {@code image}. */
    public String kind() {
        return thing.kind();
    }

    /** What people know it by. */
    public String name() {
        return thing.name();
    }

    /** What its removal frees. */
    public long bytes() {
        return thing.bytes();
    }
}

package io.github.amlmaven.history;

/**
 * One thing that a verification found wrong.
 *
 * @param run the number of the (first) run it belongs to; 0 for none
 * @param path what the user knows it by: an artifact's path, a project file's path, or the object's name
 * @param object the name of the object in the store
 * @param kind what is the matter
 * @param what the same in words, such as {@code 5 bytes with SHA-256 ... instead of 6 with ...}
 */
public record Finding(int run, String path, String object, Kind kind, String what) {
    /** What can be the matter with an object. */
    public enum Kind {
        /** It is listed and not there. */
        MISSING,
        /** It is not what was written. */
        DAMAGED,
        /** The system does not let us read it. */
        UNREADABLE
    }
}

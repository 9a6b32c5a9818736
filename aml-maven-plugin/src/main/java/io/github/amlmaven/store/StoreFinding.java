package io.github.amlmaven.store;

/**
 * Something that a look at a store has found.
 *
 * @param level how bad it is
 * @param finding what was found, in words
 * @param remedy what to do about it; empty where all is well
 */
public record StoreFinding(Level level, String finding, String remedy) {
    /** How bad a finding is. */
    public enum Level {
        OK,
        WARN,
        FAIL
    }

    static StoreFinding ok(String finding) {
        return new StoreFinding(Level.OK, finding, "");
    }

    static StoreFinding warn(String finding, String remedy) {
        return new StoreFinding(Level.WARN, finding, remedy);
    }
}

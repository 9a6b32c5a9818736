package io.github.amlmaven.run;

/**
 * One thing that was looked at, and how it was found.
 *
 * @param subject in one word or two
 * @param finding what was found, with the value
 * @param remedy what to do about it; empty where nothing is to be done
 */
public record Check(Level level, String subject, String finding, String remedy) {
    /** How well it was found. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Runs work, but something is worth a look. */
        WARN,
        /** Runs will fail, or have been damaged. */
        FAIL
    }
}

package io.github.amlmaven.run;

/** Why a rule cannot be read, and where. */
final class RuleMistake extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param at from 1 */
    RuleMistake(String words, int at) {
        super(words + ", at position " + at);
    }
}

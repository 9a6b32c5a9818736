package io.github.amlmaven.run;

/** Why a part of a sweep's definition cannot be read. */
final class SweepMistake extends Exception {
    private static final long serialVersionUID = 1L;

    SweepMistake(String words) {
        super(words);
    }
}

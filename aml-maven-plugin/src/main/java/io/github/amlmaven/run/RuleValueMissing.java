package io.github.amlmaven.run;

/** Why a run has no value for a rule, in words. */
final class RuleValueMissing extends Exception {
    private static final long serialVersionUID = 1L;

    RuleValueMissing(String words) {
        super(words);
    }

    String words() {
        return String.valueOf(getMessage());
    }
}

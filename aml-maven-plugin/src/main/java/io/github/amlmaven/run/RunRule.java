package io.github.amlmaven.run;

/** What is expected of a run. */
sealed interface RunRule {
    /** As it was typed. */
    String text();

    /**
     * A value of the run against a bound.
     *
     * @param value the side that says something of the run
     * @param bound the other side, which may mean an earlier run
     * @param reference what is taken of that run
     */
    record Comparison(String text, RuleTerm value, Sign sign, RuleTerm bound, RuleTerm reference) implements RunRule {}

    /**
     * An artifact or metric that is to be there, or not.
     *
     * @param name a path, a pattern of paths, or the name of a metric
     */
    record Existence(String text, String name, boolean wanted) implements RunRule {}

    /** How value and bound are compared. */
    enum Sign {
        AT_LEAST(">="),
        AT_MOST("<="),
        ABOVE(">"),
        BELOW("<"),
        EQUAL("=="),
        DIFFERENT("!=");

        private final String symbol;

        Sign(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }

        boolean isEquality() {
            return this == EQUAL || this == DIFFERENT;
        }

        /** Whether more is better. */
        boolean isUpwards() {
            return this == AT_LEAST || this == ABOVE;
        }

        /** The same with the sides exchanged. */
        Sign turned() {
            return switch (this) {
                case AT_LEAST -> AT_MOST;
                case AT_MOST -> AT_LEAST;
                case ABOVE -> BELOW;
                case BELOW -> ABOVE;
                case EQUAL, DIFFERENT -> this;
            };
        }

        /** @param order of value and bound, as a comparison gives it */
        boolean holds(int order) {
            return switch (this) {
                case AT_LEAST -> order >= 0;
                case AT_MOST -> order <= 0;
                case ABOVE -> order > 0;
                case BELOW -> order < 0;
                case EQUAL -> order == 0;
                case DIFFERENT -> order != 0;
            };
        }
    }
}

package io.github.amlmaven.run;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;

/** A part of a rule that has a value: a number or a text. */
sealed interface RuleTerm {
    /** A number of the rule itself. */
    record Constant(BigDecimal value) implements RuleTerm {}

    /** A part of a hundred; after a plus or minus, of what stands before it. */
    record Percent(BigDecimal value) implements RuleTerm {}

    /** A text of the rule itself. */
    record Text(String value) implements RuleTerm {}

    /**
     * What the script logged under a name.
     *
     * @param of what of a series is meant; {@link Of#VALUE} needs a single value
     */
    record Metric(String name, Of of) implements RuleTerm {}

    /** What becomes of the values of a metric. */
    enum Of {
        VALUE,
        LAST,
        FIRST,
        MIN,
        MAX,
        MEAN,
        SUM,
        LEN
    }

    /** What the history knows of the run itself. */
    enum Property implements RuleTerm {
        DURATION,
        STATUS,
        EXIT_CODE
    }

    /** The bytes of an artifact, or of all that match a pattern. */
    record Size(String path) implements RuleTerm {}

    /** The value of an earlier run for what stands on the other side. */
    record Baseline(Which which, String label) implements RuleTerm {
        /** Which earlier run. */
        enum Which {
            LAST,
            BEST,
            LABEL
        }
    }

    /** Two values and one of {@code + - * /}. */
    record Operation(char operator, RuleTerm left, RuleTerm right) implements RuleTerm {}

    /** The value without its sign. */
    record Absolute(RuleTerm of) implements RuleTerm {}

    /** The terms of that kind in it. */
    default Set<RuleTerm> parts(Class<? extends RuleTerm> kind) {
        Set<RuleTerm> parts = new LinkedHashSet<>();
        if (kind.isInstance(this)) {
            parts.add(this);
        }
        if (this instanceof Operation operation) {
            parts.addAll(operation.left().parts(kind));
            parts.addAll(operation.right().parts(kind));
        } else if (this instanceof Absolute absolute) {
            parts.addAll(absolute.of().parts(kind));
        }
        return parts;
    }

    /** Whether there is one of that kind in it. */
    default boolean has(Class<? extends RuleTerm> kind) {
        return !parts(kind).isEmpty();
    }

    /** Whether its value is one of a run. */
    default boolean isOfRun() {
        return has(Metric.class) || has(Property.class) || has(Size.class);
    }

    /** What its numbers count, with a blank before it; empty for plain numbers. */
    default String unit() {
        if (this instanceof Operation operation) {
            return operation.left().unit().isEmpty()
                    ? operation.right().unit()
                    : operation.left().unit();
        }
        if (this instanceof Absolute absolute) {
            return absolute.of().unit();
        }
        return this == Property.DURATION ? " s" : this instanceof Size ? " bytes" : "";
    }
}

package io.github.amlmaven.run;

import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds a run against rules, and says in words what came of it. */
record RuleCheck(RunRecord run, RuleBaselines baselines) {
    private static final MathContext SHOWN = new MathContext(10);
    private static final int LONGEST_PLAIN = 20;

    RuleOutcome of(RunRule rule) throws IOException {
        long begin = System.nanoTime();
        Answer answer;
        try {
            answer = rule instanceof RunRule.Comparison comparison
                    ? compare(comparison)
                    : exists((RunRule.Existence) rule);
        } catch (RuleValueMissing e) {
            answer = new Answer(RuleOutcome.Verdict.FAILED, e.words(), null);
        }
        Duration time = Duration.ofNanos(System.nanoTime() - begin);
        return new RuleOutcome(rule.text(), answer.verdict(), answer.words(), answer.comparedWith(), time);
    }

    private record Answer(
            RuleOutcome.Verdict verdict,
            String words,
            @Nullable RunRecord comparedWith) {}

    private Answer exists(RunRule.Existence rule) {
        String whyNot = new RuleValues(run, null).whyNot(rule.name());
        boolean there = whyNot.isEmpty();
        String words = there ? rule.name() + " is there" : whyNot;
        return new Answer(verdict(there == rule.wanted()), words, null);
    }

    private Answer compare(RunRule.Comparison rule) throws IOException, RuleValueMissing {
        // First, so that a run without the value is told of whether there is another to compare with or not.
        Object own = new RuleValues(run, null).value(rule.reference());
        if (!(own instanceof BigDecimal) && !rule.sign().isEquality()) {
            throw noOrder(own);
        }
        RuleBaselines.Found found = null;
        Set<RuleTerm> wanted = new LinkedHashSet<>(rule.value().parts(RuleTerm.Baseline.class));
        wanted.addAll(rule.bound().parts(RuleTerm.Baseline.class));
        for (RuleTerm baseline : wanted) {
            Optional<RuleBaselines.Found> answer = baselines.find(
                    (RuleTerm.Baseline) baseline, rule.reference(), rule.sign().isUpwards());
            if (answer.isEmpty()) {
                return new Answer(
                        RuleOutcome.Verdict.NO_BASELINE,
                        "no earlier completed run of " + run.script() + " to compare with",
                        null);
            }
            found = answer.get();
        }
        RuleValues values = new RuleValues(run, found == null ? null : found.value());
        return answer(rule, values.value(rule.value()), values.value(rule.bound()), found);
    }

    private static RuleValueMissing noOrder(Object value) {
        return new RuleValueMissing("'" + value + "' is no number, and has no order");
    }

    private static Answer answer(
            RunRule.Comparison rule, Object value, Object bound, RuleBaselines.@Nullable Found found)
            throws RuleValueMissing {
        String unit = rule.value().unit();
        boolean holds;
        if (value instanceof BigDecimal left && bound instanceof BigDecimal right) {
            holds = rule.sign().holds(left.compareTo(right));
        } else if (rule.sign().isEquality()) {
            holds = rule.sign().holds(value.toString().equals(bound.toString()) ? 0 : 1);
        } else {
            throw noOrder(value instanceof BigDecimal ? bound : value);
        }
        String shown = shown(value, bound) + unit + (holds ? " is " : " is not ")
                + rule.sign().symbol() + " " + shown(bound, value) + unit;
        if (found != null) {
            shown += " (compared with run " + found.run().number() + ": " + shown(found.value(), value) + unit + ")";
        }
        return new Answer(verdict(holds), shown, found == null ? null : found.run());
    }

    private static RuleOutcome.Verdict verdict(boolean holds) {
        return holds ? RuleOutcome.Verdict.PASSED : RuleOutcome.Verdict.FAILED;
    }

    /** With ten digits, unless it would look the same as the other, which it is not. */
    private static String shown(Object value, Object other) {
        if (!(value instanceof BigDecimal number)) {
            return String.valueOf(value);
        }
        BigDecimal rounded = number.round(SHOWN);
        boolean blurred = other instanceof BigDecimal bound
                && number.compareTo(bound) != 0
                && rounded.compareTo(bound.round(SHOWN)) == 0;
        BigDecimal shown = (blurred ? number : rounded).stripTrailingZeros();
        boolean plain = Math.abs((long) shown.scale()) < LONGEST_PLAIN
                && shown.precision() - (long) shown.scale() < LONGEST_PLAIN;
        return plain ? shown.toPlainString() : shown.toString();
    }
}

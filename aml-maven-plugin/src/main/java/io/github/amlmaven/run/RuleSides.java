package io.github.amlmaven.run;

import java.util.LinkedHashSet;
import java.util.Set;

/** Sees which side of a comparison is the value and which the bound, and refuses those that have no sense. */
final class RuleSides {
    private final int at;

    private RuleSides(int at) {
        this.at = at;
    }

    /** @param at where the comparison is */
    static RunRule check(String text, RuleTerm left, RunRule.Sign sign, RuleTerm right, int at) throws RuleMistake {
        return new RuleSides(at).check(text, left, sign, right);
    }

    private RunRule check(String text, RuleTerm left, RunRule.Sign sign, RuleTerm right) throws RuleMistake {
        boolean turned = !left.isOfRun() || (left.has(RuleTerm.Baseline.class) && right.isOfRun());
        RuleTerm value = turned ? right : left;
        RuleTerm bound = turned ? left : right;
        if (!value.isOfRun()) {
            throw mistake("the rule says nothing of the run: there is no metric, duration or size in it");
        }
        boolean words =
                value == RuleTerm.Property.STATUS || value instanceof RuleTerm.Text || bound instanceof RuleTerm.Text;
        if (words && !sign.isEquality()) {
            throw mistake("words have no order; compare them with == or !=");
        }
        checkCalculation(value);
        checkCalculation(bound);
        Set<RuleTerm> baselines = new LinkedHashSet<>(value.parts(RuleTerm.Baseline.class));
        RuleTerm reference = baselines.isEmpty() ? value : only(value, bound);
        baselines.addAll(bound.parts(RuleTerm.Baseline.class));
        if (baselines.size() > 1) {
            throw mistake("one rule compares with one earlier run; write two rules");
        }
        if ((sign.isEquality() || reference != value) && baselines.stream().anyMatch(RuleSides::isBest)) {
            throw mistake(
                    "best needs a direction, as in Accuracy >= best for the highest or Loss <= best for the lowest");
        }
        return new RunRule.Comparison(text, value, turned ? sign.turned() : sign, bound, reference);
    }

    /** In {@code abs(Loss - last) < 0.01} there is one thing that {@code last} can be of. */
    private RuleTerm only(RuleTerm value, RuleTerm bound) throws RuleMistake {
        Set<RuleTerm> ofRun = new LinkedHashSet<>(value.parts(RuleTerm.Metric.class));
        ofRun.addAll(value.parts(RuleTerm.Property.class));
        ofRun.addAll(value.parts(RuleTerm.Size.class));
        if (ofRun.size() > 1 || bound.isOfRun() || bound.has(RuleTerm.Baseline.class)) {
            throw mistake(
                    "it is not clear of which value last, best or label:<label> is; write them alone on one side");
        }
        return ofRun.iterator().next();
    }

    private static boolean isBest(RuleTerm term) {
        return term instanceof RuleTerm.Baseline baseline && baseline.which() == RuleTerm.Baseline.Which.BEST;
    }

    private void checkCalculation(RuleTerm term) throws RuleMistake {
        boolean calculates = term instanceof RuleTerm.Operation || term instanceof RuleTerm.Absolute;
        if (calculates
                && (term.has(RuleTerm.Text.class)
                        || term.parts(RuleTerm.Property.class).contains(RuleTerm.Property.STATUS))) {
            throw mistake("nothing can be calculated with words");
        }
    }

    private RuleMistake mistake(String words) {
        return new RuleMistake(words, at);
    }
}

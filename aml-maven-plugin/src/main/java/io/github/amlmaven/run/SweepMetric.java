package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.RunRecord;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the runs of a sweep are ranked by.
 *
 * @param text the name of a metric, of whose values the last counts, or {@code min(loss)} and the like; empty for nothing
 * @param up whether more is better
 */
public record SweepMetric(String text, boolean up) {
    /** @throws AmlException for a function that there is not */
    public SweepMetric {
        if (isCall(text)) {
            term(text);
        }
    }

    private static boolean isCall(String text) {
        return text.matches("\\w+\\(.*\\)");
    }

    private static RuleTerm term(String text) {
        try {
            RuleTerm term = RuleParser.term(text);
            if (term.isOfRun() && !term.has(RuleTerm.Baseline.class)) {
                return term;
            }
            throw new RuleMistake("it is not a value of one run", 1);
        } catch (RuleMistake e) {
            throw new AmlException(
                    "'" + text + "' is no metric to rank by: " + e.getMessage(),
                    "name a metric, or its smallest or mean value: -Daml.metric=Accuracy, -Daml.metric=\"min(loss)\"");
        }
    }

    /** The value of a run; null when it has none. */
    public @Nullable BigDecimal value(RunRecord run) {
        Map<String, Object> metrics = run.metrics();
        RuleTerm term =
                isCall(text) && !metrics.containsKey(text) ? term(text) : new RuleTerm.Metric(text, RuleTerm.Of.LAST);
        try {
            return new RuleValues(run, null).value(term) instanceof BigDecimal number ? number : null;
        } catch (RuleValueMissing e) {
            return null; // which puts the run last
        }
    }

    /** The best first, those without a value last, else in the given order. */
    int compare(RunRecord one, RunRecord other) {
        BigDecimal first = value(one);
        BigDecimal second = value(other);
        if (first == null || second == null) {
            return Boolean.compare(first == null, second == null);
        }
        return up ? second.compareTo(first) : first.compareTo(second);
    }

    /** Why none of the runs has it. */
    String missing(List<RunRecord> runs) {
        for (RunRecord run : runs) {
            try {
                new RuleValues(run, null)
                        .value(isCall(text) ? term(text) : new RuleTerm.Metric(text, RuleTerm.Of.LAST));
            } catch (RuleValueMissing e) {
                return e.words();
            }
        }
        return "no run completed";
    }
}

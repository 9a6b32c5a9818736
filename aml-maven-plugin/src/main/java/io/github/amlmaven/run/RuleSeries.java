package io.github.amlmaven.run;

import io.github.amlmaven.history.RunRecord;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One number out of the values of a metric. */
final class RuleSeries {
    private RuleSeries() {}

    static Object of(RuleTerm.Metric metric, List<?> series, RunRecord run) throws RuleValueMissing {
        if (metric.of() == RuleTerm.Of.LEN) {
            return BigDecimal.valueOf(series.size());
        }
        if (series.isEmpty()) {
            throw new RuleValueMissing("'" + metric.name() + "' of run " + run.number() + " has no values");
        }
        return switch (metric.of()) {
            case FIRST -> plain(series.get(0));
            case LAST -> plain(series.get(series.size() - 1));
            case MIN -> Collections.min(numbers(metric, series, run));
            case MAX -> Collections.max(numbers(metric, series, run));
            case SUM -> sum(numbers(metric, series, run));
            default ->
                sum(numbers(metric, series, run)).divide(BigDecimal.valueOf(series.size()), MathContext.DECIMAL128);
        };
    }

    private static Object plain(Object value) {
        return RuleValues.plain(value);
    }

    private static BigDecimal sum(List<BigDecimal> numbers) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal number : numbers) {
            sum = sum.add(number, MathContext.DECIMAL128);
        }
        return sum;
    }

    private static List<BigDecimal> numbers(RuleTerm.Metric metric, List<?> series, RunRecord run)
            throws RuleValueMissing {
        List<BigDecimal> numbers = new ArrayList<>(series.size());
        for (Object value : series) {
            if (!(plain(value) instanceof BigDecimal number)) {
                throw new RuleValueMissing("value " + (numbers.size() + 1) + " of '" + metric.name() + "' of run "
                        + run.number() + " is " + value + ", which is no number");
            }
            numbers.add(number);
        }
        return numbers;
    }
}

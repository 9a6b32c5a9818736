package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.config.Spelling;
import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.RunRecord;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the terms of rules come to for one run, calculated with decimal digits as people do, so that 0.3 + 0.01 is 0.31.
 *
 * @param baseline the values of the earlier run for {@code last}, {@code best} and {@code label:}; null when there is none
 */
record RuleValues(RunRecord run, @Nullable Object baseline) {
    private static final MathContext PRECISION = MathContext.DECIMAL128;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int LISTED = 20;

    /** A {@link BigDecimal} or a text. */
    Object value(RuleTerm term) throws RuleValueMissing {
        if (term instanceof RuleTerm.Text text) {
            return text.value();
        }
        if (term instanceof RuleTerm.Baseline) {
            if (baseline == null) {
                throw new IllegalStateException("no earlier run");
            }
            return baseline;
        }
        if (term == RuleTerm.Property.STATUS) {
            return run.status().label();
        }
        if (term instanceof RuleTerm.Metric metric) {
            return metric(metric);
        }
        return number(term);
    }

    private BigDecimal number(RuleTerm term) throws RuleValueMissing {
        if (term instanceof RuleTerm.Constant constant) {
            return constant.value();
        }
        if (term instanceof RuleTerm.Percent percent) {
            return percent.value().divide(HUNDRED, PRECISION);
        }
        if (term instanceof RuleTerm.Operation operation) {
            return calculated(operation);
        }
        if (term instanceof RuleTerm.Absolute absolute) {
            return number(absolute.of()).abs();
        }
        if (term instanceof RuleTerm.Size size) {
            return size(size.path());
        }
        if (term == RuleTerm.Property.DURATION) {
            return run.duration()
                    .map(time -> BigDecimal.valueOf(time.toNanos(), 9))
                    .orElseThrow(() -> new RuleValueMissing(
                            "run " + run.number() + " has no duration: its script was" + " never started"));
        }
        if (term == RuleTerm.Property.EXIT_CODE) {
            Integer code = run.exitCode();
            if (code == null) {
                throw new RuleValueMissing("run " + run.number() + " has no exit code");
            }
            return BigDecimal.valueOf(code);
        }
        if (value(term) instanceof BigDecimal number) {
            return number;
        }
        throw new RuleValueMissing("'" + value(term) + "' of run " + run.number() + " is no number");
    }

    private BigDecimal calculated(RuleTerm.Operation operation) throws RuleValueMissing {
        BigDecimal left = number(operation.left());
        BigDecimal right = number(operation.right());
        boolean sum = operation.operator() == '+' || operation.operator() == '-';
        if (sum && operation.right() instanceof RuleTerm.Percent) {
            right = left.abs().multiply(right, PRECISION);
        }
        try {
            return switch (operation.operator()) {
                case '+' -> left.add(right, PRECISION);
                case '-' -> left.subtract(right, PRECISION);
                case '*' -> left.multiply(right, PRECISION);
                default -> left.divide(right, PRECISION);
            };
        } catch (ArithmeticException e) {
            throw new RuleValueMissing(
                    right.signum() == 0 ? "the rule divides by 0" : "the rule comes to a number that is too large");
        }
    }

    private BigDecimal size(String path) throws RuleValueMissing {
        long bytes = 0;
        for (Artifact artifact : artifacts(path)) {
            bytes += artifact.size();
        }
        return BigDecimal.valueOf(bytes);
    }

    /** The artifacts of that path or pattern, at least one. */
    private List<Artifact> artifacts(String path) throws RuleValueMissing {
        try {
            return run.matching(path);
        } catch (AmlException e) {
            List<String> there = new ArrayList<>();
            run.artifacts().forEach(artifact -> there.add(artifact.path().value()));
            throw new RuleValueMissing(e.problem() + known("artifacts", path, there));
        }
    }

    /** Why there is neither a metric nor an artifact of that name; empty when there is one. */
    String whyNot(String name) {
        try {
            return run.metrics().containsKey(name) || !artifacts(name).isEmpty() ? "" : "there is none";
        } catch (RuleValueMissing e) {
            return e.words();
        }
    }

    private Object metric(RuleTerm.Metric metric) throws RuleValueMissing {
        Map<String, Object> metrics = run.metrics();
        Object value = metrics.get(metric.name());
        if (value == null) {
            throw new RuleValueMissing("run " + run.number() + " has no metric '" + metric.name() + "'"
                    + known("metrics", metric.name(), List.copyOf(metrics.keySet())));
        }
        List<?> series = value instanceof List<?> list ? list : List.of(value);
        if (metric.of() == RuleTerm.Of.VALUE) {
            if (value instanceof List<?>) {
                throw new RuleValueMissing("'" + metric.name() + "' of run " + run.number() + " has " + series.size()
                        + " values; say which: last(" + quoted(metric.name()) + "), min(...), max(...), mean(...)");
            }
            return plain(value);
        }
        return RuleSeries.of(metric, series, run);
    }

    static Object plain(Object value) {
        if (value instanceof Double number && !number.isNaN() && !number.isInfinite()) {
            return new BigDecimal(number.toString());
        }
        return value instanceof Number number && !(value instanceof Double)
                ? new BigDecimal(number.toString())
                : String.valueOf(value);
    }

    private static String quoted(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : "'" + name + "'";
    }

    private static String known(String what, String name, List<String> there) {
        if (there.isEmpty()) {
            return "; it has no " + what;
        }
        String near = Spelling.nearest(name, there);
        String some = String.join(", ", there.subList(0, Math.min(LISTED, there.size())));
        return "; it has " + some + (there.size() > LISTED ? ", ..." : "")
                + (near == null ? "" : " (did you mean " + near + "?)");
    }
}

package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the earlier runs that a run is compared with: completed ones of the same script, not deleted, that have the value in
 * question; they are looked for when the first rule asks.
 */
final class RuleBaselines {
    private final RunHistory history;
    private final RunRecord run;
    private @Nullable List<RunRecord> earlier;

    RuleBaselines(RunHistory history, RunRecord run) {
        this.history = history;
        this.run = run;
    }

    /** One of them, and its value. */
    record Found(RunRecord run, Object value) {}

    /**
     * The run that is meant.
     *
     * @param up whether the best is the highest
     * @return empty when there is none
     * @throws RuleValueMissing for a label that no run has, or whose run has no such value
     */
    Optional<Found> find(RuleTerm.Baseline baseline, RuleTerm value, boolean up) throws IOException, RuleValueMissing {
        return switch (baseline.which()) {
            case LABEL -> Optional.of(labelled(baseline.label(), value));
            case LAST -> last(value);
            case BEST -> best(value, up);
        };
    }

    private Found labelled(String label, RuleTerm value) throws IOException, RuleValueMissing {
        RunRecord labelled;
        try {
            labelled = history.find("label:" + label);
        } catch (AmlException e) {
            throw new RuleValueMissing(e.problem() + "; " + e.remedy());
        }
        return new Found(labelled, new RuleValues(labelled, null).value(value));
    }

    private Optional<Found> last(RuleTerm value) throws IOException {
        for (RunRecord each : earlier()) {
            Object known = value(each, value);
            if (known != null) {
                return Optional.of(new Found(each, known));
            }
        }
        return Optional.empty();
    }

    private Optional<Found> best(RuleTerm value, boolean up) throws IOException {
        Found best = null;
        BigDecimal highest = null;
        for (RunRecord each : earlier()) {
            if (value(each, value) instanceof BigDecimal number
                    && (highest == null || (up ? number.compareTo(highest) > 0 : number.compareTo(highest) < 0))) {
                highest = number;
                best = new Found(each, number);
            }
        }
        return Optional.ofNullable(best);
    }

    /** Null for a run that cannot be compared with. */
    private static @Nullable Object value(RunRecord run, RuleTerm term) {
        try {
            Object value = new RuleValues(run, null).value(term);
            return value.equals("NaN") ? null : value;
        } catch (RuleValueMissing e) {
            return null; // as it is for every run from before the metric was thought of
        }
    }

    private List<RunRecord> earlier() throws IOException {
        List<RunRecord> known = earlier;
        if (known == null) {
            known = new ArrayList<>();
            for (RunRecord each :
                    history.list(new RunFilter(RunStatus.COMPLETED, 0)).runs()) {
                if (each.number() < run.number() && each.script().equals(run.script()) && !each.isSweep()) {
                    known.add(each);
                }
            }
            earlier = known;
        }
        return known;
    }
}

package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sweep is to do.
 *
 * @param combinations a run each
 * @param definition how they were chosen, as it was typed: {@code grid}, {@code random}, {@code seed}, {@code csv}
 * @param taken completed runs of an earlier sweep that stand for some of the combinations
 * @param resumed the earlier sweep; empty for none
 * @param metric what the runs are ranked by
 * @param parallel so many at once
 * @param maxFailures no further run is begun after so many that did not complete; 0: all are
 */
public record SweepPlan(
        List<SweepCombination> combinations,
        Map<String, String> definition,
        List<SweepChild> taken,
        String resumed,
        SweepMetric metric,
        int parallel,
        int maxFailures) {
    public SweepPlan {
        combinations = List.copyOf(combinations);
        taken = List.copyOf(taken);
        if (combinations.isEmpty() && taken.isEmpty()) {
            throw new AmlException(
                    "the sweep has no run to make", "say what varies: -Daml.grid=\"--reg=0.01,0.1,1; --depth=2,4\"");
        }
    }

    /** A new sweep. */
    public SweepPlan(
            List<SweepCombination> combinations,
            Map<String, String> definition,
            SweepMetric metric,
            int parallel,
            int maxFailures) {
        this(combinations, definition, List.of(), "", metric, parallel, maxFailures);
    }

    /** What the record of the sweep says of it, under {@code sweep}; {@code fixed} are the arguments of all runs. */
    Map<String, Object> toMap(List<String> fixed) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("definition", definition);
        map.put("arguments", List.copyOf(fixed));
        List<Object> all = new ArrayList<>();
        taken.forEach(child -> all.add(child.combination().toMap()));
        combinations.forEach(combination -> all.add(combination.toMap()));
        map.put("combinations", all);
        map.put("metric", metric.text());
        map.put("goal", metric.up() ? "max" : "min");
        map.put("parallel", (long) parallel);
        map.put("max_failures", (long) maxFailures);
        if (!resumed.isEmpty()) {
            map.put("resumed", resumed);
        }
        return map;
    }
}

package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.run.SweepCombination;
import io.github.amlmaven.run.SweepFile;
import io.github.amlmaven.run.SweepGrid;
import io.github.amlmaven.run.SweepMetric;
import io.github.amlmaven.run.SweepPlan;
import io.github.amlmaven.run.SweepResume;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Turns what the user says of a sweep into the runs to make, and refuses what has no sense before anything is done. */
record SweepChoice(
        @Nullable String grid,
        @Nullable String csv,
        int random,
        @Nullable Long seed,
        int limit,
        int parallel,
        int maxFailures) {
    private static final int MOST_PARALLEL = 1000;
    /** Numbers that are easy to type again. */
    private static final long SEEDS = 1_000_000;

    SweepChoice {
        check(parallel >= 1 && parallel <= MOST_PARALLEL, "aml.parallel", parallel, "-Daml.parallel=2");
        check(maxFailures >= 0, "aml.maxFailures", maxFailures, "-Daml.maxFailures=3, or 0 to make all runs");
        check(random >= 0, "aml.random", random, "-Daml.random=20");
        check(limit >= 1, "aml.limit", limit, "-Daml.limit=1000");
    }

    private static void check(boolean good, String property, int value, String example) {
        if (!good) {
            throw new AmlException(value + " is not a number for " + property, "set " + example);
        }
    }

    /** The runs of a sweep that goes on with another. */
    SweepPlan plan(SweepResume earlier, SweepMetric metric) {
        return new SweepPlan(
                earlier.missing(),
                earlier.definition(),
                earlier.taken(),
                earlier.earlier().id().value(),
                metric,
                parallel,
                maxFailures);
    }

    /** The runs of a new sweep. */
    SweepPlan plan(Module module, SweepMetric metric) throws IOException {
        if (grid != null && csv != null) {
            throw new AmlException("both -Daml.grid and -Daml.csv say what varies", "leave one of them out");
        }
        if (random > 0 && grid == null) {
            throw new AmlException(
                    "-Daml.random draws from a grid, and there is none",
                    "say what to draw from: -Daml.grid=\"--reg=0.001..1:log; --depth=2..8\"");
        }
        Map<String, String> definition = new LinkedHashMap<>();
        List<SweepCombination> combinations;
        if (csv != null) {
            definition.put("csv", csv);
            combinations = SweepFile.read(module.resolve(csv));
            checkSize(combinations.size());
        } else {
            combinations = fromGrid(grid == null ? "" : grid, definition);
        }
        return new SweepPlan(combinations, definition, metric, parallel, maxFailures);
    }

    private List<SweepCombination> fromGrid(String text, Map<String, String> definition) {
        SweepGrid read = SweepGrid.read(text, random > 0);
        definition.put("grid", text.strip());
        if (random == 0) {
            checkSize(read.size());
            return read.all();
        }
        checkSize(random);
        long chosen = seed == null ? ThreadLocalRandom.current().nextLong(SEEDS) : seed;
        definition.put("random", Integer.toString(random));
        definition.put("seed", Long.toString(chosen));
        return read.draw(random, chosen);
    }

    private void checkSize(long size) {
        if (size > limit) {
            throw new AmlException(
                    "the sweep has " + (size == Long.MAX_VALUE ? "more runs than can be counted" : size + " runs")
                            + ", and at most " + limit + " are made without being asked for",
                    "leave values out, draw some of them with -Daml.random=20, or allow it with -Daml.limit="
                            + (size == Long.MAX_VALUE ? "<number>" : size));
        }
    }
}

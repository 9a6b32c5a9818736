package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sweep that goes on with an earlier one: a record is written once, so it is a new one, which takes over the runs of the
 * earlier that completed.
 *
 * @param earlier the record of that one
 * @param arguments what all its runs got first
 * @param definition how its combinations were chosen
 * @param taken its completed runs
 * @param missing the combinations of the others
 * @param metric what its runs were ranked by; empty for nothing
 * @param goal {@code max} or {@code min}
 */
public record SweepResume(
        RunRecord earlier,
        List<String> arguments,
        Map<String, String> definition,
        List<SweepChild> taken,
        List<SweepCombination> missing,
        String metric,
        String goal) {

    /**
     * Finds it.
     *
     * @param selector {@code last} for the newest sweep, a number or a run id
     * @throws AmlException when there is none, or when it is still under way
     */
    public static SweepResume of(RunHistory history, String selector) throws IOException {
        RunRecord earlier = selector.equals("last") ? newest(history) : history.find(selector);
        if (!earlier.isSweep() || !(earlier.fields().get("sweep") instanceof Map<?, ?> sweep)) {
            throw new AmlException(
                    "run " + earlier.number() + " is not a sweep", "-Daml.resume=last goes on with the newest one");
        }
        if (!earlier.status().isFinal()) {
            throw underWay("the sweep, run " + earlier.number() + ",", earlier);
        }
        List<String> fixed = texts(sweep.get("arguments"));
        Map<List<String>, RunRecord> runs = children(history, earlier);
        List<SweepChild> taken = new ArrayList<>();
        List<SweepCombination> missing = new ArrayList<>();
        for (SweepCombination combination : combinations(sweep)) {
            List<String> arguments = new ArrayList<>(fixed);
            arguments.addAll(combination.arguments());
            RunRecord run = runs.get(arguments);
            if (run == null) {
                missing.add(combination);
            } else {
                taken.add(new SweepChild(combination, run.number(), run, null));
            }
        }
        return new SweepResume(
                earlier,
                fixed,
                words(sweep.get("definition")),
                taken,
                missing,
                text(sweep.get("metric")),
                text(sweep.get("goal")));
    }

    private static RunRecord newest(RunHistory history) throws IOException {
        for (RunRecord run : history.list(new RunFilter(null, 0)).runs()) {
            if (run.isSweep()) {
                return run;
            }
        }
        throw new AmlException(
                "there is no sweep of " + history.project() + " to go on with in " + history,
                "begin one: mvn aml:sweep -Daml.grid=\"--reg=0.01,0.1,1\"");
    }

    /** The completed runs of the sweep and of those that it went on with, by their arguments. */
    private static Map<List<String>, RunRecord> children(RunHistory history, RunRecord earlier) throws IOException {
        List<RunRecord> all = history.list(new RunFilter(null, 0)).runs();
        Map<RunId, RunRecord> byId = new HashMap<>();
        all.forEach(run -> byId.put(run.id(), run));
        Set<RunId> sweeps = new HashSet<>();
        for (RunRecord sweep = earlier; sweep != null && sweeps.add(sweep.id()); ) {
            sweep = before(sweep, byId);
        }
        Map<List<String>, RunRecord> children = new HashMap<>();
        for (RunRecord run : all) {
            if (run.parent().filter(sweeps::contains).isEmpty()) {
                continue;
            }
            if (run.status() == RunStatus.COMPLETED) {
                children.putIfAbsent(run.arguments(), run);
            } else if (!run.status().isFinal()) {
                throw underWay("run " + run.number() + " of the sweep", run);
            }
        }
        return children;
    }

    private static @Nullable RunRecord before(RunRecord sweep, Map<RunId, RunRecord> byId) {
        return sweep.fields().get("sweep") instanceof Map<?, ?> map
                        && map.get("resumed") instanceof String id
                        && RunId.isRunId(id)
                ? byId.get(new RunId(id))
                : null;
    }

    private static AmlException underWay(String what, RunRecord run) {
        return new AmlException(
                what + " is " + run.status().label() + ": there is nothing to go on with yet",
                "wait for its end, or stop it: mvn aml:cancel -Daml.run=" + run.number());
    }

    private static List<SweepCombination> combinations(Map<?, ?> sweep) {
        List<SweepCombination> combinations = new ArrayList<>();
        if (sweep.get("combinations") instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> map) {
                    combinations.add(new SweepCombination(texts(map.get("arguments")), words(map.get("values"))));
                }
            }
        }
        return combinations;
    }

    private static List<String> texts(@Nullable Object list) {
        List<String> texts = new ArrayList<>();
        if (list instanceof List<?> items) {
            items.forEach(item -> texts.add(String.valueOf(item)));
        }
        return texts;
    }

    private static Map<String, String> words(@Nullable Object map) {
        Map<String, String> words = new LinkedHashMap<>();
        if (map instanceof Map<?, ?> entries) {
            entries.forEach((name, value) -> words.put(String.valueOf(name), String.valueOf(value)));
        }
        return words;
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    /** The names of the variables that were given on the command line or in the POM; their values are not recorded. */
    public List<String> given() {
        return texts(earlier.fields().get(RunFacts.GIVEN));
    }

    /** The name of the run configuration that its runs were made with. */
    public String configuration() {
        return text(earlier.fields().get("run_configuration"));
    }
}

package io.github.amlmaven.web;

import io.github.amlmaven.RunId;
import io.github.amlmaven.history.RunRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the runs that have to do with one.
 *
 * @param previous the next lower; null for the first
 * @param next the next higher; null for the last
 * @param parent of which it is a part; null when it is not
 * @param children that are parts of it
 */
record Relatives(
        @Nullable Integer previous,
        @Nullable Integer next,
        @Nullable Integer parent,
        List<Integer> children) {
    /** Those of all runs in a list, in its order. */
    static List<Relatives> among(List<RunRecord> newestFirst) {
        Map<RunId, Integer> numbers = new HashMap<>();
        Map<RunId, List<Integer>> children = new HashMap<>();
        for (RunRecord run : newestFirst) {
            numbers.put(run.id(), run.number());
            run.parent().ifPresent(parent -> children.computeIfAbsent(parent, id -> new ArrayList<>())
                    .add(0, run.number()));
        }
        List<Relatives> relatives = new ArrayList<>(newestFirst.size());
        for (int i = 0; i < newestFirst.size(); i++) {
            RunRecord run = newestFirst.get(i);
            Optional<RunId> parent = run.parent();
            relatives.add(new Relatives(
                    i + 1 < newestFirst.size() ? newestFirst.get(i + 1).number() : null,
                    i > 0 ? newestFirst.get(i - 1).number() : null,
                    parent.map(numbers::get).orElse(null),
                    children.getOrDefault(run.id(), List.of())));
        }
        return relatives;
    }
}

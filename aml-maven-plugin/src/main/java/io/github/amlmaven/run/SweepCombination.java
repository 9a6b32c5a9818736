package io.github.amlmaven.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run of a sweep gets.
 *
 * @param arguments of the script, besides those that all runs get
 * @param values the value of each thing that varies under its name, in the order of the arguments
 */
public record SweepCombination(List<String> arguments, Map<String, String> values) {
    public SweepCombination {
        arguments = List.copyOf(arguments);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** With one value more. */
    SweepCombination and(List<String> words, String name, String value) {
        List<String> more = new ArrayList<>(arguments);
        more.addAll(words);
        Map<String, String> all = new LinkedHashMap<>(values);
        all.put(name, value);
        return new SweepCombination(more, all);
    }

    /** As the record of the sweep keeps it. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("arguments", arguments);
        map.put("values", values);
        return map;
    }

    /** Such as {@code reg=0.1 depth=2}. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        values.forEach((name, value) -> words.add(name + "=" + value));
        return String.join(" ", words);
    }
}

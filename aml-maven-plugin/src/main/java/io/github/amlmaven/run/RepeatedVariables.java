package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.RunRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The environment variables that a run had, of which the record has the names alone: a value can be a secret.
 *
 * @param then names that the original's run configuration sets
 * @param now names that are set for the new run, by its run configuration or by the user
 */
record RepeatedVariables(RunRecord original, Set<String> then, Set<String> now) {
    /**
     * Refuses when the value of a variable is in no file and the user has not given it again.
     *
     * @param given names of those that the user gives now
     * @param inherited names and beginnings of those that the user passes on now
     */
    void check(Set<String> given, List<String> inherited, RunListener listener) {
        Set<String> unknown = new TreeSet<>(names(RunFacts.GIVEN));
        for (String name : names(RunFacts.VARIABLES)) {
            if (!then.contains(name)) {
                unknown.add(name);
            }
        }
        unknown.removeIf(name -> given.contains(name) || isPassedOn(name, inherited));
        Set<String> passedOn = new TreeSet<>(names(RunFacts.INHERITED));
        passedOn.removeIf(name -> given.contains(name) || isPassedOn(name, inherited));
        if (!unknown.isEmpty() || !passedOn.isEmpty()) {
            throw missing(unknown, passedOn);
        }
        for (String name : then) {
            if (!now.contains(name) && !isPassedOn(name, inherited)) {
                listener.warning("run " + original.number() + " had the variable " + name
                        + ", which this run configuration does not set\n-> give it, if the results depend on it:"
                        + " -Daml.env." + name + "=<value>");
            }
        }
    }

    private AmlException missing(Set<String> unknown, Set<String> passedOn) {
        Set<String> all = new TreeSet<>(unknown);
        all.addAll(passedOn);
        List<String> flags = new ArrayList<>();
        unknown.forEach(name -> flags.add("-Daml.env." + name + "=<value>"));
        if (!passedOn.isEmpty()) {
            flags.add("-Daml.inheritEnvironment=" + String.join(",", passedOn));
        }
        return new AmlException(
                "run " + original.number() + " had environment variables whose values are not recorded: "
                        + String.join(", ", all),
                "give them again: " + String.join(" ", flags)
                        + (unknown.isEmpty()
                                ? ""
                                : " (a secret better from your shell: -Daml.inheritEnvironment="
                                        + String.join(",", unknown) + ")"));
    }

    private static boolean isPassedOn(String name, List<String> inherited) {
        for (String pattern : inherited) {
            if (pattern.equals(name)
                    || (pattern.endsWith("*") && name.startsWith(pattern.substring(0, pattern.length() - 1)))) {
                return true;
            }
        }
        return false;
    }

    private Collection<String> names(String field) {
        return original.fields().get(field) instanceof List<?> names
                ? names.stream().map(String::valueOf).collect(Collectors.toList())
                : List.of();
    }
}

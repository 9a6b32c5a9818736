package io.github.amlmaven.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How {@code spark-submit} is told what a {@code spark_dependencies.yml} asks for. */
record SparkSubmit(SparkPackages packages) {
    /**
     * Its options; packages are resolved when the script starts.
     *
     * @param usual properties of Spark that the file may set otherwise
     * @param fixed properties that it may not
     */
    List<String> options(Map<String, String> usual, Map<String, String> fixed) {
        Map<String, String> configuration = new TreeMap<>(usual);
        configuration.putAll(packages.configuration());
        configuration.putAll(fixed);
        List<String> words = new ArrayList<>();
        configuration.forEach((name, value) -> {
            words.add("--conf");
            words.add(name + "=" + value);
        });
        if (!packages.repositories().isEmpty()) {
            words.add("--repositories");
            words.add(String.join(",", packages.repositories()));
        }
        if (!packages.packages().isEmpty()) {
            words.add("--packages");
            words.add(String.join(",", packages.packages()));
        }
        return words;
    }
}

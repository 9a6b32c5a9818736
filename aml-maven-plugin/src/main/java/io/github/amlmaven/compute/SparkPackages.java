package io.github.amlmaven.compute;

import java.util.List;
import java.util.Map;

/**
 * The meaning of a {@code spark_dependencies.yml}.
 *
 * @param configuration properties of Spark
 * @param repositories addresses of Maven repositories besides Maven Central
 * @param packages Maven coordinates, {@code group:artifact:version}
 */
public record SparkPackages(Map<String, String> configuration, List<String> repositories, List<String> packages) {
    /** Spark as the target has it. */
    public static final SparkPackages NONE = new SparkPackages(Map.of(), List.of(), List.of());
}

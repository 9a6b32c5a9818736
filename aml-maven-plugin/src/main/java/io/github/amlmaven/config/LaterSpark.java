package io.github.amlmaven.config;

import io.github.amlmaven.compute.SparkPackages;
import org.jspecify.annotations.Nullable;

/**
 * What a run configuration of 2018 gives Spark: {@code spark.configuration}, and the packages of {@code environment.spark}.
 *
 * @param place where it begins
 */
record LaterSpark(SparkPackages packages, Place place) {
    /** Reads both; null: there is neither, or no Spark runs the script, and every generated file has them. */
    static @Nullable LaterSpark read(Section file, @Nullable Section environment, @Nullable Framework framework) {
        if (framework != Framework.PYSPARK) {
            file.find("spark");
            if (environment != null) {
                environment.find("spark");
            }
            return null;
        }
        Section settings = file.section("spark");
        Section packages = environment == null ? null : environment.section("spark");
        Section first = packages == null ? settings : packages;
        if (first == null) {
            return null;
        }
        if (packages != null) {
            packages.flag("precachePackages");
        }
        return new LaterSpark(SparkFile.packages(settings, packages, file.findings()), first.place());
    }

    /** The packages, unless the project has a file of them, which is more than what every generated file has. */
    SparkPackages unless(@Nullable String file, SparkPackages ofFile, Findings findings) {
        if (file == null) {
            return packages;
        }
        if (!packages.equals(SparkPackages.NONE)) {
            findings.warn(
                    place,
                    "Spark's packages and configuration have no effect here, since there is " + Shown.plain(file),
                    "move them there, or delete that file");
        }
        return ofFile;
    }
}

package io.github.amlmaven.config;

import io.github.amlmaven.compute.Requirements;
import io.github.amlmaven.compute.SparkPackages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is installed for a script: the files that say so, and what they say. */
record Needs(Environment environment, Requirements requirements) {
    /**
     * Reads them.
     *
     * @param script the path of the script; null: it is not known yet
     * @param findings about the files that count for this script on this target
     * @param unused about the others
     * @param name the run configuration, or the target without one
     */
    static Needs read(
            Path project,
            String name,
            RunSettings.Dependencies named,
            ComputeFile target,
            @Nullable String script,
            Framework framework,
            Findings findings,
            Findings unused)
            throws IOException {
        DependencyFiles files = new DependencyFiles(project);
        // Of all scripts only those in Java have no use for what conda and pip install.
        boolean java = script != null && script.toLowerCase(Locale.ROOT).endsWith(".java");
        Findings ofConda = target.hasEnvironment() && !java ? findings : unused;
        Findings ofSpark = framework == Framework.PYSPARK && target.type() != TargetType.LOCAL ? findings : unused;
        String condaFile = files.conda(named.conda(), ofConda);
        Requirements.PythonPackages python = condaFile == null ? null : CondaFile.read(project, condaFile, ofConda);
        String sparkFile = files.spark(named.spark(), ofSpark);
        SparkPackages spark = sparkFile == null ? SparkPackages.NONE : SparkFile.read(project, sparkFile, ofSpark);
        if (named.within() != null) {
            spark = named.within().unless(sparkFile, spark, ofSpark);
        }
        return new Needs(
                new Environment(
                        named.prepare(),
                        ofConda == findings ? condaFile : null,
                        ofSpark == findings ? sparkFile : null),
                new Requirements(
                        name,
                        named.prepare(),
                        ofConda == findings ? python : null,
                        ofSpark == findings ? spark : null));
    }
}

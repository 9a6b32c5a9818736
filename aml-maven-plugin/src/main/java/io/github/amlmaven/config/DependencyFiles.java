package io.github.amlmaven.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds {@code conda_dependencies.yml} and {@code spark_dependencies.yml}, or what stands in for them. */
final class DependencyFiles {
    static final String CONDA = ConfigFolder.NAME + "/conda_dependencies.yml";
    static final String SPARK = ConfigFolder.NAME + "/spark_dependencies.yml";

    private final Path project;

    DependencyFiles(Path project) {
        this.project = project;
    }

    /** The conda file in effect, relative to the project; null: there is none. */
    @Nullable
    String conda(@Nullable Text named, Findings findings) throws IOException {
        return inEffect(named, CONDA, findings);
    }

    /** The Spark file in effect, relative to the project; null: there is none. */
    @Nullable
    String spark(@Nullable Text named, Findings findings) throws IOException {
        return inEffect(named, SPARK, findings);
    }

    private @Nullable String inEffect(@Nullable Text named, String otherwise, Findings findings) throws IOException {
        if (named == null) {
            return Files.exists(project.resolve(otherwise), LinkOption.NOFOLLOW_LINKS) ? otherwise : null;
        }
        String file = ProjectPath.relative(project, named.value());
        if (file == null) {
            findings.mistake(
                    named.place(),
                    "the dependency file " + Shown.value(named.value()) + " is not inside the project",
                    "name a file relative to the project, such as " + otherwise);
        } else if (!Files.exists(project.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
            findings.mistake(
                    named.place(),
                    "the dependency file " + Shown.value(file) + " does not exist",
                    Files.exists(project.resolve(otherwise))
                            ? "create it, or write null for " + otherwise
                            : "create it, or correct the path; it is relative to the project");
            file = null;
        }
        return file;
    }
}

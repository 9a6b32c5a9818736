package io.github.amlmaven.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds and checks {@code conda_dependencies.yml} and {@code spark_dependencies.yml}, or what stands in for them. */
final class DependencyFiles {
    static final String CONDA = ConfigFolder.NAME + "/conda_dependencies.yml";
    static final String SPARK = ConfigFolder.NAME + "/spark_dependencies.yml";

    private final Path project;

    DependencyFiles(Path project) {
        this.project = project;
    }

    /** The conda file in effect, checked; null: there is none. */
    @Nullable
    String conda(@Nullable Text named, Findings findings) throws IOException {
        String file = inEffect(named, CONDA, findings);
        if (file != null) {
            checkConda(file, findings);
        }
        return file;
    }

    /** The Spark file in effect, checked; null: there is none. */
    @Nullable
    String spark(@Nullable Text named, Findings findings) throws IOException {
        String file = inEffect(named, SPARK, findings);
        if (file != null) {
            checkSpark(file, findings);
        }
        return file;
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

    private void checkConda(String path, Findings findings) throws IOException {
        Node.Mapping content = ConfigFile.read(project, path, findings);
        if (content == null) {
            return;
        }
        Section file = new Section(content, findings);
        file.text("name");
        file.text("prefix");
        file.find("variables");
        file.texts("channels");
        for (Node item : items(file, "dependencies")) {
            if (item instanceof Node.Mapping map) {
                Section group = new Section(map, findings);
                group.texts("pip");
                UnknownKeys.report(group);
            } else if (!(item instanceof Node.Scalar) || item.isNothing()) {
                findings.mistake(
                        item.place(),
                        "an item of dependencies is neither a package nor 'pip:' with a list",
                        "write '- <package>=<version>', and pip's packages as a list below '- pip:'");
            }
        }
        UnknownKeys.report(file);
    }

    private void checkSpark(String path, Findings findings) throws IOException {
        Node.Mapping content = ConfigFile.read(project, path, findings);
        if (content == null) {
            return;
        }
        Section file = new Section(content, findings);
        file.text("version");
        file.table("configuration");
        file.texts("repositories");
        for (Node item : items(file, "packages")) {
            if (!(item instanceof Node.Mapping map)) {
                findings.mistake(
                        item.place(),
                        "an item of packages has no group, artifact and version",
                        "write '- group: <group>' with artifact: and version: below, indented alike");
                continue;
            }
            Section coordinates = new Section(map, findings);
            for (String key : new String[] {"group", "artifact", "version"}) {
                if (coordinates.text(key) == null) {
                    coordinates.missing(key, "write " + key + ": with its Maven coordinate");
                }
            }
            UnknownKeys.report(coordinates);
        }
        UnknownKeys.report(file);
    }

    private static List<Node> items(Section file, String key) {
        List<Node> items = file.items(key);
        return items == null ? List.of() : items;
    }
}

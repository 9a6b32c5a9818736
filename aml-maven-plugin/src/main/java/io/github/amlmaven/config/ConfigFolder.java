package io.github.amlmaven.config;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What there is in {@code aml_config/} by name, and which of it a request means.
 *
 * @param runConfigurations the names of the {@code .runconfig} files
 * @param targets the names of the {@code .compute} files
 */
record ConfigFolder(SortedSet<String> runConfigurations, SortedSet<String> targets) {
    static final String NAME = "aml_config";
    private static final String DEFAULT = "local";
    /** A copy that tools of 2018 left behind; never what the user means. */
    private static final String LAST_RUN = "lastRun";

    /** What a request means: a run configuration, or a target alone. */
    record Choice(String name, boolean isRunConfiguration) {}

    static ConfigFolder list(Path project) throws IOException {
        if (!Files.isDirectory(project.resolve(NAME))) {
            throw new AmlException(
                    "there is no folder " + NAME + " in " + project,
                    "go to a project's folder, or generate a project: mvn archetype:generate"
                            + " -DarchetypeGroupId=io.github.amlmaven -DarchetypeArtifactId=aml-archetype");
        }
        ConfigFolder folder = new ConfigFolder(new TreeSet<>(), new TreeSet<>());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(project.resolve(NAME))) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                // A leading dot marks what is not the user's, such as the shadow files of macOS.
                if (name.startsWith(".")) {
                    continue;
                }
                if (name.endsWith(".runconfig")) {
                    folder.runConfigurations.add(name.substring(0, name.length() - ".runconfig".length()));
                } else if (name.endsWith(".compute")) {
                    folder.targets.add(name.substring(0, name.length() - ".compute".length()));
                }
            }
        }
        folder.runConfigurations.remove(LAST_RUN);
        return folder;
    }

    static String computeFile(String target) {
        return NAME + "/" + target + ".compute";
    }

    static String runConfigurationFile(String name) {
        return NAME + "/" + name + ".runconfig";
    }

    /**
     * The run configuration of that name, else the target; where nothing is asked for: {@code local}, else the only run
     * configuration.
     */
    Choice choose(@Nullable String asked) {
        String name = asked == null || asked.isBlank() ? DEFAULT : asked.strip();
        if (runConfigurations.contains(name)) {
            return new Choice(name, true);
        }
        if (targets.contains(name)) {
            return new Choice(name, false);
        }
        if (asked != null && !asked.isBlank()) {
            throw unknown(name);
        }
        if (runConfigurations.size() == 1) {
            return new Choice(runConfigurations.first(), true);
        }
        throw nothingChosen();
    }

    private AmlException nothingChosen() {
        if (runConfigurations.isEmpty() && targets.isEmpty()) {
            return new AmlException(
                    NAME + "/ holds no .runconfig and no .compute file",
                    "create " + computeFile(DEFAULT) + " with the line: type: local");
        }
        return new AmlException(
                "no target is named, and there is no '" + DEFAULT + "'; " + names(),
                "name one: -Daml.target=" + (runConfigurations.isEmpty() ? targets : runConfigurations).first());
    }

    private AmlException unknown(String name) {
        List<String> all = new ArrayList<>(runConfigurations);
        all.addAll(targets);
        String meant = Spelling.nearest(bare(name), all);
        return new AmlException(
                Shown.value(name) + " is neither a run configuration nor a compute target; " + names(),
                meant != null
                        ? "did you mean -Daml.target=" + meant + "?"
                        : all.isEmpty()
                                ? "create " + computeFile(DEFAULT) + " with the line: type: local"
                                : "name one of them, such as -Daml.target=" + all.get(0));
    }

    /** The target that was probably meant; null: none is near. */
    @Nullable
    String nearestTarget(String name) {
        return Spelling.nearest(bare(name), targets);
    }

    /** A name where a file was written. */
    private static String bare(String name) {
        return name.replaceFirst("^" + NAME + "[/\\\\]", "").replaceFirst("\\.(runconfig|compute)$", "");
    }

    /** Both lists in words. */
    private String names() {
        return "run configurations: " + listed(runConfigurations) + "; compute targets: " + listed(targets);
    }

    static String listed(SortedSet<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        StringBuilder listed = new StringBuilder();
        for (String name : names) {
            listed.append(listed.isEmpty() ? "" : ", ").append(Shown.plain(name));
        }
        return listed.toString();
    }
}

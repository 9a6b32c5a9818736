package io.github.amlmaven.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@code .runconfig} file as the Workbench wrote it: YAML, or the JSON of 2017. */
final class RunConfigurationFile {
    private RunConfigurationFile() {}

    /** Reads and checks the file of a run configuration, in any of the three formats; null: it cannot be read. */
    static @Nullable RunSettings read(Path project, ConfigFolder folder, String name, Findings findings)
            throws IOException {
        Node.Mapping content = ConfigFile.read(project, ConfigFolder.runConfigurationFile(name), findings);
        if (content == null) {
            return null;
        }
        Section file = new Section(content, findings);
        return LaterFormat.is(content) ? LaterFormat.read(file) : read(file, folder);
    }

    private static RunSettings read(Section file, ConfigFolder folder) {
        List<String> vector = vector(file);
        Text target = file.text("Target");
        Text framework = file.text("Framework");
        Map<String, String> variables = variables(file, "EnvironmentVariables");
        RunSettings.Dependencies dependencies = new RunSettings.Dependencies(
                file.flag("PrepareEnvironment", true), condaFile(file), file.text("SparkDependenciesFile"), null);
        boolean tracked = file.flag("TrackedRun", true);
        file.flag("UseSampling");
        file.flag("ManagedEnvironment");
        file.find("Description");
        warnOfDataSources(file);
        if (target == null) {
            file.missing(
                    "Target",
                    "write Target: and the name of a compute target; there are: "
                            + ConfigFolder.listed(folder.targets()));
        }
        UnknownKeys.report(file);
        return new RunSettings(
                vector,
                scriptPlace(file.find("ArgumentVector")),
                target,
                framework == null ? null : framework(framework, "Framework", file.findings()),
                framework,
                tracked,
                variables,
                dependencies,
                null);
    }

    /** The place of {@code $file}, else of the first word. */
    private static @Nullable Place scriptPlace(@Nullable Node vector) {
        if (!(vector instanceof Node.Sequence sequence) || sequence.items().isEmpty()) {
            return null;
        }
        for (Node item : sequence.items()) {
            if (item instanceof Node.Scalar scalar && scalar.text().equals(RunSettings.PICKED)) {
                return scalar.place();
            }
        }
        return sequence.items().get(0).place();
    }

    private static List<String> vector(Section file) {
        Node written = file.find("ArgumentVector");
        List<String> words = file.texts("ArgumentVector");
        if (written == null
                || (written instanceof Node.Sequence list && list.items().isEmpty())) {
            return List.of(RunSettings.PICKED);
        }
        boolean whole = words != null
                && written instanceof Node.Sequence list
                && words.size() == list.items().size();
        return whole ? List.copyOf(words) : List.of();
    }

    /** The conda file under its name, or under the name it had before October 2017. */
    private static @Nullable Text condaFile(Section file) {
        Text before = file.text("CondaFile");
        Text now = file.text("CondaDependenciesFile");
        return now == null ? before : now;
    }

    private static void warnOfDataSources(Section file) {
        for (String key : List.of("DataSourceSettings", "DataSourceSubstitutions")) {
            Node settings = file.find(key);
            if (settings != null
                    && !(settings instanceof Node.Mapping map && map.entries().isEmpty())) {
                file.findings()
                        .warn(
                                settings.place(),
                                key + " has no effect: data sources are not supported",
                                "let the script read its data from the project, the share folder or a URL");
            }
        }
    }

    /** The framework of a word; null: it is none, and the findings say so. */
    static @Nullable Framework framework(Text text, String key, Findings findings) {
        for (Framework framework : Framework.values()) {
            if (framework.word().equalsIgnoreCase(text.value())) {
                return framework;
            }
        }
        findings.mistake(
                text.place(),
                key + " is " + Shown.value(text.value()) + ", which is neither Python nor PySpark",
                "write " + key + ": Python");
        return null;
    }

    /** The variables of a map, with values as they were written; a missing value is empty. */
    static Map<String, String> variables(Section section, String key) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Map.Entry<String, Text> entry : section.table(key).entrySet()) {
            String name = entry.getKey();
            String value = entry.getValue().value();
            Place place = entry.getValue().place();
            if (!isVariableName(name)) {
                section.findings()
                        .mistake(
                                place,
                                Shown.value(name) + " cannot be the name of an environment variable",
                                "write a name that is not empty and holds no '='");
                continue;
            }
            if (SecretWords.isSecret(name, value)) {
                section.findings()
                        .warn(
                                place,
                                section.name(key) + "." + Shown.plain(name)
                                        + " looks like a secret, and this file is shared",
                                "delete it here and pass the variable of your shell on: -Daml.inheritEnvironment="
                                        + Shown.plain(name));
            }
            variables.put(name, value);
        }
        return variables;
    }

    static boolean isVariableName(String name) {
        return !name.isBlank() && name.indexOf('=') < 0 && name.indexOf('\0') < 0;
    }
}

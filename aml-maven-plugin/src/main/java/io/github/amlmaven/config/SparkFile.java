package io.github.amlmaven.config;

import io.github.amlmaven.compute.SparkPackages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@code spark_dependencies.yml} into what Spark is to be given. */
final class SparkFile {
    /** What goes into lists that are separated by commas and colons. */
    private static final Pattern COORDINATE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*+");

    private static final Pattern ADDRESS = Pattern.compile("(?:https?|file)://[^\\s,]++");
    private static final Pattern PROPERTY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._*/-]*+");

    private final Findings findings;

    private SparkFile(Findings findings) {
        this.findings = findings;
    }

    /** What a file says; nothing if it cannot be read, and the findings say why. */
    static SparkPackages read(Path project, String path, Findings findings) throws IOException {
        Node.Mapping content = ConfigFile.read(project, path, findings);
        if (content == null) {
            return SparkPackages.NONE;
        }
        Section file = new Section(content, findings);
        file.text("version");
        SparkFile reader = new SparkFile(findings);
        SparkPackages packages =
                new SparkPackages(reader.configuration(file), reader.repositories(file), reader.packages(file));
        UnknownKeys.report(file);
        return packages;
    }

    /**
     * The same in two parts of another file.
     *
     * @param settings with {@code configuration}; null: there is none
     * @param packages with {@code repositories} and {@code packages}; null: there is none
     */
    static SparkPackages packages(@Nullable Section settings, @Nullable Section packages, Findings findings) {
        SparkFile reader = new SparkFile(findings);
        SparkPackages read = new SparkPackages(
                settings == null ? Map.of() : reader.configuration(settings),
                packages == null ? List.of() : reader.repositories(packages),
                packages == null ? List.of() : reader.packages(packages));
        for (Section section : new Section[] {settings, packages}) {
            if (section != null) {
                UnknownKeys.report(section);
            }
        }
        return read;
    }

    private List<String> packages(Section file) {
        List<String> packages = new ArrayList<>();
        List<Node> items = file.items("packages");
        for (Node item : items == null ? List.<Node>of() : items) {
            if (item instanceof Node.Mapping map) {
                packages.add(coordinates(new Section(map, findings)));
            } else {
                findings.mistake(
                        item.place(),
                        "an item of packages has no group, artifact and version",
                        "write '- group: <group>' with artifact: and version: below, indented alike");
            }
        }
        return List.copyOf(packages);
    }

    private Map<String, String> configuration(Section file) {
        Map<String, String> configuration = new LinkedHashMap<>();
        file.table("configuration").forEach((name, value) -> {
            if (!PROPERTY.matcher(name).matches() || value.value().chars().anyMatch(Character::isISOControl)) {
                findings.mistake(
                        value.place(),
                        file.name("configuration") + "." + Shown.plain(name) + " is no property of Spark on one line",
                        "write <name>: <value>, such as \"spark.executor.memory\": \"4g\"");
            } else if (value.value().isBlank()) {
                findings.warn(
                        value.place(),
                        "configuration." + Shown.plain(name) + " has no value, and no effect",
                        "write one, or delete the line");
            } else {
                warnOfSecret("configuration." + Shown.plain(name), name, value);
                configuration.put(name, value.value());
            }
        });
        return configuration;
    }

    private List<String> repositories(Section file) {
        List<String> repositories = new ArrayList<>();
        List<Text> written = file.placedTexts("repositories");
        for (Text text : written == null ? List.<Text>of() : written) {
            String address = text.value().strip();
            if (!ADDRESS.matcher(address).matches()) {
                findings.mistake(
                        text.place(),
                        "an item of repositories is " + Shown.value(address) + ", which is no address",
                        "write the address of a Maven repository, which begins with https://");
                continue;
            }
            warnOfSecret("an item of repositories", "", text);
            repositories.add(address);
        }
        return List.copyOf(repositories);
    }

    private String coordinates(Section item) {
        StringBuilder coordinates = new StringBuilder();
        for (String key : new String[] {"group", "artifact", "version"}) {
            Text text = item.text(key);
            if (text == null) {
                item.missing(key, "write " + key + ": with its Maven coordinate");
            } else if (!COORDINATE.matcher(text.value()).matches()) {
                findings.mistake(
                        text.place(),
                        key + " is " + Shown.value(text.value()) + ", which is no Maven coordinate",
                        "write letters, digits, dots, dashes and underscores");
            }
            coordinates.append(coordinates.isEmpty() ? "" : ":").append(text == null ? "" : text.value());
        }
        UnknownKeys.report(item);
        return coordinates.toString();
    }

    /** All users of a computer see what Spark is called with. */
    private void warnOfSecret(String shown, String name, Text value) {
        if (SecretWords.isSecret(name, value.value()) || SecretWords.holdsLogin(value.value())) {
            findings.warn(
                    value.place(),
                    shown + " looks like a secret, and this file is shared",
                    "delete it here; let the script read it from a variable of your shell:"
                            + " -Daml.inheritEnvironment=<NAME>");
        }
    }
}

package io.github.amlmaven.config;

import io.github.amlmaven.compute.PipItem;
import io.github.amlmaven.compute.Requirements.PythonPackages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@code conda_dependencies.yml} into what it asks for. */
final class CondaFile {
    private static final String SECRET_REMEDY =
            "delete it here and change the secret; a base image of your own, kept private, can hold it in pip's"
                    + " configuration, a netrc file or a keyring";

    private final Findings findings;
    private final CondaItem conda;
    private final PipLine pip;
    private final List<String> condaItems = new ArrayList<>();
    private final List<PipItem> pipItems = new ArrayList<>();

    private CondaFile(Path project, String path, Findings findings) {
        this.findings = findings;
        this.conda = new CondaItem(findings);
        this.pip = new PipLine(project, path, findings);
    }

    /**
     * The packages that a file asks for; null: none, or it cannot be read, and the findings say why.
     *
     * @param path relative to the project
     */
    static @Nullable PythonPackages read(Path project, String path, Findings findings) throws IOException {
        Node.Mapping content = ConfigFile.read(project, path, findings);
        return content == null
                ? null
                : new CondaFile(project, path, findings).packages(path, new Section(content, findings));
    }

    private @Nullable PythonPackages packages(String path, Section file) {
        file.text("name");
        file.text("prefix");
        Section variables = file.section("variables");
        if (variables != null && !variables.keys().rest().isEmpty()) {
            findings.warn(
                    variables.place(),
                    "variables has no effect here",
                    "write them below EnvironmentVariables: of the run configuration");
        }
        List<String> channels = channels(file);
        List<Node> items = file.items("dependencies");
        for (Node item : items == null ? List.<Node>of() : items) {
            if (item instanceof Node.Mapping map) {
                readGroup(new Section(map, findings));
            } else if (item instanceof Node.Scalar scalar && !item.isNothing()) {
                readConda(new Text(scalar.text().strip(), scalar.place()));
            } else {
                findings.mistake(
                        item.place(),
                        "an item of dependencies is neither a package nor 'pip:' with a list",
                        "write '- <package>=<version>', and pip's packages as a list below '- pip:'");
            }
        }
        UnknownKeys.report(file);
        return condaItems.isEmpty() && pipItems.isEmpty()
                ? null
                : new PythonPackages(path, channels, List.copyOf(condaItems), List.copyOf(pipItems));
    }

    private List<String> channels(Section file) {
        List<String> channels = new ArrayList<>();
        for (Text channel : texts(file, "channels")) {
            warnOfSecret("channels", channel);
            if (channel.value().startsWith("-")) {
                findings.mistake(
                        channel.place(),
                        "an item of channels is " + Shown.value(channel.value()) + ", which is an option",
                        "write the name or the address of a channel, such as conda-forge");
            } else {
                channels.add(channel.value());
            }
        }
        return List.copyOf(channels);
    }

    private void readGroup(Section group) {
        for (Text line : texts(group, "pip")) {
            warnOfSecret("pip", line);
            PipItem item = pip.read(line);
            if (item != null) {
                pipItems.add(item);
            }
        }
        UnknownKeys.report(group);
    }

    private void readConda(Text written) {
        warnOfSecret("dependencies", written);
        String item = isOneLine("dependencies", written) ? conda.read(written) : null;
        if (item != null) {
            condaItems.add(item);
        }
    }

    /** The items of a list that are not blank and have one line each, so that none can add another. */
    private List<Text> texts(Section section, String key) {
        List<Text> texts = new ArrayList<>();
        List<Text> written = section.placedTexts(key);
        for (Text text : written == null ? List.<Text>of() : written) {
            Text stripped = new Text(text.value().strip(), text.place());
            if (isOneLine(key, stripped) && !stripped.value().isEmpty()) {
                texts.add(stripped);
            }
        }
        return texts;
    }

    private boolean isOneLine(String key, Text text) {
        boolean oneLine = text.value().chars().noneMatch(Character::isISOControl);
        if (!oneLine) {
            findings.mistake(
                    text.place(),
                    "an item of " + key + " holds a line break or another control character",
                    "write one item on one line");
        }
        return oneLine;
    }

    private void warnOfSecret(String key, Text text) {
        String value = text.value();
        // Conda's own servers take a token as a part of a channel's path.
        boolean token = key.equals("channels") && value.contains("://") && value.contains("/t/");
        if (token || SecretWords.looksSecret(value) || SecretWords.holdsLogin(value)) {
            findings.warn(
                    text.place(),
                    "an item of " + key + " holds a secret in plain text, and this file is shared",
                    SECRET_REMEDY);
        }
    }
}

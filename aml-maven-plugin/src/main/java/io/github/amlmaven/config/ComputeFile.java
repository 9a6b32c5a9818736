package io.github.amlmaven.config;

import io.github.amlmaven.compute.TargetSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code .compute} file: where to run.
 *
 * @param type one of the five, whatever its spelling in the file
 * @param pythonLocation the Python of the settings and where it is written; null: the target chooses
 * @param hasEnvironment whether what the dependency file lists is installed for the script
 */
record ComputeFile(
        TargetType type, TargetSettings settings, @Nullable Text pythonLocation, boolean hasEnvironment) {
    private static final List<String> SPELLINGS =
            List.of("local", "docker", "localdocker", "remotedocker", "virtualmachine", "remote", "cluster");

    /** Reads and checks the file of a target; null: its type is not known, and the findings say why. */
    static @Nullable ComputeFile read(Path project, String name, Findings findings) throws IOException {
        Node.Mapping content = ConfigFile.read(project, ConfigFolder.computeFile(name), findings);
        if (content == null) {
            return null;
        }
        Section file = new Section(content, findings);
        TargetType type = type(file);
        ComputeKeys keys = ComputeKeys.read(file, type, project);
        return type == null ? null : of(type, name, keys);
    }

    static ComputeFile of(TargetType type, String name, ComputeKeys keys) {
        return new ComputeFile(
                type,
                type.settings(name, keys),
                keys.pythonLocation(),
                type.hasEnvironment() && !keys.userManagedEnvironment());
    }

    private static @Nullable TargetType type(Section file) {
        Text text = file.text("type");
        Boolean cluster = file.flag("cluster");
        Boolean natively = file.flag("native");
        if (text != null) {
            TargetType type = TargetType.of(text.value());
            if (type == null) {
                String meant = Spelling.nearest(text.value(), SPELLINGS);
                file.findings()
                        .mistake(
                                text.place(),
                                "type is " + Shown.value(text.value()) + ", which is no type of compute target",
                                meant == null ? "write one of " + TargetType.WORDS : "write type: " + meant);
            }
            return type;
        }
        // Before there was a type, these two stood for it.
        if (cluster != null && (cluster || natively == null || !natively)) {
            return cluster ? TargetType.CLUSTER : TargetType.REMOTEDOCKER;
        }
        file.missing("type", "write type: and one of " + TargetType.WORDS);
        return null;
    }
}

package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.compute.ComputeTarget;
import io.github.amlmaven.compute.LocalInspection;
import io.github.amlmaven.compute.TargetSettings;
import io.github.amlmaven.config.ConfigurationCheck;
import io.github.amlmaven.config.ProjectConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks at everything in {@code aml_config/}, and at the Python of each target of this computer.
 *
 * @param credentials the user's on other computers
 */
public record ConfigurationChecks(Path project, ProjectId id, Credentials credentials) implements Checkup.Examination {
    private static final String SUBJECT = "configuration";

    @Override
    public void examine(Checkup checkup) throws IOException {
        if (!ProjectConfiguration.exists(project)) {
            checkup.warn(
                    SUBJECT,
                    "there is no folder aml_config in " + project,
                    "start the doctor in a project's folder to have its configuration looked at, too");
            return;
        }
        Map<String, TargetSettings> pythons = new TreeMap<>();
        for (String name : ConfigurationCheck.names(project)) {
            checkup.examine(SUBJECT, c -> one(name, pythons, c));
        }
        pythons.forEach((name, target) -> checkup.examine("Python", c -> python(name, target, c)));
    }

    private void one(String name, Map<String, TargetSettings> pythons, Checkup checkup) throws IOException {
        ConfigurationCheck read = ConfigurationCheck.of(project, name);
        read.warnings().forEach(warning -> {
            String[] parts = warning.split(" -> ", 2);
            checkup.warn(SUBJECT, name + ": " + parts[0], parts.length == 2 ? parts[1] : "");
        });
        Optional<String> described;
        try (ComputeTarget target = read.target().open(id, credentials)) {
            described = target.describe();
        } catch (AmlException e) {
            checkup.warn(SUBJECT, name + ": " + e.problem(), e.remedy());
            return;
        }
        String script = read.script();
        if (script == null || script.endsWith(".py")) {
            pythons.put(read.target().name(), read.target());
        }
        checkup.ok(
                SUBJECT,
                name + ": " + (script == null ? "the script that -Daml.script names" : script) + " on the target "
                        + read.target().name()
                        + described.map(words -> ", " + words).orElse(""));
    }

    private void python(String name, TargetSettings target, Checkup checkup) throws IOException {
        LocalInspection.python(project, target)
                .ifPresent(python -> checkup.ok("Python", python + " (target " + name + ")"));
    }
}

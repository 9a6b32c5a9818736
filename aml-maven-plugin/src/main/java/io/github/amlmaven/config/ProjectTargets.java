package io.github.amlmaven.config;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.TargetSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The compute targets of a project: those that run configurations name, and those that none names.
 *
 * @param targets those that can be read, as often as they are named
 * @param mistakes what is wrong with the others, by the file
 */
public record ProjectTargets(List<TargetSettings> targets, Map<String, AmlException> mistakes) {
    /** Reads all of them; none in a folder that is no project. */
    public static ProjectTargets of(Path project) throws IOException {
        ProjectTargets found = new ProjectTargets(new ArrayList<>(), new LinkedHashMap<>());
        if (ProjectConfiguration.exists(project)) {
            ConfigFolder folder = ConfigFolder.list(project);
            for (String name : folder.targets()) {
                found.add(ConfigFolder.computeFile(name), findings -> ComputeFile.read(project, name, findings));
            }
            for (String name : folder.runConfigurations()) {
                found.add(ConfigFolder.runConfigurationFile(name), findings -> {
                    RunSettings settings = RunConfigurationFile.read(project, folder, name, findings);
                    return settings == null ? null : new TargetChoice(project, folder).read(settings, findings);
                });
            }
        }
        return found;
    }

    /** How to read one of them. */
    private interface Reading {
        @Nullable
        ComputeFile read(Findings findings) throws IOException;
    }

    private void add(String file, Reading reading) throws IOException {
        Findings findings = new Findings();
        ComputeFile target = reading.read(findings);
        try {
            findings.refuse();
        } catch (AmlException e) {
            mistakes.put(Shown.escaped(file), e);
            return;
        }
        if (target != null) {
            targets.add(target.settings());
        }
    }
}

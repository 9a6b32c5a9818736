package io.github.amlmaven.config;

import io.github.amlmaven.compute.TargetSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of one run configuration or compute target before anybody runs it.
 *
 * @param target where it runs
 * @param script what it runs; null when that is left to the command line
 * @param warnings what does not stop a run, but is likely not meant, each with its remedy
 */
public record ConfigurationCheck(
        TargetSettings target, @Nullable String script, List<String> warnings) {
    /** What {@code -Daml.target} can name in a project. */
    public static SortedSet<String> names(Path project) throws IOException {
        ConfigFolder folder = ConfigFolder.list(project);
        SortedSet<String> names = new TreeSet<>(folder.targets());
        names.addAll(folder.runConfigurations());
        return names;
    }

    /**
     * Reads what a run of that name would; a script that is left to the command line is no mistake here.
     *
     * @throws io.github.amlmaven.AmlException with all mistakes at once
     */
    public static ConfigurationCheck of(Path project, String name) throws IOException {
        ConfigFolder folder = ConfigFolder.list(project);
        boolean open = true;
        if (folder.choose(name).isRunConfiguration()) {
            RunSettings settings = RunConfigurationFile.read(project, folder, name, new Findings());
            open = settings != null && settings.vector().contains(RunSettings.PICKED);
        }
        String script = null;
        if (open) {
            List<String> scripts = new ProjectScripts(project).inRoot();
            if (scripts.isEmpty()) {
                return withoutScript(project, folder, name);
            }
            script = scripts.get(0);
        }
        ExperimentConfiguration read = ProjectConfiguration.read(project, new RunRequest(name, script, null, Map.of()));
        List<String> warnings = new ArrayList<>();
        for (Remark remark : read.remarks()) {
            if (remark.severity() == Remark.Severity.WARNING && !remark.text().contains(Findings.NOT_USED)) {
                warnings.add(remark.text());
            }
        }
        return new ConfigurationCheck(read.target(), open ? null : read.script().path(), warnings);
    }

    /** Of a project without any script the files can be read all the same. */
    private static ConfigurationCheck withoutScript(Path project, ConfigFolder folder, String name) throws IOException {
        Findings findings = new Findings();
        ComputeFile target = null;
        if (folder.choose(name).isRunConfiguration()) {
            RunSettings settings = RunConfigurationFile.read(project, folder, name, findings);
            target = settings == null ? null : new TargetChoice(project, folder).read(settings, findings);
        } else {
            target = ComputeFile.read(project, name, findings);
        }
        findings.refuse();
        return new ConfigurationCheck(java.util.Objects.requireNonNull(target).settings(), null, List.of());
    }
}

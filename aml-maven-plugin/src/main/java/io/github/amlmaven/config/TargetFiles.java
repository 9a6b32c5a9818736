package io.github.amlmaven.config;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.TargetSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The pair of files that a compute target is in {@code aml_config/}: {@code .compute} and {@code .runconfig}. */
public final class TargetFiles {
    private TargetFiles() {}

    /**
     * Writes the pair.
     *
     * @param force whether files that are there are written over
     * @return the files, relative to the project
     * @throws AmlException when one is there
     */
    public static List<String> write(Path project, TargetDraft draft, boolean force) throws IOException {
        ConfigFolder.list(project);
        List<String> files = pair(draft.name());
        for (String file : files) {
            if (!force && Files.exists(project.resolve(file))) {
                throw new AmlException(
                        file + " is there already",
                        "choose another name: -Daml.target=<name>, write over it: -Daml.force, or only test it: mvn aml:attach"
                                + " -Daml.target=" + draft.name());
            }
        }
        Files.write(project.resolve(files.get(0)), draft.computeFile(), options(force));
        Files.write(project.resolve(files.get(1)), draft.runConfiguration(), options(force));
        return files;
    }

    private static StandardOpenOption[] options(boolean force) {
        return force
                ? new StandardOpenOption[] {
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING
                }
                : new StandardOpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
    }

    /**
     * One target, whether or not a run configuration names it.
     *
     * @throws AmlException when there is none of the name, or with all that is wrong with its file
     */
    public static TargetSettings read(Path project, String name) throws IOException {
        ConfigFolder folder = ConfigFolder.list(project);
        if (!folder.targets().contains(name)) {
            String meant = folder.nearestTarget(name);
            throw new AmlException(
                    "there is no compute target " + Shown.value(name) + "; there are: "
                            + ConfigFolder.listed(folder.targets()),
                    meant != null
                            ? "did you mean -Daml.target=" + meant + "?"
                            : "write it: mvn aml:attach -Daml.type=remote -Daml.target=" + Shown.plain(name)
                                    + " -Daml.address=<host> -Daml.username=<user>");
        }
        Findings findings = new Findings();
        ComputeFile file = ComputeFile.read(project, name, findings);
        findings.refuse();
        if (file == null) {
            throw new IllegalStateException("a file of no type has mistakes");
        }
        return file.settings();
    }

    /** The names of all {@code .compute} files. */
    public static List<String> targets(Path project) throws IOException {
        return List.copyOf(ConfigFolder.list(project).targets());
    }

    /**
     * What a run configuration runs on; the name of the run configuration and of its target, which may not be there.
     *
     * @param target empty: it names none
     */
    public record Use(String runConfiguration, String target) {}

    /** What each run configuration runs on; those that cannot be read name nothing. */
    public static List<Use> uses(Path project) throws IOException {
        ConfigFolder folder = ConfigFolder.list(project);
        List<Use> uses = new ArrayList<>();
        for (String name : folder.runConfigurations()) {
            RunSettings settings = RunConfigurationFile.read(project, folder, name, new Findings());
            Text target = settings == null ? null : settings.target();
            uses.add(new Use(name, target == null ? "" : target.value()));
        }
        return uses;
    }

    /** Removes the {@code .compute} file, and the run configuration of the same name when it is about that target. */
    public static List<String> remove(Path project, String name) throws IOException {
        List<String> removed = new ArrayList<>();
        boolean paired = uses(project).contains(new Use(name, name));
        List<String> files = pair(name);
        for (String file : paired ? files : files.subList(0, 1)) {
            if (Files.deleteIfExists(project.resolve(file))) {
                removed.add(file);
            }
        }
        return removed;
    }

    private static List<String> pair(String name) {
        return List.of(ConfigFolder.computeFile(name), ConfigFolder.runConfigurationFile(name));
    }
}

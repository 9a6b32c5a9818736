package io.github.amlmaven.config;

import static java.util.Objects.requireNonNull;

import io.github.amlmaven.compute.DockerTarget;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the folder {@code aml_config/} of a project into the one experiment that a request means. */
public final class ProjectConfiguration {
    private final Path project;
    private final ConfigFolder folder;
    private final TargetChoice targets;
    /** About the files that this run uses: a mistake stops it. */
    private final Findings findings = new Findings();
    /** About the other files: a mistake is a warning. */
    private final Findings unused = new Findings();

    private ProjectConfiguration(Path project) throws IOException {
        this.project = project;
        this.folder = ConfigFolder.list(project);
        this.targets = new TargetChoice(project, folder);
    }

    /** Whether a folder is a project: whether it has a folder {@code aml_config}. */
    public static boolean exists(Path project) {
        return Files.isDirectory(project.resolve(ConfigFolder.NAME));
    }

    /**
     * The experiment, checked and complete. Nothing is started or written.
     *
     * <p>The target of the request names a run configuration or, if there is none of that name, a compute target, which
     * then runs with defaults. Nothing asked for means {@code local}, else the only run configuration. Only the files
     * that the run uses can stop it; mistakes in the other files of {@code aml_config/} become remarks.
     *
     * @param project the folder that holds {@code aml_config/}
     * @throws io.github.amlmaven.AmlException with all mistakes at once, each with file, line, column and remedy
     * @throws IOException when the folder or a file cannot be read for reasons outside the project
     */
    public static ExperimentConfiguration read(Path project, RunRequest request) throws IOException {
        return new ProjectConfiguration(project.toAbsolutePath().normalize()).read(request);
    }

    private ExperimentConfiguration read(RunRequest request) throws IOException {
        ConfigFolder.Choice choice = folder.choose(request.target());
        RunSettings settings = settings(choice);
        ComputeFile target = target(choice, settings);
        Script script = settings == null ? null : new ScriptChoice(project, findings).choose(request, settings, choice);
        Map<String, String> variables = variables(settings, request.environment());
        Framework framework = null;
        Needs needs = null;
        if (settings != null && target != null) {
            framework = framework(choice, settings, target.type());
            needs = needs(settings, target, script == null ? null : script.path(), framework);
            checkPython(target, script);
        }
        if (script != null) {
            checkArguments(script);
        }
        findings.refuse();
        checkUnused(choice, requireNonNull(target));
        return new ExperimentConfiguration(
                choice.name(),
                target.settings(),
                requireNonNull(script),
                requireNonNull(framework),
                requireNonNull(settings).trackedRun(),
                Collections.unmodifiableMap(variables),
                requireNonNull(needs).environment(),
                needs.requirements(),
                findings.remarks());
    }

    /**
     * What is to be installed for a run configuration or a compute target, chosen as {@link #read} does; no script need be
     * named or be there.
     *
     * @throws io.github.amlmaven.AmlException with all mistakes at once, each with file, line, column and remedy
     */
    public static EnvironmentConfiguration readEnvironment(Path project, @Nullable String name) throws IOException {
        return new ProjectConfiguration(project.toAbsolutePath().normalize()).readEnvironment(name);
    }

    private EnvironmentConfiguration readEnvironment(@Nullable String name) throws IOException {
        ConfigFolder.Choice choice = folder.choose(name);
        RunSettings settings = settings(choice);
        ComputeFile target = target(choice, settings);
        Needs needs = null;
        if (settings != null && target != null) {
            String script =
                    settings.vector().isEmpty() ? null : settings.vector().get(0);
            needs = needs(settings, target, script, framework(choice, settings, target.type()));
        }
        findings.refuse();
        return new EnvironmentConfiguration(
                choice.name(),
                requireNonNull(target).settings(),
                requireNonNull(needs).requirements(),
                findings.remarks());
    }

    private @Nullable RunSettings settings(ConfigFolder.Choice choice) throws IOException {
        return choice.isRunConfiguration()
                ? RunConfigurationFile.read(project, folder, choice.name(), findings)
                : RunSettings.DEFAULTS;
    }

    private @Nullable ComputeFile target(ConfigFolder.Choice choice, @Nullable RunSettings settings)
            throws IOException {
        if (settings == null) {
            return null;
        }
        return choice.isRunConfiguration()
                ? targets.read(settings, findings)
                : ComputeFile.read(project, choice.name(), findings);
    }

    private Map<String, String> variables(@Nullable RunSettings settings, Map<String, String> asked) {
        Map<String, String> variables =
                new LinkedHashMap<>(settings == null ? Map.of() : settings.environmentVariables());
        for (Map.Entry<String, String> variable : asked.entrySet()) {
            String name = variable.getKey();
            if (RunConfigurationFile.isVariableName(name) && variable.getValue().indexOf('\0') < 0) {
                variables.put(name, variable.getValue());
                if (SecretWords.isSecret(name, variable.getValue())) {
                    findings.warn(
                            null,
                            "the environment variable " + Shown.plain(name)
                                    + " looks like a secret, and a command line or a POM is no place for one",
                            "set it in your shell and pass it on: -Daml.inheritEnvironment=" + Shown.plain(name));
                }
            } else {
                findings.mistake(
                        null,
                        Shown.value(name) + " cannot be set as an environment variable",
                        "write -Daml.env.<NAME>=<value> with a name that is not empty and holds no '='");
            }
        }
        return variables;
    }

    private Framework framework(ConfigFolder.Choice choice, RunSettings settings, TargetType type) {
        Text written = settings.frameworkWord();
        Framework framework = settings.framework();
        if (written == null) {
            framework = type == TargetType.CLUSTER ? Framework.PYSPARK : Framework.PYTHON;
            Place file = Place.of(ConfigFolder.runConfigurationFile(choice.name()));
            findings.info(
                    choice.isRunConfiguration()
                            ? file + " names no Framework: the script runs with " + framework.word()
                            : "there is no " + file + ": the script runs with " + framework.word()
                                    + " and the other defaults of a run configuration");
        } else if (framework == Framework.PYSPARK && type == TargetType.LOCAL) {
            String key = settings.later() == null ? "Framework" : "framework";
            findings.mistake(
                    written.place(),
                    key + " is PySpark, which a target of type local cannot run",
                    "write " + key + ": Python, or name a target of type docker, remotedocker or cluster");
        }
        return framework == null ? Framework.PYTHON : framework;
    }

    /** Checks the path of a Python on this computer where it is written; of a name, the {@code PATH} decides later. */
    private void checkPython(ComputeFile target, @Nullable Script script) {
        Text python = target.pythonLocation();
        boolean needed =
                script == null || script.path().toLowerCase(Locale.ROOT).endsWith(".py");
        if (!needed || python == null || target.type() != TargetType.LOCAL || !new File(python.value()).isAbsolute()) {
            return;
        }
        File file = new File(python.value());
        if (!file.isFile() || !file.canExecute()) {
            findings.mistake(
                    python.place(),
                    "there is no Python " + Shown.value(python.value()) + " on this computer"
                            + (file.isDirectory()
                                    ? "; this is a folder"
                                    : file.exists() ? "; it is not executable" : ""),
                    "write the path that 'command -v python3' prints, or delete the line to use python3 of the PATH");
        }
    }

    /** Arguments are recorded as they are, and seen by all users of a computer while the script runs. */
    private void checkArguments(Script script) {
        String name = "";
        int number = 0;
        for (String argument : script.arguments()) {
            number++;
            int sign = argument.startsWith("-") ? argument.indexOf('=') : -1;
            String value = argument.startsWith("-") && sign < 0 ? "" : argument.substring(sign + 1);
            if (SecretWords.isSecret(sign < 0 ? name : argument.substring(0, sign), value)) {
                findings.warn(
                        null,
                        "argument " + number + " of " + script.path()
                                + " looks like a secret, and arguments are recorded as they are",
                        "let the script read it from a variable of your shell: -Daml.inheritEnvironment=<NAME>");
            }
            name = value.isEmpty() ? argument : "";
        }
    }

    private Needs needs(RunSettings settings, ComputeFile target, @Nullable String script, Framework framework)
            throws IOException {
        if (target.settings() instanceof DockerTarget.Settings docker && docker.baseDockerImage() == null) {
            findings.info("baseDockerImage is not set for the target " + Shown.plain(docker.name())
                    + ": the container starts from " + DockerTarget.Settings.DEFAULT_IMAGE);
        }
        return Needs.read(project, settings.dependencies(), target, script, framework, findings, unused);
    }

    private void checkUnused(ConfigFolder.Choice choice, ComputeFile used) throws IOException {
        for (String name : folder.runConfigurations()) {
            if (!choice.isRunConfiguration() || !name.equals(choice.name())) {
                RunSettings settings = RunConfigurationFile.read(project, folder, name, unused);
                if (settings != null) {
                    targets.exists(settings, unused);
                }
            }
        }
        for (String name : folder.targets()) {
            if (!name.equals(used.settings().name())) {
                ComputeFile.read(project, name, unused);
            }
        }
        findings.demote(unused);
    }
}

package io.github.amlmaven.run;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.compute.Job;
import io.github.amlmaven.compute.RunsFolder;
import io.github.amlmaven.compute.TargetPlan;
import io.github.amlmaven.config.ExperimentConfiguration;
import io.github.amlmaven.config.Remark;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.config.SecretMask;
import io.github.amlmaven.staging.ProjectFile;
import io.github.amlmaven.staging.ProjectTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do, told without contacting, counting or writing anything.
 *
 * @param parts run, target, environment, files, variables, limits and outputs, in this order; each a map of texts, numbers,
 *     truths, and lists and maps of them, with {@code ***} in the place of what looks like a secret
 * @param command the words that run the script, masked alike; empty: the target makes them later
 * @param remarks what the run would tell first
 */
public record RunPlan(Map<String, Map<String, Object>> parts, List<String> command, List<Remark> remarks) {
    private static final int BIGGEST = 3;

    /**
     * Where the run's record and outputs would go.
     *
     * @param history the address of the history
     * @param outbox where they wait for it on this computer; null: the history is on this computer
     * @param credentials whether the script gets what opens the history
     */
    public record Destination(String history, @Nullable String outbox, boolean credentials) {}

    /**
     * Plans it.
     *
     * @throws io.github.amlmaven.AmlException for everything that the run would refuse before it contacts anything
     */
    public static RunPlan of(
            Path project, ProjectId id, RunRequest request, RunSettings settings, Destination destination)
            throws IOException {
        List<Remark> remarks = new ArrayList<>();
        RunInputs inputs = RunInputs.read(project, request, settings, hearing(remarks));
        ExperimentConfiguration configuration = inputs.configuration();
        TargetPlan target = configuration.target().plan(inputs.job(), id);
        target.remarks().forEach(remark -> remarks.add(new Remark(Remark.Severity.INFO, remark)));
        Map<String, Map<String, Object>> parts = new LinkedHashMap<>();
        parts.put("run", run(configuration, id, settings.detach()));
        parts.put("target", target(configuration, target));
        parts.put("environment", shown(target.environment()));
        parts.put("files", files(inputs.tree(), settings));
        parts.put("variables", variables(configuration, settings, destination));
        parts.put("limits", limits(inputs.job().limits()));
        parts.put("outputs", outputs(configuration, id, destination));
        return new RunPlan(parts, SecretMask.words(target.command(), System.getenv()), List.copyOf(remarks));
    }

    private static RunListener hearing(List<Remark> remarks) {
        return new RunListener() {
            @Override
            public void info(String remark) {
                remarks.add(new Remark(Remark.Severity.INFO, remark));
            }

            @Override
            public void warning(String remark) {
                remarks.add(new Remark(Remark.Severity.WARNING, remark));
            }
        };
    }

    private static Map<String, Object> run(ExperimentConfiguration configuration, ProjectId id, boolean detach) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("project", id.path());
        run.put("run_configuration", configuration.name());
        run.put("framework", configuration.framework().word());
        run.put("script", configuration.script().path());
        run.put("tracked", configuration.trackedRun());
        if (detach) {
            run.put("detached", true);
        }
        return run;
    }

    private static Map<String, Object> target(ExperimentConfiguration configuration, TargetPlan plan) {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("name", configuration.target().name());
        target.put("type", configuration.target().type());
        target.putAll(plan.target());
        return target;
    }

    private static Map<String, Object> files(ProjectTree tree, RunSettings settings) throws IOException {
        Map<String, Object> files = new LinkedHashMap<>();
        files.put(
                "files",
                tree.files().stream()
                        .filter(file -> file.kind() != ProjectFile.Kind.FOLDER)
                        .count());
        files.put("bytes", tree.totalBytes());
        files.put("limit_bytes", settings.projectSizeLimit());
        files.put("ignore_rules", tree.ignoreFile().orElse("built-in"));
        Map<String, Object> biggest = new LinkedHashMap<>();
        tree.biggest(BIGGEST).forEach(file -> biggest.put(file.path(), file.size()));
        files.put("biggest", biggest);
        files.put("copied_to", RunsFolder.planned(settings.runsFolder()) + "/<run id>");
        return files;
    }

    private static Map<String, Object> variables(
            ExperimentConfiguration configuration, RunSettings settings, Destination destination) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("set", configuration.shownVariables());
        variables.put("inherited", settings.inheritedEnvironment());
        if (destination.credentials()) {
            variables.put("store_credentials", "passed on");
        }
        return variables;
    }

    private static Map<String, Object> limits(Job.Limits limits) {
        Map<String, Object> map = new LinkedHashMap<>();
        Duration timeout = limits.timeout();
        map.put("timeout_seconds", timeout == null ? "none" : timeout.toSeconds());
        map.put("grace_period_seconds", limits.gracePeriod().toSeconds());
        map.put("output_bytes", limits.outputSizeLimit());
        return map;
    }

    private static Map<String, Object> outputs(
            ExperimentConfiguration configuration, ProjectId id, Destination destination) {
        Map<String, Object> outputs = new LinkedHashMap<>();
        if (!configuration.trackedRun()) {
            outputs.put("kept", "in the run folder alone: TrackedRun is false, and there is no record");
            return outputs;
        }
        outputs.put("history", destination.history());
        outputs.put("artifacts", destination.history() + "/" + id.path() + "/ExperimentRun/<run id>");
        if (destination.outbox() != null) {
            outputs.put("outbox", destination.outbox());
        }
        return outputs;
    }

    /** Packages are asked for by addresses that may hold somebody's token, and Spark's settings may hold keys. */
    private static Map<String, Object> shown(Map<String, Object> facts) {
        Map<String, Object> shown = new LinkedHashMap<>();
        facts.forEach((name, value) -> {
            if (value instanceof List<?> list) {
                shown.put(
                        name,
                        SecretMask.words(list.stream().map(String::valueOf).toList(), System.getenv()));
            } else if (value instanceof Map<?, ?> map) {
                Map<String, Object> masked = new LinkedHashMap<>();
                map.forEach((key, each) ->
                        masked.put(String.valueOf(key), SecretMask.value(String.valueOf(key), String.valueOf(each))));
                shown.put(name, masked);
            } else {
                shown.put(name, value);
            }
        });
        return shown;
    }
}

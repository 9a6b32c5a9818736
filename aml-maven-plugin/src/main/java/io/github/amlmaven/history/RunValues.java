package io.github.amlmaven.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the records of several runs say, value beside value. */
record RunValues(List<RunRecord> runs) {
    private static final List<String> RESULT = List.of("status", "reason", "exit_code");
    private static final List<String> CONFIGURATION = List.of(
            "environment_variables",
            "framework",
            "parameters",
            "run_configuration",
            "script_name",
            "target",
            "target_type");

    /** Of one run alone, the same in all, said elsewhere, or compared in another section. */
    private static final Set<String> NOT_OF_THE_ENVIRONMENT = Set.of(
            "application_diagnostics",
            "application_final_status",
            "application_id",
            "application_state",
            "application_tracking_url",
            "arguments",
            "artifacts",
            "attachments",
            "created_utc",
            "deleted_utc",
            "description",
            "duration",
            "end_time_utc",
            "experiment_id",
            "heartbeat_enabled",
            "hidden",
            "labels",
            "livy_batch",
            "name",
            "not_collected",
            "parent_run_id",
            "properties",
            "reason_kind",
            "rerun_of",
            "run_id",
            "run_number",
            "start_time_utc",
            "tags",
            "verdicts",
            "warnings");

    List<ComparedValue> result() {
        List<Map<String, @Nullable Object>> maps = new ArrayList<>();
        for (RunRecord run : runs) {
            Map<String, @Nullable Object> fields = run.fields();
            Map<String, @Nullable Object> result = new LinkedHashMap<>();
            RESULT.forEach(name -> result.put(name, fields.get(name)));
            maps.add(result);
        }
        return rows(maps);
    }

    /** By the names of options, wherever they stand; when that tells no difference, the order does. */
    List<ComparedValue> arguments() {
        List<ComparedValue> rows = rows(each(run -> ArgumentNames.of(run.arguments())));
        ComparedValue whole = ComparedValue.of(
                "order", new ArrayList<>(runs.stream().map(RunRecord::arguments).toList()));
        if (!whole.same() && rows.stream().allMatch(ComparedValue::same)) {
            rows.add(whole);
        }
        return rows;
    }

    List<ComparedValue> configuration() {
        return rows(each(run -> {
            Map<String, @Nullable Object> fields = run.fields();
            Map<String, @Nullable Object> configuration = new LinkedHashMap<>();
            CONFIGURATION.forEach(name -> flatten(name, fields.get(name), configuration));
            return configuration;
        }));
    }

    List<ComparedValue> metrics() {
        return rows(each(run -> new TreeMap<String, @Nullable Object>(run.metrics())));
    }

    /** Whatever else a target tells of what the script ran in. */
    List<ComparedValue> environment() {
        return rows(each(run -> {
            Map<String, @Nullable Object> environment = new LinkedHashMap<>();
            Map<String, @Nullable Object> fields = new TreeMap<>(run.fields());
            run.metricFields().forEach(fields::remove);
            RESULT.forEach(fields::remove);
            CONFIGURATION.forEach(fields::remove);
            fields.keySet().removeAll(NOT_OF_THE_ENVIRONMENT);
            fields.forEach((name, value) -> flatten(name, value, environment));
            return environment;
        }));
    }

    List<ComparedValue> artifacts() {
        return rows(each(run -> {
            Map<String, @Nullable Object> artifacts = new LinkedHashMap<>();
            for (Artifact artifact : run.artifacts()) {
                if (!artifact.path().value().startsWith("azureml-logs/")) {
                    artifacts.put(artifact.path().value(), content(artifact));
                }
            }
            for (NotCollected file : run.notCollected()) {
                artifacts.put(file.path() + " (not collected)", file.size());
            }
            return artifacts;
        }));
    }

    private static Map<String, @Nullable Object> content(Artifact artifact) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("size", artifact.size());
        content.put("sha256", artifact.sha256());
        return content;
    }

    /** {@code {"host": {"os": ...}}} as {@code host.os}. */
    private static void flatten(String name, @Nullable Object value, Map<String, @Nullable Object> into) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> flatten(name + "." + key, inner, into));
        } else {
            into.put(name, value);
        }
    }

    private List<Map<String, @Nullable Object>> each(Function<RunRecord, Map<String, @Nullable Object>> values) {
        List<Map<String, @Nullable Object>> maps = new ArrayList<>();
        runs.forEach(run -> maps.add(values.apply(run)));
        return maps;
    }

    private static List<ComparedValue> rows(List<Map<String, @Nullable Object>> maps) {
        TreeSet<String> names = new TreeSet<>();
        maps.forEach(map -> names.addAll(map.keySet()));
        List<ComparedValue> rows = new ArrayList<>();
        for (String name : names) {
            List<@Nullable Object> values = new ArrayList<>();
            maps.forEach(map -> values.add(map.get(name)));
            rows.add(ComparedValue.of(name, values));
        }
        return rows;
    }
}

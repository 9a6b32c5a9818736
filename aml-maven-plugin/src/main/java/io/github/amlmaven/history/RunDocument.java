package io.github.amlmaven.history;

import io.github.amlmaven.ProjectId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The record of a run as it is kept: the fields of the Workbench, metrics and artifacts apart from them. */
final class RunDocument {
    /** Fields that nobody but the history fills in. */
    static final Set<String> RESERVED = Set.of(
            "arguments",
            "artifacts",
            "attachments",
            "created_utc",
            "deleted_utc",
            "duration",
            "end_time_utc",
            "exit_code",
            "experiment_id",
            "format",
            "heartbeat_enabled",
            "labels",
            "metrics",
            "nonce",
            "not_collected",
            "owner",
            "properties",
            "reason",
            "reason_kind",
            "run_configuration",
            "run_id",
            "run_number",
            "script_name",
            "seal",
            "start_time_utc",
            "status",
            "target",
            "verdicts",
            "warnings");

    private RunDocument() {}

    /** What {@code open.json} holds. */
    static Map<String, @Nullable Object> open(ProjectId project, Numbers.Claim claim, RunStart start) {
        Map<String, @Nullable Object> document = claimed(claim);
        document.put("script_name", start.script());
        document.put("arguments", start.arguments());
        document.put("run_configuration", start.runConfiguration());
        document.put("target", start.target());
        document.put("experiment_id", experiment(project, start.script()));
        addFacts(document, start.facts());
        return document;
    }

    /** A record of a run of which nothing but the claim is known. */
    static Map<String, @Nullable Object> claimed(Numbers.Claim claim) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("format", 1L);
        document.put("run_id", claim.run().value());
        document.put("run_number", (long) claim.number());
        document.put("created_utc", claim.document().get("created_utc"));
        document.put("owner", claim.document().get("owner"));
        for (String unknown : List.of(
                "script_name",
                "target",
                "experiment_id",
                "description",
                "name",
                "parent_run_id",
                "user_id",
                "start_time_utc",
                "end_time_utc",
                "duration",
                "exit_code",
                "reason",
                "reason_kind",
                "run_configuration")) {
            document.put(unknown, null);
        }
        document.put("arguments", List.of());
        document.put("heartbeat_enabled", true);
        document.put("hidden", false);
        document.put("properties", Map.of());
        document.put("artifacts", List.of());
        document.put("metrics", Map.of());
        document.put("not_collected", List.of());
        document.put("warnings", List.of());
        return document;
    }

    /** What {@code started.json} holds. */
    static Map<String, @Nullable Object> started(Instant time, @Nullable Snapshot snapshot, Map<String, Object> facts) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("start_time_utc", Timestamp.format(time));
        document.put("properties", snapshot == null ? Map.of() : Map.of("CommitId", snapshot.id()));
        addFacts(document, facts);
        return document;
    }

    /** Turns what is known of a run that is under way into its final record. */
    static void end(Map<String, @Nullable Object> document, RunOutcome outcome, Collection<Artifact> artifacts) {
        document.remove("owner");
        addFacts(document, outcome.facts());
        document.put("status", outcome.status().label());
        put(document, outcome.reason());
        Integer exitCode = outcome.exitCode();
        document.put("exit_code", exitCode == null ? null : (Object) exitCode.longValue());
        document.put("start_time_utc", Timestamp.format(outcome.start()));
        document.put("end_time_utc", Timestamp.format(outcome.end()));
        Instant start = outcome.start();
        document.put("duration", start == null ? null : Timestamp.format(Duration.between(start, outcome.end())));
        document.put("artifacts", files(artifacts));
        List<Object> left = new ArrayList<>();
        for (NotCollected file : outcome.notCollected()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("path", file.path());
            entry.put("size", file.size());
            entry.put("reason", file.reason());
            left.add(entry);
        }
        document.put("not_collected", left);
        document.put("metrics", outcome.metrics().values());
        List<String> warnings = new ArrayList<>(outcome.warnings());
        warnings.addAll(outcome.metrics().remarks());
        document.put("warnings", warnings);
    }

    /** What a second finaliser adds to the record of the first. */
    static Map<String, @Nullable Object> late(Collection<Artifact> artifacts) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("artifacts", files(artifacts));
        return document;
    }

    private static List<Object> files(Collection<Artifact> artifacts) {
        List<Object> files = new ArrayList<>();
        for (Artifact artifact : artifacts) {
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("path", artifact.path().value());
            file.put("size", artifact.size());
            file.put("sha256", artifact.sha256());
            files.add(file);
        }
        return files;
    }

    static void put(Map<String, @Nullable Object> document, @Nullable Reason reason) {
        document.put("reason", reason == null ? null : reason.words());
        document.put("reason_kind", reason == null ? null : reason.kind().label());
    }

    private static void addFacts(Map<String, @Nullable Object> document, Map<String, Object> facts) {
        for (Map.Entry<String, Object> fact : facts.entrySet()) {
            if (RESERVED.contains(fact.getKey())) {
                throw new IllegalArgumentException("the history itself fills in " + fact.getKey());
            }
            document.put(fact.getKey(), fact.getValue());
        }
    }

    /** The runs of one script are one experiment, as the Workbench had it. */
    private static String experiment(ProjectId project, String script) {
        String name = project.path() + "\n" + script;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

package io.github.amlmaven.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.Metrics;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunOutcome;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All runs of a sweep, ranked.
 *
 * @param children the best first
 * @param best null when there is nothing to rank by, or no run has it
 */
record SweepReport(
        SweepPlan plan, List<SweepChild> children, @Nullable SweepChild best) {
    static SweepReport of(SweepPlan plan, List<SweepChild> made) {
        List<SweepChild> children = new ArrayList<>(plan.taken());
        children.addAll(made);
        SweepMetric metric = plan.metric();
        if (metric.text().isEmpty()) {
            return new SweepReport(plan, children, null);
        }
        children.sort((one, other) -> rank(metric, one, other));
        SweepChild first = children.get(0);
        RunRecord record = first.record();
        boolean ranked = first.completed() && record != null && metric.value(record) != null;
        return new SweepReport(plan, children, ranked ? first : null);
    }

    private static int rank(SweepMetric metric, SweepChild one, SweepChild other) {
        RunRecord first = one.record();
        RunRecord second = other.record();
        if (!one.completed() || !other.completed() || first == null || second == null) {
            return Boolean.compare(other.completed(), one.completed());
        }
        return metric.compare(first, second);
    }

    List<RunRecord> completed() {
        List<RunRecord> completed = new ArrayList<>();
        for (SweepChild child : children) {
            RunRecord record = child.record();
            if (record != null && child.completed()) {
                completed.add(record);
            }
        }
        return completed;
    }

    /** How the run that holds them together ends. */
    RunOutcome outcome(boolean canceled, Instant start) {
        long failed = (long) children.size() - completed().size();
        // Not as metrics: each would be a column of every list, and a chart, with values of few runs.
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("runs", (long) children.size());
        result.put("failed_runs", failed);
        SweepChild winner = best;
        if (winner != null && winner.record() != null) {
            result.put("best_run", (long) winner.number());
            BigDecimal value = plan.metric().value(winner.record());
            if (value != null) {
                result.put(plan.metric().text(), value.doubleValue());
            }
        }
        RunStatus status = canceled ? RunStatus.CANCELED : failed > 0 ? RunStatus.FAILED : RunStatus.COMPLETED;
        Reason reason = canceled
                ? Reason.canceledByUser()
                : failed > 0
                        ? new Reason(
                                Reason.Kind.CHILDREN_FAILED,
                                failed + " of " + children.size() + " runs did not complete")
                        : null;
        return new RunOutcome(
                status,
                reason,
                null,
                start,
                Instant.now(),
                Metrics.NONE,
                List.of(),
                List.of(),
                Map.of("sweep_result", result));
    }

    /** One line for each run, RFC 4180: its number and id, status, seconds, values, metrics. */
    String csv() {
        Set<String> values = new LinkedHashSet<>();
        Set<String> metrics = new TreeSet<>();
        for (SweepChild child : children) {
            values.addAll(child.combination().values().keySet());
            RunRecord record = child.record();
            if (record != null) {
                metrics.addAll(record.metrics().keySet());
            }
        }
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            List<String> header = new ArrayList<>(List.of("run_number", "run_id", "status", "duration_seconds"));
            header.addAll(values);
            header.addAll(metrics);
            csv.writeRecord(header);
            for (SweepChild child : children) {
                csv.writeRecord(line(child, values, metrics));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text in memory takes everything
        }
        return text.toString();
    }

    private static List<String> line(SweepChild child, Set<String> values, Set<String> metrics) {
        RunRecord record = child.record();
        List<String> line = new ArrayList<>();
        line.add(child.number() == 0 ? "" : Integer.toString(child.number()));
        line.add(record == null ? "" : record.id().value());
        line.add(child.status());
        line.add(
                record == null
                        ? ""
                        : record.duration()
                                .map(time ->
                                        BigDecimal.valueOf(time.toMillis(), 3).toPlainString())
                                .orElse(""));
        values.forEach(name -> line.add(child.combination().values().getOrDefault(name, "")));
        Map<String, Object> logged = record == null ? Map.of() : record.metrics();
        for (String name : metrics) {
            Object value = logged.get(name);
            line.add(value == null ? "" : value instanceof String words ? words : Json.write(value));
        }
        return line;
    }
}

package io.github.amlmaven.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param status {@code COMPLETED}, {@code FAILED} or {@code CANCELED}
 * @param reason why it failed or was cancelled; null when it completed
 * @param exitCode of the script; null when there is none
 * @param start when the script was started; null when it never was
 * @param end when the script ended, or when the run was given up
 * @param metrics that the script logged
 * @param notCollected files of {@code outputs/} that were left out, with the reason
 * @param warnings what else whoever reads the record should know, one sentence each; those of the metrics are added
 * @param facts further fields of the record, under the rules of {@link RunStart#facts()}
 */
public record RunOutcome(
        RunStatus status,
        @Nullable Reason reason,
        @Nullable Integer exitCode,
        @Nullable Instant start,
        Instant end,
        Metrics metrics,
        List<NotCollected> notCollected,
        List<String> warnings,
        Map<String, Object> facts) {
    /** One about whose end no more is known. */
    public RunOutcome(
            RunStatus status,
            @Nullable Reason reason,
            @Nullable Integer exitCode,
            @Nullable Instant start,
            Instant end,
            Metrics metrics,
            List<NotCollected> notCollected,
            List<String> warnings) {
        this(status, reason, exitCode, start, end, metrics, notCollected, warnings, Map.of());
    }

    public RunOutcome {
        if (!status.isFinal()) {
            throw new IllegalArgumentException(status + " is not an end");
        }
        notCollected = List.copyOf(notCollected);
        warnings = List.copyOf(warnings);
        facts = Map.copyOf(facts);
    }
}

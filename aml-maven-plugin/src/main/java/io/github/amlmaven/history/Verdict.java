package io.github.amlmaven.history;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run that was made again had the results of the first.
 *
 * @param differences of the repeated run; empty: it had the same results
 * @param causes what is recorded of the runs besides their results and differs, when the results do
 * @param leftOut artifacts that were not compared because the user or the collection has left them out
 * @param metrics how many metrics the original has
 * @param artifacts how many artifacts of the original were compared
 */
public record Verdict(
        RunRecord original,
        RunRecord repeated,
        List<ResultDifference> differences,
        List<String> causes,
        List<String> leftOut,
        int metrics,
        int artifacts) {
    private static final int MOST_NAMED = 5;
    private static final int MOST_KEPT = 20;

    /** Whether the results are the same. */
    public boolean same() {
        return differences.isEmpty();
    }

    /** Says it in the records of both runs. */
    public void mark(RunHistory history) throws IOException {
        mark(history, original, repeated);
        mark(history, repeated, original);
    }

    private void mark(RunHistory history, RunRecord run, RunRecord other) throws IOException {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("verdict", same() ? "equal" : "different");
        details.put("other_run_number", other.number());
        details.put("other_run_id", other.id().value());
        details.put("repeats", run == repeated);
        if (!same()) {
            details.put("difference_count", differences.size());
            details.put(
                    "differences",
                    differences.stream()
                            .limit(MOST_KEPT)
                            .map(each -> each.name() + ": " + each.words())
                            .toList());
        }
        if (!leftOut.isEmpty()) {
            details.put("not_compared", leftOut.stream().limit(MOST_KEPT).toList());
        }
        history.mark(run, Mark.Kind.VERDICT, words(other), details);
    }

    /** Such as {@code different from run 12: metric Accuracy, outputs/model.json}. */
    private String words(RunRecord other) {
        return same() ? "equal to run " + other.number() : "different from run " + other.number() + ": " + names();
    }

    /** The names of what differs, the first of them. */
    public String names() {
        int more = differences.size() - MOST_NAMED;
        return differences.stream()
                        .limit(MOST_NAMED)
                        .map(ResultDifference::name)
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** The largest relative difference when nothing but numbers differ; else NaN. */
    public double distance() {
        double largest = 0;
        for (ResultDifference difference : differences) {
            // A NaN stays one.
            largest = Double.isNaN(largest) || Double.isNaN(difference.distance())
                    ? Double.NaN
                    : Math.max(largest, difference.distance());
        }
        return largest;
    }

    /** A relative difference in few digits. */
    public static String digits(double distance) {
        return String.format(Locale.ROOT, "%.2g", distance);
    }
}

package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.CodeDifference;
import io.github.amlmaven.history.FileChange;
import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.ProjectSnapshot;
import io.github.amlmaven.history.RunComparison;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Compares runs with the first of them: arguments, configuration, metrics, environment, outputs (by SHA-256) and code. Only
 * what differs is shown. Times, labels, notes and logs are not compared.
 *
 * <p>Examples: {@code mvn aml:compare}, {@code mvn aml:compare -Daml.runs=12,13,15 -Daml.all},
 * {@code mvn aml:compare -Daml.runs=label:best,last -Daml.diff}
 *
 * @since 1.0.0
 */
@Mojo(name = "compare", requiresProject = false, threadSafe = true)
public final class CompareMojo extends AmlMojo {
    /**
     * The runs, with commas between them: numbers, ids, {@code last}, or {@code label:<label>} for the newest run with it.
     * The others are compared with the first. Default: the last two. Example: {@code -Daml.runs=12,13,15}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.runs")
    private @Nullable String runs;

    /**
     * Shows also what is the same in all runs. Example: {@code -Daml.all}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.all", defaultValue = "false")
    private boolean all;

    /**
     * Shows the lines in which the code of two runs differs, as {@code git diff} does. Example:
     * {@code mvn -q aml:compare -Daml.runs=12,13 -Daml.diff}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.diff", defaultValue = "false")
    private boolean diff;

    /**
     * How the comparison is written: {@code table}, {@code json} or {@code markdown}; json has the SHA-256 in full.
     * Example: {@code -Daml.output=markdown}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.output", defaultValue = "table")
    private String output;

    @Override
    void run(Module module) throws IOException {
        OutputFormat format = OutputFormat.of(output, OutputFormat.TABLE, OutputFormat.JSON, OutputFormat.MARKDOWN);
        List<String> selectors = selectors();
        RunHistory history = history(module);
        List<RunRecord> records = records(module, history, selectors);
        if (diff && records.size() != 2) {
            throw new AmlException(
                    "-Daml.diff shows the code of two runs, and there are " + records.size(),
                    "name two: -Daml.runs=" + records.get(0).number() + ","
                            + records.get(records.size() - 1).number());
        }
        RunComparison comparison = RunComparison.of(history, records);
        List<FileChange> changes = diff ? changes(history, records.get(0), records.get(1)) : List.of();
        if (format == OutputFormat.JSON) {
            Map<String, @Nullable Object> fields = comparison.fields(all);
            if (diff) {
                fields.put("diff", changes.stream().map(FileChange::fields).toList());
            }
            System.out.println(Json.pretty(fields));
            return;
        }
        if (comparison.same()) {
            System.out.println("The runs " + numbers(records)
                    + " are the same: arguments, configuration, metrics, environment, artifacts and code.");
        }
        if (all || !comparison.same()) {
            new ComparisonTable(comparison, all).print(format);
        }
        print(changes, format);
    }

    private static void print(List<FileChange> changes, OutputFormat format) {
        if (changes.isEmpty()) {
            return;
        }
        System.out.println();
        if (format == OutputFormat.MARKDOWN) {
            // A line of a diff never begins with it: nothing in the code ends the block before its end.
            System.out.println("~~~~diff");
        }
        DiffPrinter.lines(changes).forEach(System.out::println);
        if (format == OutputFormat.MARKDOWN) {
            System.out.println("~~~~");
        }
    }

    private List<String> selectors() {
        if (runs == null) {
            return List.of();
        }
        List<String> selectors = new ArrayList<>();
        for (String selector : runs.split(",", -1)) {
            if (!selector.isBlank()) {
                selectors.add(selector.strip());
            }
        }
        if (selectors.size() < 2) {
            throw new AmlException(
                    "-Daml.runs=" + runs + " names " + (selectors.isEmpty() ? "no run" : "one run only")
                            + ", and two are needed for a comparison",
                    "name two or more with commas between them, such as -Daml.runs="
                            + (selectors.isEmpty() ? "1" : selectors.get(0)) + ",last, or none for the last two");
        }
        return selectors;
    }

    private List<RunRecord> records(Module module, RunHistory history, List<String> selectors) throws IOException {
        if (selectors.isEmpty()) {
            List<RunRecord> newest = history.list(RunFilter.newest(2)).runs();
            if (newest.size() < 2) {
                throw new AmlException(
                        "there " + (newest.isEmpty() ? "are no runs" : "is one run only") + " in " + history
                                + ", and two are needed for a comparison",
                        "run the experiment again: " + command(module).of("run"));
            }
            return List.of(newest.get(1), newest.get(0));
        }
        List<RunRecord> records = new ArrayList<>();
        for (String selector : selectors) {
            RunRecord record = find(module, history, selector);
            if (records.stream().anyMatch(other -> other.number() == record.number())) {
                throw new AmlException(
                        "-Daml.runs=" + runs + " names run " + record.number() + " twice",
                        "name each run once: " + command(module).of("history") + " lists them");
            }
            records.add(record);
        }
        return records;
    }

    private static List<FileChange> changes(RunHistory history, RunRecord from, RunRecord to) throws IOException {
        return CodeDifference.between(snapshot(history, from), snapshot(history, to));
    }

    private static ProjectSnapshot snapshot(RunHistory history, RunRecord run) throws IOException {
        return history.snapshot(run)
                .orElseThrow(() -> new AmlException(
                        "of run " + run.number() + " there is no snapshot of the code"
                                + (run.snapshotId().isEmpty() ? ": it ended before one was taken" : " any more"),
                        "compare the rest of it without -Daml.diff"));
    }

    private static String numbers(List<RunRecord> records) {
        String but = records.stream()
                .limit(records.size() - 1L)
                .map(record -> Integer.toString(record.number()))
                .collect(Collectors.joining(", "));
        return but + " and " + records.get(records.size() - 1).number();
    }
}

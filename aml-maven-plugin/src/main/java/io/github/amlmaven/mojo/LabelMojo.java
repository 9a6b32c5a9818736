package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Labels;
import io.github.amlmaven.history.Mark;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunSelection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Puts labels on runs, such as {@code best} or {@code baseline}, by which other goals find them: {@code -Daml.run=label:best}
 * is the newest run with that label. Whoever uses the same history sees them.
 *
 * <p>Without a run it lists the labels there are, with their runs; without a label, those of the run.
 *
 * <p>Examples: {@code mvn aml:label -Daml.run=42 -Daml.label=best,baseline},
 * {@code mvn aml:label -Daml.run=42 -Daml.label=best -Daml.unique}, {@code mvn aml:label}
 *
 * @since 1.0.0
 */
@Mojo(name = "label", requiresProject = false, threadSafe = true)
public final class LabelMojo extends AmlMojo {
    /**
     * The runs: numbers, ranges, run ids, {@code last}, or {@code label:<label>}, with commas between them. Default: none,
     * which lists the labels. Example: {@code -Daml.run=3,5..9}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run")
    private @Nullable String run;

    /**
     * The labels, with commas between them: letters, digits, {@code .}, {@code _} and {@code -}. Default: none, which lists
     * those there are. Example: {@code -Daml.label=best,baseline}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.label")
    private @Nullable String label;

    /**
     * Takes the labels away from the runs. Example: {@code -Daml.remove}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.remove", defaultValue = "false")
    private boolean remove;

    /**
     * Takes the labels away from all other runs, so that the run is the only one with them. Example: {@code -Daml.unique}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.unique", defaultValue = "false")
    private boolean unique;

    /**
     * How the list is written: {@code table}, {@code json}, {@code csv} or {@code markdown}. Example:
     * {@code -Daml.output=json}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.output", defaultValue = "table")
    private String output;

    @Override
    void run(Module module) throws IOException {
        OutputFormat format = OutputFormat.of(output, OutputFormat.values());
        List<String> labels = label == null ? List.of() : Labels.parse(label);
        RunSelection selection = run == null ? null : RunSelection.parse(run);
        RunHistory history = history(module);
        if (selection == null || labels.isEmpty()) {
            if (remove || unique) {
                throw new AmlException(
                        "which " + (selection == null ? "run" : "label") + " is not said",
                        "set both: " + command(module).of("label", "-Daml.run=<number>", "-Daml.label=<label>"));
            }
            list(history, labels, selection == null ? null : selection.in(history), format);
            return;
        }
        List<RunRecord> runs = selection.in(history);
        if (unique && (remove || runs.size() > 1)) {
            throw new AmlException(
                    remove ? "-Daml.unique and -Daml.remove say different things" : "only one run can be the only one",
                    remove
                            ? "leave out one of them"
                            : "name one run: -Daml.run=" + runs.get(0).number());
        }
        for (RunRecord each : runs) {
            for (String name : labels) {
                mark(history, each, name, remove);
            }
        }
        // Afterwards, so that there is a run with the label at any time.
        if (unique) {
            takeAway(history, labels, runs.get(0));
        }
    }

    private void mark(RunHistory history, RunRecord record, String name, boolean away) throws IOException {
        boolean has = record.labels().contains(name);
        if (has == away) {
            history.mark(record, away ? Mark.Kind.UNLABEL : Mark.Kind.LABEL, name, Map.of());
        }
        getLog().info("Run " + record.number() + " has " + (away ? (has ? "lost" : "not had") : has ? "already" : "now")
                + " the label '" + name + "'");
    }

    private void takeAway(RunHistory history, List<String> labels, RunRecord keeper) throws IOException {
        for (RunRecord other : history.list(RunFilter.ALL).runs()) {
            for (String name : labels) {
                if (!other.id().equals(keeper.id()) && other.labels().contains(name)) {
                    mark(history, other, name, true);
                }
            }
        }
    }

    private void list(RunHistory history, List<String> wanted, @Nullable List<RunRecord> of, OutputFormat format)
            throws IOException {
        Map<String, List<RunRecord>> labelled = new TreeMap<>();
        for (RunRecord record : of == null ? history.list(RunFilter.newest(0)).runs() : of) {
            for (String name : record.labels()) {
                if (wanted.isEmpty() || wanted.contains(name)) {
                    labelled.computeIfAbsent(name, unused -> new ArrayList<>()).add(record);
                }
            }
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        labelled.forEach((name, runs) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("label", name);
            row.put(
                    "runs",
                    format == OutputFormat.JSON
                            ? runs.stream().map(RunRecord::number).toList()
                            : RunSelection.of(runs));
            rows.add(row);
        });
        if (rows.isEmpty() && format != OutputFormat.JSON) {
            getLog().info("No labels in " + history);
        } else {
            RowPrinter.print(rows, format);
        }
    }
}

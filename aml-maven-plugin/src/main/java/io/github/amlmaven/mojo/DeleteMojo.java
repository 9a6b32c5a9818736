package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Mark;
import io.github.amlmaven.history.RunDeletion;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunSelection;
import io.github.amlmaven.history.RunStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Deletes runs: no list shows them any more. Nothing of them is removed yet, and {@code -Daml.undo} brings them back, until
 * {@code aml:gc} removes what they kept, a week later.
 *
 * <p>Runs under way are refused.
 *
 * <p>Examples: {@code mvn aml:delete -Daml.run=3,5..9}, {@code mvn aml:delete -Daml.status=Failed -Daml.dryRun},
 * {@code mvn aml:delete -Daml.query="[?Accuracy < `0.5`].run_number"}, {@code mvn aml:delete -Daml.undo -Daml.run=3}
 *
 * @since 1.0.0
 */
@Mojo(name = "delete", requiresProject = false, threadSafe = true)
public final class DeleteMojo extends AmlMojo {
    /**
     * The runs: numbers, ranges, run ids, {@code last}, or {@code label:<label>}, with commas between them. There is no
     * default, so that no run is deleted by mistake. Example: {@code -Daml.run=3,5..9}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run")
    private @Nullable String run;

    /**
     * The runs that a JMESPath expression over the list of runs yields, as runs, numbers or ids. Default: none. Example:
     * {@code -Daml.query="[?Accuracy < `0.5`]"}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.query")
    private @Nullable String query;

    /**
     * The runs in this state: Completed, Failed or Canceled; with {@code aml.run} or {@code aml.query} only those of them.
     * Default: none. Example: {@code -Daml.status=Failed}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.status")
    private @Nullable String status;

    /**
     * Brings deleted runs back instead. Example: {@code -Daml.undo}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.undo", defaultValue = "false")
    private boolean undo;

    /**
     * Only lists what would be deleted. Example: {@code -Daml.dryRun}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * Also deletes runs of which artifacts have been promoted; the assets stay what they are. Example:
     * {@code -Daml.force}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.force", defaultValue = "false")
    private boolean force;

    @Override
    void run(Module module) throws IOException {
        GoalCommand command = command(module);
        RunDeletion.Choice choice = new RunDeletion.Choice(
                run == null ? null : RunSelection.parse(run), query, status == null ? null : RunStatus.of(status));
        if (choice.isEmpty()) {
            throw new AmlException(
                    "no run is named",
                    "set -Daml.run=3,5..9, or -Daml.status=Failed; "
                            + (undo ? command.of("history", "-Daml.deleted") : command.of("history")) + " lists them");
        }
        RunHistory history = history(module);
        List<RunRecord> runs = new RunDeletion(history, force).check(choice, undo);
        if (runs.isEmpty()) {
            getLog().info(undo ? "None of these runs is deleted" : "There is nothing to delete");
            return;
        }
        if (!dryRun) {
            history.mark(runs, undo ? Mark.Kind.UNDELETE : Mark.Kind.DELETE, "", Map.of());
        }
        for (RunRecord each : runs) {
            getLog().info((dryRun ? "would be " : "") + (undo ? "brought back" : "deleted") + ": run " + each.number()
                    + "  " + each.status().label() + "  " + RowPrinter.cell(each.script())
                    + (each.labels().isEmpty() ? "" : "  " + String.join(", ", each.labels())));
        }
        String count = runs.size() + (runs.size() == 1 ? " run" : " runs");
        String numbers = GoalCommand.option("aml.run", RunSelection.of(runs));
        if (dryRun) {
            getLog().info(count + " in all; nothing has been done -> "
                    + (undo ? command.of("delete", "-Daml.undo", numbers) : command.of("delete", numbers)));
        } else if (undo) {
            RunDeletion.makeSure(history, runs);
            getLog().info(count + " brought back");
        } else {
            getLog().info(count + " deleted; to bring " + (runs.size() == 1 ? "it" : "them") + " back -> "
                    + command.of("delete", "-Daml.undo", numbers));
        }
    }
}

package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Backup;
import io.github.amlmaven.history.ProjectSnapshot;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.ProjectRestore;
import io.github.amlmaven.run.RestoreStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes the project what it was at a run: files are changed, added and deleted until it is the snapshot that the run was
 * given. What is left out of runs stays as it is: {@code .git}, {@code outputs}, {@code target}, what the ignore files
 * leave out.
 *
 * <p>{@code -Daml.dryRun} lists what would be done. The goal refuses while a file would be replaced or deleted whose content
 * is in no snapshot of the history, unless {@code -Daml.force}. In any case it first keeps the project as it is as a
 * snapshot of its own, and prints the command that brings that back; this can be undone in the same way.
 *
 * <p>A file that is left out of runs today and was not at that run is made when it is missing, and else stays as it is. One
 * that was left out at that run is not deleted. Times of files are not kept; a file that is written has the time of now.
 *
 * <p>Examples: {@code mvn aml:restore -Daml.run=42 -Daml.dryRun}, {@code mvn aml:restore -Daml.run=42},
 * {@code mvn aml:restore -Daml.undo}
 *
 * @since 1.0.0
 */
@Mojo(name = "restore", requiresProject = false, threadSafe = true)
public final class RestoreMojo extends AmlMojo {
    /**
     * The run: its number, its id, {@code last}, or {@code label:<label>}; this, {@code aml.snapshot} or {@code aml.undo} is
     * required. Example: {@code -Daml.run=42}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run")
    private @Nullable String run;

    /**
     * The id of a snapshot, such as the backup that an earlier restore has kept. Default: that of the run. Example:
     * {@code -Daml.snapshot=0f3a5c0d8e1b4a6f9c2d7e8b1a3c5d7f9e0b2c4d}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.snapshot")
    private @Nullable String snapshot;

    /**
     * Undoes the last restore of this folder; again, it undoes that. Example: {@code -Daml.undo}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.undo", defaultValue = "false")
    private boolean undo;

    /**
     * Lists what would be changed, added and deleted, and does nothing. Example: {@code -Daml.dryRun}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * Replaces and deletes files, too, whose content only the backup will have. Example: {@code -Daml.force}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.force", defaultValue = "false")
    private boolean force;

    /**
     * How {@code aml.dryRun} is written: {@code table} or {@code json}. Example: {@code -Daml.output=json}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.output", defaultValue = "table")
    private String output;

    /**
     * The folder that holds the isolated folders of the runs, which is never touched should it lie in the project. Default:
     * {@code azureml_runs} in the system's temporary folder. Example: {@code -Daml.runsFolder=/scratch/runs}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.runsFolder")
    private @Nullable String runsFolder;

    /** So many backups are named besides the one that is undone. */
    private static final int OLDER = 5;

    /** What the project is to be, and what that is called. */
    private record Goal(ProjectSnapshot snapshot, String name) {}

    @Override
    void run(Module module) throws IOException {
        OutputFormat format = OutputFormat.of(output, OutputFormat.TABLE, OutputFormat.JSON);
        if (chosen(module).outbox() != null && chosen(module).offline()) {
            throw new AmlException(
                    "Maven is offline, and a restore keeps a backup in the history at "
                            + chosen(module).store(),
                    "leave out -o");
        }
        RunHistory history = history(module);
        Goal goal = goal(module, history);
        ProjectRestore restore = new ProjectRestore(module.folder(), history, goal.snapshot, apart(module));
        RestoreConsole console = new RestoreConsole(getLog());
        if (dryRun) {
            List<RestoreStep> steps = restore.plan();
            console.planned(steps, restore.losses(steps), format, goal.name);
            return;
        }
        List<RestoreStep> done =
                restore.carryOut("restore of " + goal.name, force, backup -> console.kept(backup, command(module)));
        console.done(done, goal.name);
    }

    private Goal goal(Module module, RunHistory history) throws IOException {
        long chosen = Stream.of(run != null, snapshot != null, undo)
                .filter(set -> set)
                .count();
        if (chosen != 1) {
            throw new AmlException(
                    chosen == 0
                            ? "it is not said what the project is to be"
                            : "it is said twice what the project is to be",
                    "set one of -Daml.run=<number>, -Daml.snapshot=<id> and -Daml.undo; mvn aml:history lists the runs");
        }
        if (run != null) {
            RunRecord record = find(module, history, run);
            String id = record.snapshotId()
                    .orElseThrow(() -> new AmlException(
                            "run " + record.number() + " has no snapshot: it is "
                                    + record.status().label() + ", and came to no copy of the project",
                            "choose another run; mvn aml:history lists them"));
            return new Goal(snapshot(history, id), "run " + record.number());
        }
        if (snapshot != null) {
            return new Goal(snapshot(history, snapshot), "snapshot " + snapshot);
        }
        Path folder = module.folder().toRealPath();
        List<Backup> backups = history.backups().of(folder);
        if (backups.isEmpty()) {
            throw new AmlException(
                    "no restore of " + folder + " is known in the history at " + history.store(),
                    "set -Daml.run=<number> or -Daml.snapshot=<id>; -Daml.store names another history");
        }
        Backup backup = backups.get(0);
        getLog().info("Undoing the " + backup.before() + ".");
        // After several restores, or one that was interrupted, what the user looks for may be further back.
        for (Backup older : backups.subList(1, Math.min(backups.size(), 1 + OLDER))) {
            getLog().info("Further back, before the " + older.before() + " at " + older.time() + ": "
                    + command(module).of("restore", "-Daml.snapshot=" + older.snapshot()));
        }
        return new Goal(snapshot(history, backup.snapshot()), "what was there before the " + backup.before());
    }

    private static ProjectSnapshot snapshot(RunHistory history, String asked) throws IOException {
        String id = whole(history, asked);
        return history.snapshot(id)
                .orElseThrow(
                        () -> new AmlException(
                                "there is no snapshot " + RowPrinter.cell(id) + " in the history at " + history.store(),
                                "give all 40 digits, of a backup the first ones; mvn aml:info -Daml.output=json shows that of a run as properties.CommitId"));
    }

    /** Of a backup the first digits are enough, such as {@code aml:du} shows, when no other begins like that. */
    private static String whole(RunHistory history, String id) throws IOException {
        if (!id.matches("[0-9a-f]{6,39}")) {
            return id;
        }
        List<String> known = history.backups().list().stream()
                .map(Backup::snapshot)
                .filter(each -> each.startsWith(id))
                .distinct()
                .toList();
        return known.size() == 1 ? known.get(0) : id;
    }

    private Set<Path> apart(Module module) {
        Set<Path> apart = new HashSet<>();
        Path runs = runsFolder == null ? null : module.resolve(runsFolder);
        for (Path each : Arrays.asList(storeFolder(module), journalFolder(module), outboxes(module), runs)) {
            if (each != null) {
                apart.add(each);
            }
        }
        return apart;
    }
}

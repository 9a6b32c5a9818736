package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.DeletedRun;
import io.github.amlmaven.history.HistoryGarbage;
import io.github.amlmaven.history.SnapshotGarbage;
import io.github.amlmaven.run.Garbage;
import io.github.amlmaven.run.GarbageCollection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Removes what nobody needs any more. On this computer: the folders of runs that have ended, their containers, and images of
 * environments that no run configuration asks for. In the history: what runs kept that were deleted a week ago or longer
 * ({@code aml:delete}), and snapshots that no run and no backup needs; runs may begin meanwhile, also on other computers.
 * Artifacts that are assets stay, and so does what belongs to other projects.
 *
 * <p>Without {@code -Daml.apply} it removes nothing and lists what it would remove, with its size. What a run could not bring
 * into the history stays, unless {@code -Daml.force} is given. A run whose files have been removed cannot be brought back;
 * its number is never used again. What cannot be removed does not keep the rest from it; the
 * build fails at the end then.
 *
 * <p>Examples: {@code mvn aml:gc}, {@code mvn aml:gc -Daml.apply}, {@code mvn aml:gc -Daml.olderThan=30d -Daml.apply}
 *
 * @since 1.0.0
 */
@Mojo(name = "gc", requiresProject = false, threadSafe = true)
public final class GcMojo extends AmlMojo {
    /**
     * Really removes what is listed. Default: false, which removes nothing. Example: {@code -Daml.apply}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.apply", defaultValue = "false")
    private boolean apply;

    /**
     * Only what is older: runs that ended so long ago, images made so long ago; seconds, or a number with {@code s},
     * {@code m}, {@code h} or {@code d}. What is left of runs without a record is kept for a day in any case. Example:
     * {@code -Daml.olderThan=30d}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.olderThan", defaultValue = "0")
    private String olderThan;

    /**
     * How long a deleted run can be brought back: what it kept is removed only later. Seconds, or a number with {@code s},
     * {@code m}, {@code h} or {@code d}. Example: {@code -Daml.grace=30d}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.grace", defaultValue = "7d")
    private String grace;

    /**
     * Also removes what is nowhere else: folders and containers of runs with outputs that were not collected, such as those
     * over the limit; and images of which cannot be told whether a run configuration needs them. Example:
     * {@code -Daml.force}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.force", defaultValue = "false")
    private boolean force;

    /**
     * The folder that holds the isolated folders of the runs. Default: {@code azureml_runs} in the system's temporary
     * folder. Example: {@code -Daml.runsFolder=/scratch/runs}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.runsFolder")
    private @Nullable String runsFolder;

    @Override
    void run(Module module) throws IOException, MojoFailureException {
        Duration patience = TimeSpan.parse("aml.grace", grace);
        GarbageCollection collection = new GarbageCollection(
                module.folder(),
                history(module),
                journal(module),
                chosen(module).outbox(),
                credentials(),
                new GarbageCollection.Wishes(
                        runsFolder == null ? null : module.resolve(runsFolder),
                        TimeSpan.parse("aml.olderThan", olderThan),
                        force));
        GarbageConsole console = new GarbageConsole(getLog());
        List<Garbage> garbage = collection.collect();
        if (!apply) {
            garbage.forEach(console::found);
            console.remarks(collection.remarks());
            console.total(garbage, again(module));
            history(module, patience);
            return;
        }
        int failures = 0;
        List<Garbage> done = new ArrayList<>();
        for (Garbage each : garbage) {
            try {
                Garbage fate = each.fate() == Garbage.Fate.GOES ? collection.remove(each) : each;
                console.done(fate);
                done.add(fate);
            } catch (AmlException e) {
                console.failed(each, String.valueOf(e.getMessage()));
                failures++;
            } catch (IOException e) {
                console.failed(each, OutsideWorld.words(e));
                failures++;
            }
        }
        console.remarks(collection.remarks());
        console.removed(done);
        history(module, patience);
        if (failures > 0) {
            throw new MojoFailureException(failures + (failures == 1 ? " thing" : " things")
                    + " could not be removed\n-> mend what is told" + " above, then try again: " + again(module));
        }
    }

    /** Looks at what is in the history, and removes it, after the folders: those are known by their runs. */
    private void history(Module module, Duration patience) throws IOException {
        if (chosen(module).offline() && chosen(module).outbox() != null) {
            getLog().info("Offline: the history is not looked at");
            return;
        }
        HistoryGarbageConsole console = new HistoryGarbageConsole(getLog());
        HistoryGarbage garbage = history(module).garbage();
        List<DeletedRun> runs = garbage.runs(patience);
        SnapshotGarbage snapshots = garbage.snapshots(runs);
        boolean any = runs.stream().anyMatch(DeletedRun::goes) || snapshots.snapshots() + snapshots.contents() > 0;
        if (!apply || !any) {
            runs.forEach(console::found);
            console.snapshots(snapshots, "remove");
            console.total(
                    runs, snapshots, patience, apply ? "" : "can be removed; nothing has been yet -> " + again(module));
            return;
        }
        garbage.tryOut();
        List<DeletedRun> done = new ArrayList<>();
        for (DeletedRun each : runs) {
            DeletedRun fate = each.goes() ? garbage.remove(each) : each;
            console.done(fate);
            done.add(fate);
        }
        SnapshotGarbage removed = garbage.removeSnapshots();
        console.snapshots(removed, "removed");
        console.total(done, removed, patience, "");
    }

    /** The command that removes it. */
    private String again(Module module) {
        List<String> options = new ArrayList<>(List.of("-Daml.apply"));
        for (String property : List.of("aml.olderThan", "aml.grace", "aml.force", "aml.runsFolder")) {
            String value = session().getUserProperties().getProperty(property);
            if (value != null) {
                options.add(GoalCommand.option(property, value));
            }
        }
        return command(module).of("gc", options.toArray(new String[0]));
    }
}

package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.run.Garbage;
import io.github.amlmaven.run.GarbageCollection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Removes what no run of the project needs any more on this computer: the folders of runs that have ended, their containers,
 * and images of environments that no run configuration asks for. The run history is never touched, nor what belongs to other
 * projects.
 *
 * <p>Without {@code -Daml.apply} it removes nothing and lists what it would remove, with its size. What a run could not bring
 * into the history stays, unless {@code -Daml.force} is given. What cannot be removed does not keep the rest from it; the
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
        if (failures > 0) {
            throw new MojoFailureException(failures + (failures == 1 ? " thing" : " things")
                    + " could not be removed\n-> mend what is told" + " above, then try again: " + again(module));
        }
    }

    /** The command that removes it. */
    private String again(Module module) {
        List<String> options = new ArrayList<>(List.of("-Daml.apply"));
        for (String property : List.of("aml.olderThan", "aml.force", "aml.runsFolder")) {
            String value = session().getUserProperties().getProperty(property);
            if (value != null) {
                options.add(GoalCommand.option(property, value));
            }
        }
        return command(module).of("gc", options.toArray(new String[0]));
    }
}

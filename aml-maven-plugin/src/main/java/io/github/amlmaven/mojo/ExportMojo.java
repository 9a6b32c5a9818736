package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.RunExport;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Brings a run of the history, or all, into one zip: records, artifacts, project files, assets, labels and notes, each file checked
 * against its SHA-256. {@code aml:import} brings them into another history; unpacked into an empty folder, the zip is a
 * history, too ({@code -Daml.store=<folder>}).
 *
 * <p>The zip appears under its name when all of it is there and has been read again.
 *
 * <p>Examples: {@code mvn aml:export -Daml.run=12 -Daml.file=run12.zip}, {@code mvn aml:export -Daml.all -Daml.file=all.zip}
 *
 * @since 1.0.0
 */
@Mojo(name = "export", requiresProject = false, threadSafe = true)
public final class ExportMojo extends RunsMojo {
    /**
     * The zip. There is no default. Example: {@code -Daml.file=/media/stick/iris.zip}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.file")
    private @Nullable String file;

    /**
     * Replaces a file that is there; without it such a file stops the goal before anything is written. Example:
     * {@code -Daml.overwrite}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.overwrite", defaultValue = "false")
    private boolean overwrite;

    @Override
    void run(Module module) throws IOException {
        Path zip = zip(module, file);
        RunHistory history = history(module);
        List<RunRecord> runs = new ArrayList<>(runs(history));
        runs.removeIf(run -> {
            boolean deleted = all() && run.isDeleted();
            if (deleted) {
                getLog().info("Run " + run.number() + " is left out: it is deleted");
            }
            return deleted;
        });
        if (runs.isEmpty()) {
            throw new AmlException(
                    "no run in " + history + " has ended, so that there is nothing to export",
                    "make one: " + command(module).of("run"));
        }
        RunExport.Written written =
                new RunExport(history, new TransferConsole(getLog(), quiet())).write(runs, zip, overwrite);
        getLog().info((written.runs() == 1 ? "Exported run " + runs.get(0).number() : written.runs() + " runs exported")
                + " to " + zip + ": " + written.objects() + " objects, " + written.bytes() + " bytes");
    }

    /** The zip that the user names. */
    static Path zip(Module module, @Nullable String file) {
        if (file == null || file.isBlank()) {
            throw new AmlException("the zip is not named", "set -Daml.file=<zip>");
        }
        return module.resolve(file).normalize();
    }
}

package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Brings artifacts of a run into a folder, each checked against the size and SHA-256 that the run recorded.
 *
 * <p>Examples: {@code mvn aml:download}, {@code mvn aml:download -Daml.run=42 -Daml.artifact="outputs/**"}
 *
 * @since 1.0.0
 */
@Mojo(name = "download", requiresProject = false, threadSafe = true)
public final class DownloadMojo extends AmlMojo {
    /**
     * The run: its number, its id, or {@code last}. Example: {@code -Daml.run=42}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run", defaultValue = "last")
    private String run;

    /**
     * Which artifacts: a path, or a pattern in which {@code *} stands for part of a name and {@code **} for folders too.
     * Example: {@code -Daml.artifact="outputs/*.png"}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.artifact", defaultValue = "**")
    private String artifact;

    /**
     * The folder they are put into, under their paths. Default: {@code downloads/<run number>} in the project's folder.
     * Example: {@code -Daml.destination=/tmp/model}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.destination")
    private @Nullable String destination;

    /**
     * Replaces files that are there with other content; without it such a file stops the goal before anything is
     * written. Example: {@code -Daml.overwrite}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.overwrite", defaultValue = "false")
    private boolean overwrite;

    @Override
    void run(Module module) throws IOException {
        RunHistory history = history(module);
        RunRecord record = find(module, history, run);
        List<Artifact> wanted = record.matching(artifact);
        Path into = destination == null ? DownloadFolder.of(module.folder(), record) : module.resolve(destination);
        var files = history.download(record, wanted, into, overwrite);
        files.forEach(file -> getLog().info((file.alreadyThere() ? "Already there: " : "Downloaded: ")
                + RowPrinter.cell(file.file().toString())
                + " (" + file.artifact().size() + " bytes)"));
    }
}

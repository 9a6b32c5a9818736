package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.DownloadedFile;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Brings one artifact of a run to where it is wanted, checked against the size and SHA-256 that the run recorded.
 *
 * <p>Example: {@code mvn aml:download-artifact -Daml.artifact=outputs/model.json -Daml.destination=model.json}
 *
 * @since 1.0.0
 */
@Mojo(name = "download-artifact", requiresProject = false, threadSafe = true)
public final class DownloadArtifactMojo extends AmlMojo {
    /**
     * The run: its number, its id, or {@code last}. Example: {@code -Daml.run=42}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run", defaultValue = "last")
    private String run;

    /**
     * The artifact's path; required. Example: {@code -Daml.artifact=outputs/model.json}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.artifact")
    private @Nullable String artifact;

    /**
     * The file to write, or a folder (one that is there, or a name that ends in {@code /}), which then gets the file
     * under its own name. Default: the artifact's path in {@code downloads/<run number>}. Example:
     * {@code -Daml.destination=model.json}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.destination")
    private @Nullable String destination;

    /**
     * Replaces a file that is there with other content. Example: {@code -Daml.overwrite}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.overwrite", defaultValue = "false")
    private boolean overwrite;

    @Override
    void run(Module module) throws IOException {
        if (artifact == null) {
            throw new AmlException(
                    "no artifact named",
                    "set -Daml.artifact=<path>, such as outputs/model.json; mvn aml:info lists the artifacts of a run");
        }
        RunHistory history = history(module);
        RunRecord record = find(module, history, run);
        Artifact wanted = record.artifact(artifact);
        DownloadedFile file = history.downloadTo(record, wanted, destination(module, record, wanted), overwrite);
        getLog().info((file.alreadyThere() ? "Already there: " : "Downloaded: ")
                + RowPrinter.cell(file.file().toString()) + " (" + wanted.size()
                + " bytes)");
    }

    private Path destination(Module module, RunRecord record, Artifact wanted) throws IOException {
        if (destination == null) {
            return DownloadFolder.of(module.folder(), record)
                    .resolve(wanted.path().value());
        }
        Path named = module.resolve(destination);
        boolean isFolder = destination.endsWith("/") || Files.isDirectory(named);
        return isFolder ? named.resolve(wanted.path().fileName()) : named;
    }
}

package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.Asset;
import io.github.amlmaven.history.AssetLink;
import io.github.amlmaven.history.Assets;
import io.github.amlmaven.history.DownloadedFile;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Brings one artifact of a run to where it is wanted, or what the link to an asset leads to, a file or a whole folder;
 * checked against the size and SHA-256 that the run recorded.
 *
 * <p>Examples: {@code mvn aml:download-artifact -Daml.artifact=outputs/model.json -Daml.destination=model.json},
 * {@code mvn aml:download-artifact -Daml.link=assets/model.pkl.link}
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
     * The artifact's path; this or {@code aml.link} is required. Example: {@code -Daml.artifact=outputs/model.json}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.artifact")
    private @Nullable String artifact;

    /**
     * The link to an asset, as {@code aml:promote} writes it: what it leads to is brought, whichever run it is of. Default:
     * none. Example: {@code -Daml.link=assets/model.pkl.link}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.link")
    private @Nullable String link;

    /**
     * The file to write, or a folder (one that is there, or a name that ends in {@code /}), which then gets the file
     * under its own name; for an asset that is a folder always the folder which it is put into. Default: the artifact's
     * path in {@code downloads/<run number>}, of an asset {@code downloads/assets/<name>/<version>}. Example:
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
        RunHistory history = history(module);
        if (link != null) {
            if (artifact != null) {
                throw new AmlException(
                        "both aml.link and aml.artifact are set",
                        "leave one of them out: a link leads to its artifact");
            }
            Assets assets = history.assets();
            AssetLink named = AssetLink.read(module.resolve(link), link);
            fetch(module, assets, assets.find(named.name(), named.version())).forEach(this::tell);
            return;
        }
        if (artifact == null) {
            throw new AmlException(
                    "no artifact named",
                    "set -Daml.artifact=<path>, such as outputs/model.json (mvn aml:info lists the artifacts of a run),"
                            + " or -Daml.link=assets/<name>.link");
        }
        RunRecord record = find(module, history, run);
        Artifact wanted = record.artifact(artifact);
        tell(history.downloadTo(record, wanted, destination(module, record, wanted), overwrite));
    }

    private void tell(DownloadedFile file) {
        getLog().info((file.alreadyThere() ? "Already there: " : "Downloaded: ")
                + RowPrinter.cell(file.file().toString()) + " ("
                + file.artifact().size() + " bytes)");
    }

    private List<DownloadedFile> fetch(Module module, Assets assets, Asset asset) throws IOException {
        if (destination == null) {
            Path folder = DownloadFolder.of(module.folder())
                    .resolve("assets")
                    .resolve(asset.name())
                    .resolve(Integer.toString(asset.version()));
            return assets.download(asset, folder, overwrite);
        }
        Path named = module.resolve(destination);
        return asset.folder() || isFolder(destination, named)
                ? assets.download(asset, named, overwrite)
                : List.of(assets.downloadTo(asset, named, overwrite));
    }

    private Path destination(Module module, RunRecord record, Artifact wanted) throws IOException {
        if (destination == null) {
            return DownloadFolder.of(module.folder(), record)
                    .resolve(wanted.path().value());
        }
        Path named = module.resolve(destination);
        return isFolder(destination, named) ? named.resolve(wanted.path().fileName()) : named;
    }

    private static boolean isFolder(String typed, Path named) {
        return typed.endsWith("/") || Files.isDirectory(named);
    }
}

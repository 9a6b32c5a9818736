package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Asset;
import io.github.amlmaven.history.AssetLink;
import io.github.amlmaven.history.Assets;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes an artifact of a run an asset: it gets a name and the next version of it (1, 2, 3 and so on), and the link to it is
 * written to {@code assets/<name>.link} in the project, as the Workbench wrote it. Whoever has the link, such as a
 * colleague after {@code git pull}, gets the artifact with {@code aml:download-artifact}.
 *
 * <p>To promote under a name that is there makes a new version, also of the same artifact: so an old model becomes the
 * newest again. The artifact stays with its run, which must not be deleted any more.
 *
 * <p>Examples: {@code mvn aml:promote -Daml.run=42 -Daml.artifact=outputs/model.pkl},
 * {@code mvn aml:promote -Daml.artifact=./outputs/AdultCensus.mml -Daml.name=census}
 *
 * @since 1.0.0
 */
@Mojo(name = "promote", requiresProject = false, threadSafe = true)
public final class PromoteMojo extends AmlMojo {
    /**
     * The run: its number, its id, {@code last}, or {@code label:<label>}. Example: {@code -Daml.run=42}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run", defaultValue = "last")
    private String run;

    /**
     * The artifact's path, or that of a folder of artifacts; required. Example: {@code -Daml.artifact=outputs/model.pkl}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.artifact")
    private @Nullable String artifact;

    /**
     * The asset's name; anything that can be the name of a file on every system. Default: the name of the file or folder.
     * Example: {@code -Daml.name=model}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.name")
    private @Nullable String name;

    /**
     * Promotes artifacts of a run that failed or was canceled, too, or a folder of which the run could not keep everything;
     * the asset then says that it is incomplete. Example: {@code -Daml.force}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.force", defaultValue = "false")
    private boolean force;

    @Override
    void run(Module module) throws IOException {
        if (artifact == null) {
            throw new AmlException(
                    "no artifact named",
                    "set -Daml.artifact=<path>, such as outputs/model.pkl; mvn aml:info lists the artifacts of a run");
        }
        RunHistory history = history(module);
        RunRecord record = find(module, history, run);
        String wanted = name == null ? Assets.nameFor(record, artifact) : name;
        AssetLink.place(module.folder(), wanted);
        Asset asset = history.assets().promote(record, artifact, wanted, force);
        Path link = AssetLink.to(asset).writeTo(module.folder());
        if (asset.incomplete()) {
            getLog().warn("The asset may be incomplete: " + RunDetails.end(record));
        }
        getLog().info("Promoted " + RowPrinter.cell(asset.path()) + " of run " + record.number() + ": asset "
                + asset.name() + " version " + asset.version() + ", "
                + TransferConsole.amount(asset.files().size(), asset.size()));
        getLog().info("Link: " + module.folder().relativize(link));
    }
}

package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Asset;
import io.github.amlmaven.history.Assets;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Lists the assets of the project, which {@code aml:promote} has made: the newest version of each, or all versions of one,
 * with the run each is of, its script and its metrics.
 *
 * <p>Examples: {@code mvn aml:assets}, {@code mvn aml:assets -Daml.name=model.pkl -Daml.output=json}
 *
 * @since 1.0.0
 */
@Mojo(name = "assets", requiresProject = false, threadSafe = true)
public final class AssetsMojo extends AmlMojo {
    /**
     * Lists all versions of this asset, the newest first. Default: the newest version of every asset. Example:
     * {@code -Daml.name=model.pkl}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.name")
    private @Nullable String name;

    /**
     * How the assets are written: {@code table}, {@code json}, {@code csv} or {@code markdown}. Example:
     * {@code -Daml.output=json}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.output", defaultValue = "table")
    private String output;

    @Override
    void run(Module module) throws IOException {
        OutputFormat format = OutputFormat.of(output, OutputFormat.values());
        RunHistory history = history(module);
        List<Asset> assets = name == null
                ? newest(history.assets().list())
                : history.assets().versionsOf(name);
        if (name != null && assets.isEmpty()) {
            history.assets().find(name, Assets.LATEST);
        }
        if (assets.isEmpty() && format == OutputFormat.TABLE) {
            getLog().info("No assets in " + history + " -> "
                    + command(module).of("promote", "-Daml.artifact=outputs/<file>"));
            return;
        }
        Set<String> runs = new HashSet<>();
        assets.forEach(asset -> runs.add(asset.run().value()));
        List<RunRecord> records = new ArrayList<>(
                assets.isEmpty() ? List.of() : history.list(RunFilter.ALL).runs());
        records.removeIf(record -> !runs.contains(record.id().value()));
        AssetTable.of(assets, records).print(format);
        if (name == null && format == OutputFormat.TABLE) {
            getLog().info("All versions of one: " + command(module).of("assets", "-Daml.name=<name>") + "; its run: "
                    + command(module).of("info", "-Daml.run=<number>"));
        }
    }

    private static List<Asset> newest(List<Asset> all) {
        Set<String> seen = new HashSet<>();
        return all.stream().filter(asset -> seen.add(asset.name())).toList();
    }
}

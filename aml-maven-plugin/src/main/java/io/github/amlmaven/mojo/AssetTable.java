package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Asset;
import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.RunRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Assets with the runs they are of: the metrics first, as in a list of runs.
 *
 * @param runs by their ids; one that is not there any more leaves its cells empty
 */
record AssetTable(List<Asset> assets, Map<String, RunRecord> runs) {
    private static final List<String> FIXED = List.of(
            "Asset", "Version", "Run_number", "Script_name", "Status", "Path", "Files", "Bytes", "Promoted_utc");

    static AssetTable of(List<Asset> assets, List<RunRecord> runs) {
        Map<String, RunRecord> byId = new HashMap<>();
        runs.forEach(run -> byId.put(run.id().value(), run));
        return new AssetTable(assets, byId);
    }

    void print(OutputFormat format) {
        if (format == OutputFormat.JSON) {
            System.out.println(Json.pretty(json()));
            return;
        }
        TreeSet<String> metrics = new TreeSet<>();
        runs.values().forEach(run -> run.metrics().forEach((name, value) -> {
            if (!(value instanceof List)) {
                metrics.add(name);
            }
        }));
        List<String> headers = new ArrayList<>();
        metrics.forEach(name -> headers.add(RowPrinter.cell(name)));
        headers.addAll(FIXED);
        List<List<String>> rows = new ArrayList<>();
        assets.forEach(asset -> rows.add(row(asset, metrics)));
        RowPrinter.print(headers, rows, format == OutputFormat.TABLE ? FIXED.size() : 0, format);
    }

    private List<String> row(Asset asset, TreeSet<String> metrics) {
        RunRecord run = runs.get(asset.run().value());
        List<String> row = new ArrayList<>();
        metrics.forEach(
                name -> row.add(run == null ? "" : RowPrinter.cell(run.metrics().get(name))));
        row.add(RowPrinter.cell(asset.name()));
        row.add(Integer.toString(asset.version()));
        row.add(Integer.toString(asset.number()));
        row.add(run == null ? "" : RowPrinter.cell(run.script()));
        row.add((run == null ? "gone" : run.status().label()) + (asset.incomplete() ? ", incomplete" : ""));
        row.add(RowPrinter.cell(asset.path() + (asset.folder() ? "/" : "")));
        row.add(Integer.toString(asset.files().size()));
        row.add(Long.toString(asset.size()));
        row.add(RowPrinter.cell(asset.fields().get("promoted_utc")));
        return row;
    }

    private List<Map<String, @Nullable Object>> json() {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (Asset asset : assets) {
            Map<String, @Nullable Object> fields = asset.fields();
            RunRecord run = runs.get(asset.run().value());
            fields.put("script_name", run == null ? null : run.script());
            fields.put("status", run == null ? null : run.status().label());
            fields.put("metrics", run == null ? Map.of() : run.metrics());
            list.add(fields);
        }
        return list;
    }
}

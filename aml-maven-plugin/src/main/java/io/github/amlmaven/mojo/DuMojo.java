package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.StoredBytes;
import io.github.amlmaven.history.WaitingRuns;
import io.github.amlmaven.run.Garbage;
import io.github.amlmaven.run.GarbageCollection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Shows where the bytes of the project are, the largest first: artifacts of runs, snapshots (the files that no other snapshot
 * has, and those that several share), records, what waits in the outbox; and on this computer and the targets run folders,
 * containers and images. At the end there is a sum for each kind, and the total.
 *
 * <p>Examples: {@code mvn aml:du}, {@code mvn aml:du -Daml.limit=0 -Daml.output=json}
 *
 * @since 1.0.0
 */
@Mojo(name = "du", requiresProject = false, threadSafe = true)
public final class DuMojo extends AmlMojo {
    private static final String LOCAL = "only the history is looked at with -o";

    /**
     * How it is written: {@code table}, {@code json}, {@code csv} or {@code markdown}. Example: {@code -Daml.output=json}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.output", defaultValue = "table")
    private String output;

    /**
     * The most things to list, the largest; 0 lists all. The sums are of all of them. Default: 20 in a table, else all.
     * Example: {@code -Daml.limit=100}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.limit")
    private @Nullable Integer limit;

    /**
     * The folder that holds the isolated folders of the runs. Default: {@code azureml_runs} in the system's temporary
     * folder. Example: {@code -Daml.runsFolder=/scratch/runs}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.runsFolder")
    private @Nullable String runsFolder;

    @Override
    void run(Module module) throws IOException {
        OutputFormat format = OutputFormat.of(output, OutputFormat.values());
        int most = limit != null ? limit : format == OutputFormat.TABLE ? 20 : 0;
        if (most < 0) {
            throw new AmlException("'" + most + "' is not a number of things", "set -Daml.limit=20, or 0 for all");
        }
        List<StoredBytes> all = new ArrayList<>(history(module).size().look());
        Outbox outbox = chosen(module).outbox();
        if (outbox != null) {
            WaitingRuns waiting = outbox.waiting();
            all.add(new StoredBytes(
                    "outbox",
                    waiting.runs() + " runs",
                    waiting.bytes(),
                    waiting.folder().toString()));
        }
        targets(module, all);
        all.sort(Comparator.comparingLong(StoredBytes::bytes)
                .reversed()
                .thenComparing(StoredBytes::kind)
                .thenComparing(StoredBytes::name));
        print(all, most, format);
    }

    /** What runs have left on this computer and on those of the targets. */
    private void targets(Module module, List<StoredBytes> all) throws IOException {
        if (session().isOffline() && chosen(module).outbox() != null) {
            getLog().info(LOCAL);
            return;
        }
        GarbageCollection places = new GarbageCollection(
                module.folder(),
                history(module),
                journal(module),
                chosen(module).outbox(),
                credentials(),
                new GarbageCollection.Wishes(
                        runsFolder == null ? null : module.resolve(runsFolder), Duration.ZERO, false));
        for (Garbage thing : places.collect()) {
            if (thing.fate() != Garbage.Fate.FOREIGN) {
                String why = thing.fate() == Garbage.Fate.GOES ? thing.why() + "; mvn aml:gc removes it" : thing.why();
                all.add(new StoredBytes(thing.kind(), thing.name(), thing.bytes(), why));
            }
        }
        places.remarks().forEach(getLog()::info);
    }

    private void print(List<StoredBytes> all, int most, OutputFormat format) {
        List<StoredBytes> shown = most == 0 || most >= all.size() ? all : all.subList(0, most);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (StoredBytes each : shown) {
            rows.add(row(each.kind(), each.name(), each.bytes(), each.remark(), format));
        }
        Map<String, long[]> kinds = new TreeMap<>();
        for (StoredBytes each : all) {
            long[] sum = kinds.computeIfAbsent(each.kind(), kind -> new long[2]);
            sum[0]++;
            sum[1] += each.bytes();
        }
        long total = all.stream().mapToLong(StoredBytes::bytes).sum();
        if (format == OutputFormat.JSON) {
            Map<String, Object> sums = new LinkedHashMap<>();
            kinds.forEach((kind, sum) -> sums.put(kind, Map.of("count", sum[0], "bytes", sum[1])));
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("total", total);
            answer.put("kinds", sums);
            answer.put("things", rows);
            System.out.println(Json.pretty(answer));
            return;
        }
        if (!rows.isEmpty()) {
            RowPrinter.print(rows, format);
        }
        if (format == OutputFormat.TABLE) {
            System.out.println();
            if (shown.size() < all.size()) {
                getLog().info("The largest " + shown.size() + " of " + all.size() + "; all: -Daml.limit=0");
            }
            List<Map<String, Object>> sums = new ArrayList<>();
            kinds.entrySet().stream()
                    .sorted(Comparator.comparingLong((Map.Entry<String, long[]> each) -> -each.getValue()[1]))
                    .forEach(each -> sums.add(
                            row(each.getKey(), each.getValue()[0] + " in all", each.getValue()[1], "", format)));
            sums.add(row("total", all.size() + " in all", total, "", format));
            RowPrinter.print(sums, format);
        }
    }

    private static Map<String, Object> row(String kind, String name, long bytes, String remark, OutputFormat format) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("kind", kind);
        row.put("name", name);
        row.put("bytes", bytes);
        if (format == OutputFormat.TABLE) {
            row.put("size", GarbageConsole.readable(bytes));
        }
        row.put("remark", remark);
        return row;
    }
}

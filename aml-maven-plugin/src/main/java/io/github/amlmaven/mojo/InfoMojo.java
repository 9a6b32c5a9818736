package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.NotCollected;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Shows everything about one run, or the content of one of its artifacts.
 *
 * <p>Examples: {@code mvn aml:info}, {@code mvn aml:info -Daml.run=42 -Daml.output=json},
 * {@code mvn -q aml:info -Daml.artifact=azureml-logs/driver_log.txt}
 *
 * @since 1.0.0
 */
@Mojo(name = "info", requiresProject = false, threadSafe = true)
public final class InfoMojo extends AmlMojo {
    /**
     * The run: its number, its id, or {@code last}. Default: {@code last}. Example: {@code -Daml.run=42}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run", defaultValue = "last")
    private String run;

    /**
     * Writes this artifact's content to the console instead, as it is. Default: none. Example:
     * {@code -Daml.artifact=outputs/model.json}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.artifact")
    private @Nullable String artifact;

    /**
     * How the record is written: {@code table} or {@code json}. Default: {@code table}. Example:
     * {@code -Daml.output=json}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.output", defaultValue = "table")
    private String output;

    @Override
    void run(Module module) throws IOException {
        OutputFormat format = OutputFormat.of(output, OutputFormat.TABLE, OutputFormat.JSON);
        RunHistory history = history(module);
        RunRecord record = history.find(run);
        if (artifact != null) {
            OutputStream out = StandardOutput.raw();
            history.stream(record, record.artifact(artifact), out);
            out.flush();
        } else if (format == OutputFormat.JSON) {
            System.out.println(Json.pretty(record.fields()));
        } else {
            print(record);
        }
    }

    private static void print(RunRecord record) {
        Map<String, Object> fields = new TreeMap<>(record.fields());
        fields.remove("artifacts");
        fields.remove("attachments");
        fields.remove("not_collected");
        Map<String, Object> metrics = new TreeMap<>();
        for (String name : record.metricFields()) {
            metrics.put(RowPrinter.cell(name), fields.remove(name));
        }
        print("Run", fields);
        print("Metrics", metrics);
        Map<String, Object> artifacts = new TreeMap<>();
        for (Artifact each : record.artifacts()) {
            artifacts.put(each.path().toString(), each.size() + " bytes, sha256 " + each.sha256());
        }
        print("Artifacts", artifacts);
        Map<String, Object> left = new TreeMap<>();
        for (NotCollected each : record.notCollected()) {
            left.put(each.path(), each.reason());
        }
        print("Not collected", left);
    }

    private static void print(String title, Map<String, Object> values) {
        if (values.isEmpty()) {
            return;
        }
        System.out.println(title);
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        values.forEach((name, value) -> System.out.println("  " + name + " ".repeat(width - name.length()) + "  "
                + (value instanceof List<?> || value instanceof Map<?, ?>
                        ? Json.write(value)
                        : RowPrinter.cell(value))));
    }
}

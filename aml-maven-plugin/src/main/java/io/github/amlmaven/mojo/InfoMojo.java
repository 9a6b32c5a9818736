package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.io.OutputStream;
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
     * The run: its number, its id, or {@code last}. Example: {@code -Daml.run=42}
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
     * How the record is written: {@code table} or {@code json}. Example:
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
        RunRecord record = find(module, history, run);
        if (artifact != null) {
            OutputStream out = StandardOutput.raw();
            history.stream(record, record.artifact(artifact), out);
            out.flush();
        } else if (format == OutputFormat.JSON) {
            System.out.println(Json.pretty(record.fields()));
        } else {
            RunDetails.lines(record, history.place(record)).forEach(System.out::println);
        }
    }
}

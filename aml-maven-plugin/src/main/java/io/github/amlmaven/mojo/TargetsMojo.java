package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Json;
import io.github.amlmaven.run.TargetStates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Lists the compute targets of the project with their type, address and state, and the run configurations that use them.
 * Other computers are asked whether they let us in, all at once, for 15 seconds at most.
 *
 * <p>Examples: {@code mvn aml:targets}, {@code mvn aml:targets -Daml.output=json}, {@code mvn aml:targets -Daml.noContact}
 *
 * @since 1.0.0
 */
@Mojo(name = "targets", requiresProject = false, threadSafe = true)
public final class TargetsMojo extends AmlMojo {
    private static final List<String> HEADERS = List.of("TARGET", "TYPE", "ADDRESS", "RUN CONFIGURATIONS", "STATE");

    /**
     * How the targets are written: {@code table} or {@code json}. Default: {@code table}. Example:
     * {@code -Daml.output=json}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.output", defaultValue = "table")
    private String output;

    /**
     * Asks no other computer. Example: {@code -Daml.noContact}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.noContact", defaultValue = "false")
    private boolean noContact;

    @Override
    void run(Module module) throws IOException {
        OutputFormat format = OutputFormat.of(output, OutputFormat.TABLE, OutputFormat.JSON);
        List<TargetStates.TargetState> states = new TargetStates(module.folder(), credentials()).list(!noContact);
        if (format == OutputFormat.JSON) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (TargetStates.TargetState state : states) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("name", state.name());
                row.put("type", state.type());
                row.put("address", state.address());
                row.put("state", state.state());
                row.put("run_configurations", state.runConfigurations());
                rows.add(row);
            }
            StandardOutput.raw().write((Json.pretty(rows) + "\n").getBytes(StandardCharsets.UTF_8));
            return;
        }
        if (states.isEmpty()) {
            getLog().info("No compute targets in " + module.folder() + " -> "
                    + command(module).of("attach", "-Daml.type=local", "-Daml.target=local"));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (TargetStates.TargetState state : states) {
            rows.add(List.of(
                    state.name(),
                    state.type(),
                    state.address(),
                    String.join(", ", state.runConfigurations()),
                    state.state()));
        }
        TextTable.draw(HEADERS, rows, HEADERS.size(), 0).forEach(line -> getLog().info(line.stripTrailing()));
    }
}

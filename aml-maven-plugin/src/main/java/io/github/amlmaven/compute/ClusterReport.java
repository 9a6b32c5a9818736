package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What YARN said of an application at its end, or Livy of a batch, as {@code cluster_collect.sh} has written it down.
 *
 * @param values what it said, each a line; those it did not say are missing
 */
record ClusterReport(Map<String, String> values) {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterReport.class);
    private static final String FILE = "application";
    private static final int MOST_BYTES = 16 * 1024;
    private static final String STATE = "State";
    private static final String FINAL_STATUS = "Final-State";

    /** The words of {@code yarn application -status}, and those of the record. */
    private static final Map<String, String> FIELDS = fields();

    private static Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Livy-Batch", "livy_batch");
        fields.put("Application-Id", "application_id");
        fields.put(STATE, "application_state");
        fields.put(FINAL_STATUS, "application_final_status");
        fields.put("Tracking-URL", "application_tracking_url");
        fields.put("Diagnostics", "application_diagnostics");
        return fields;
    }

    /** Empty when the run had no application, or none was found. */
    static Optional<ClusterReport> of(RunDirectory directory) {
        Path file = directory.setup().resolve(FILE);
        List<String> lines;
        try {
            if (!directory.isIntact(file) || Files.size(file) > MOST_BYTES) {
                return Optional.empty();
            }
            lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            LOG.debug("nothing is known of the application of {}", directory, e);
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String field : FIELDS.keySet()) {
            String head = field + " : ";
            lines.stream()
                    .filter(line -> line.startsWith(head) && line.length() > head.length())
                    .findFirst()
                    .ifPresent(line -> values.put(field, line.substring(head.length())));
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(new ClusterReport(values));
    }

    /** Writes it down as {@code cluster_collect.sh} does. */
    void write(RunDirectory directory) throws IOException {
        List<String> lines = new ArrayList<>();
        values.forEach((field, value) -> lines.add(field + " : " + value));
        Path file = directory.setup().resolve(FILE);
        Files.deleteIfExists(file);
        Files.createFile(file, RunDirectory.OWNER_ONLY_FILE);
        Files.write(file, lines);
    }

    /** Whether somebody had it ended. */
    boolean killed() {
        return "KILLED".equals(values.get(STATE)) || "KILLED".equals(values.get(FINAL_STATUS));
    }

    boolean failed() {
        return "FAILED".equals(values.get(STATE)) || "FAILED".equals(values.get(FINAL_STATUS));
    }

    /** For the record. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        values.forEach((field, value) -> facts.put(FIELDS.getOrDefault(field, field), value));
        return facts;
    }
}

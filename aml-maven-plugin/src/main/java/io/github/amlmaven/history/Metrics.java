package io.github.amlmaven.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a script has logged: values under names.
 *
 * @param values in the order in which the names first appeared; a number, text, truth value or list each; a name that
 *     was logged more than once has the list of its values in order
 * @param remarks what was left out, one sentence each; empty when nothing was
 * @param facts what the file says of the Python that ran the script, under the names of the record:
 *     {@code python_version} and {@code python_packages}; empty for another language
 */
public record Metrics(Map<String, Object> values, List<String> remarks, Map<String, Object> facts) {
    /** No metrics. */
    public static final Metrics NONE = new Metrics(Map.of(), List.of());

    /** Of a script of which nothing else is known. */
    public Metrics(Map<String, Object> values, List<String> remarks) {
        this(values, remarks, Map.of());
    }

    public Metrics {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        remarks = List.copyOf(remarks);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /**
     * Reads a file of JSON lines {@code {"name": "Accuracy", "value": 0.97, "time": "..."}}, of which anything but name
     * and value is ignored.
     *
     * <p>A script writes the file and may be writing it now, so nothing in it is an error: a line that is not such an
     * object, longer than 1 MiB, cut off, or beyond the first 250,000 values or 16 MiB is left out, counted and told in
     * {@link #remarks}. A value is a number, text, truth value, or list of such values or lists, at most 50 lists deep; what
     * is not a number ({@code NaN}, {@code Infinity}) becomes text.
     *
     * @param jsonLines a file that need not be there
     */
    public static Metrics read(Path jsonLines) throws IOException {
        return new MetricsFile().read(jsonLines);
    }
}

package io.github.amlmaven.run;

import io.github.amlmaven.compute.MlflowResults;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.history.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a script has logged, by {@code azureml.logging} or MLflow.
 *
 * @param facts MLflow's parameters and tags, under the names they get in the record
 */
record LoggedResults(Metrics metrics, Map<String, Object> facts) {
    /** What one kind of metrics takes at most; a record has no room for both. */
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    static LoggedResults of(RunDirectory directory) throws IOException {
        Path file = directory.metrics();
        Metrics own = own(directory, file);
        long taken = own.values().isEmpty() ? 0 : Files.size(file);
        MlflowResults mlflow = MlflowResults.of(directory, Math.max(0, MOST_BYTES - taken));
        Map<String, Object> values = new LinkedHashMap<>(own.values());
        mlflow.metrics().forEach((name, value) -> {
            String unused = name;
            while (values.containsKey(unused)) {
                unused = "mlflow/" + unused;
            }
            values.put(unused, value);
        });
        List<String> remarks = new ArrayList<>(own.remarks());
        remarks.addAll(mlflow.remarks());
        Map<String, Object> facts = new TreeMap<>(own.facts());
        if (!mlflow.parameters().isEmpty()) {
            facts.put("parameters", mlflow.parameters());
        }
        if (!mlflow.tags().isEmpty()) {
            facts.put("tags", mlflow.tags());
        }
        return new LoggedResults(new Metrics(values, remarks), facts);
    }

    private static Metrics own(RunDirectory directory, Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Metrics.NONE;
        }
        return directory.isIntact(file) && Files.isReadable(file)
                ? Metrics.read(file)
                : new Metrics(
                        Map.of(), List.of("The metrics were not read: the script has replaced or locked their file."));
    }
}

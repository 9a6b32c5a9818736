package io.github.amlmaven.compute;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a script has told MLflow, from the file store in its run folder. With several runs there, the names begin with the
 * name of the run and a {@code /}; that of the one that the others are nested in does not.
 *
 * @param metrics a number each, or a list of numbers in the order of their steps; what is not a number is text
 * @param parameters as text, as MLflow has them
 * @param tags those that the script has set, none of MLflow's own ({@code mlflow.*})
 * @param remarks what was left out, one sentence each; empty when nothing was
 */
public record MlflowResults(
        Map<String, Object> metrics, Map<String, String> parameters, Map<String, String> tags, List<String> remarks) {
    public MlflowResults {
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        remarks = List.copyOf(remarks);
    }

    /**
     * Reads what is there now. A script writes it and may have written anything: what cannot be read, is no regular file, or
     * is too much, is left out and told.
     *
     * @param room how many bytes all of it may take in a record
     */
    public static MlflowResults of(RunDirectory directory, long room) {
        return new MlflowReader(room).read(MlflowStore.of(directory));
    }
}

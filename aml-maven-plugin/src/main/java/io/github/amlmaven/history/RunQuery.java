package io.github.amlmaven.history;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JMESPath over runs, as {@code az ml history list --query} took it. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class RunQuery {
    private RunQuery() {}

    /**
     * What the expression says of the runs: any value that {@link Json} can write, null for nothing.
     *
     * @param runs {@link RunRecord#fields()} of each, newest first
     * @throws io.github.amlmaven.AmlException when the expression is not JMESPath (with the position), or does not fit the values
     */
    public static @Nullable Object evaluate(String jmespath, List<Map<String, Object>> runs) {
        throw new UnsupportedOperationException();
    }
}

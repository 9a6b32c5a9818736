package io.github.amlmaven.run;

import io.github.amlmaven.RunId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a run comes from, when not from a user who wanted just this one.
 *
 * @param parent the run that it is a part of, such as a sweep: the record's {@code parent_run_id}; null for none
 * @param original the run that it repeats: the record's {@code rerun_of}; null for none
 * @param code what is known of the code that the original ran, such as {@code git_commit}; empty for none
 */
public record Lineage(@Nullable RunId parent, @Nullable RunId original, Map<String, Object> code) {
    /** Of a run that stands for itself. */
    public static final Lineage NONE = new Lineage(null, null);

    /** Of a run whose code is the project's. */
    public Lineage(@Nullable RunId parent, @Nullable RunId original) {
        this(parent, original, Map.of());
    }

    /** The fields of the record that say so. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new TreeMap<>(code);
        if (parent != null) {
            facts.put("parent_run_id", parent.value());
        }
        if (original != null) {
            facts.put("rerun_of", original.value());
        }
        return facts;
    }
}

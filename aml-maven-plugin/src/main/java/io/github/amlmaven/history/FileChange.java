package io.github.amlmaven.history;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of the project that two runs did not get alike.
 *
 * @param path relative, with {@code /}; of an empty folder it ends in {@code /}
 * @param change one of the words added, removed, changed and mode, the last when only its permissions changed
 * @param diff the lines as git shows them, from the first {@code @@} on, each ended by a line feed; permissions before
 *     them as {@code old mode 644}; empty for a file without lines; null when there is none
 * @param why there is no diff: {@code binary} or {@code too large}; null when there is one, or none was asked for
 */
public record FileChange(
        String path,
        String change,
        @Nullable String diff,
        @Nullable String why) {
    static final String ADDED = "added";
    static final String REMOVED = "removed";
    static final String CHANGED = "changed";
    static final String MODE = "mode";

    /** As {@link Json} writes it. */
    public Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("path", path);
        fields.put("change", change);
        fields.put("diff", diff);
        fields.put("why", why);
        return fields;
    }
}

package io.github.amlmaven.history;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A record as the Workbench printed it: one flat object, metrics among the fields. */
record RunFields(Map<String, @Nullable Object> document, Map<String, Object> metrics) {
    private static final String METRIC = "metric_";
    private static final Set<String> INTERNAL = Set.of("format", "metrics", "nonce", "owner", "seal");

    /** All fields, sorted by name. */
    Map<String, @Nullable Object> all() {
        List<Map.Entry<String, @Nullable Object>> entries = new ArrayList<>(document.entrySet());
        entries.add(new SimpleImmutableEntry<>("attachments", attachments()));
        for (Map.Entry<String, Object> metric : metrics.entrySet()) {
            entries.add(new SimpleImmutableEntry<>(name(metric.getKey()), metric.getValue()));
        }
        // Both parts are sorted as a rule, and sorting that is far cheaper than a tree; it counts with 10,000 runs.
        entries.sort(Map.Entry.comparingByKey());
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(entries.size() * 2);
        for (Map.Entry<String, @Nullable Object> entry : entries) {
            if (!INTERNAL.contains(entry.getKey())) {
                fields.put(entry.getKey(), entry.getValue());
            }
        }
        return fields;
    }

    /** The names of the fields that are metrics, sorted. */
    List<String> metricNames() {
        List<String> names = new ArrayList<>();
        for (String metric : metrics.keySet()) {
            names.add(name(metric));
        }
        names.sort(null);
        return names;
    }

    private String name(String metric) {
        String name = metric;
        while (RunDocument.RESERVED.contains(name)
                || document.containsKey(name)
                || (!name.equals(metric) && metrics.containsKey(name))) {
            name = METRIC + name;
        }
        return name;
    }

    private String attachments() {
        StringBuilder paths = new StringBuilder();
        if (document.get("artifacts") instanceof List<?> files) {
            for (Object file : files) {
                if (file instanceof Map<?, ?> artifact) {
                    paths.append(paths.isEmpty() ? "" : ", ").append(artifact.get("path"));
                }
            }
        }
        return paths.toString();
    }
}

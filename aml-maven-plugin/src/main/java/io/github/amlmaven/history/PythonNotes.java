package io.github.amlmaven.history;

import java.util.Map;
import java.util.TreeMap;

/** What {@code run_script.py} notes among the metrics; a script may write the same lines, so that they are bounded. */
final class PythonNotes {
    private static final String VERSION = "[A-Za-z0-9._+-]{1,80}";
    private static final int MOST_PACKAGES = 200;

    private final Map<String, Object> facts = new TreeMap<>();

    /** Takes {@code {"python": "3.11.2"}} and {@code {"packages": {"numpy": "1.26.4"}}}; false for any other line. */
    boolean take(Map<?, ?> line) {
        if (line.size() == 1 && line.get("python") instanceof String version && version.matches(VERSION)) {
            facts.put("python_version", version);
            return true;
        }
        if (line.size() == 1 && line.get("packages") instanceof Map<?, ?> packages) {
            Map<String, Object> kept = new TreeMap<>();
            packages.forEach((name, version) -> {
                if (kept.size() < MOST_PACKAGES
                        && String.valueOf(name).matches(VERSION)
                        && String.valueOf(version).matches(VERSION)) {
                    kept.put(String.valueOf(name), String.valueOf(version));
                }
            });
            facts.put("python_packages", kept);
            return true;
        }
        return false;
    }

    Map<String, Object> facts() {
        return facts;
    }
}

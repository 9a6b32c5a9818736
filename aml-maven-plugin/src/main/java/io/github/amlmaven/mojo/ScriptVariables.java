package io.github.amlmaven.mojo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables that the user wants the script to have.
 *
 * @param configured those of the POM
 * @param typed the properties of the command line
 * @param passedOn names of Maven's own, as Maven makes them of a list with commas
 */
record ScriptVariables(
        @Nullable Map<String, String> configured,
        Properties typed,
        @Nullable List<String> passedOn,
        Log log) {
    static final String PREFIX = "aml.env.";

    /** Names and values. */
    Map<String, String> set() {
        Map<String, String> environment = new TreeMap<>();
        if (configured != null) {
            configured.forEach((name, value) -> environment.put(name, value == null ? "" : value));
        }
        for (String property : typed.stringPropertyNames()) {
            if (property.startsWith(PREFIX)) {
                environment.put(property.substring(PREFIX.length()), typed.getProperty(property));
            }
        }
        return environment;
    }

    /** Names of Maven's own, without the nulls that Maven makes of a comma too many. */
    List<String> inherited() {
        List<String> names = new ArrayList<>();
        if (passedOn != null) {
            for (String name : passedOn) {
                if (name != null && !name.isBlank()) {
                    names.add(name.strip());
                }
            }
        }
        for (String name : names) {
            if (!name.endsWith("*") && System.getenv(name) == null) {
                log.warn("aml.inheritEnvironment names " + name + ", which is not set here.");
            }
        }
        return names;
    }
}

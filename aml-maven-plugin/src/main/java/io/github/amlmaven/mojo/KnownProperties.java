package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.config.Spelling;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The properties that begin with {@code aml.} and that some goal knows. Maven passes over any other in silence, and the
 * wrong experiment would run.
 */
final class KnownProperties {
    private static final String PREFIX = "aml.";

    private KnownProperties() {}

    static void check(PluginDescriptor plugin, Properties typed) {
        Map<String, String> known = null;
        for (String property : typed.stringPropertyNames()) {
            if (!property.startsWith(PREFIX) || property.startsWith(ScriptVariables.PREFIX)) {
                continue;
            }
            known = known == null ? of(plugin) : known;
            if (!known.containsKey(property)) {
                String meant = Spelling.nearest(property, known.keySet());
                throw new AmlException(
                        "-D" + property + " is no setting of this plugin",
                        meant == null
                                ? "mvn aml:help -Ddetail lists them; secrets belong into the environment or settings.xml, never here"
                                : "did you mean -D" + meant + "?");
            }
            checkValue(property, typed.getProperty(property), known.get(property));
        }
    }

    /** Maven takes every word but one for false, in silence. */
    private static void checkValue(String property, String value, @Nullable String type) {
        if ("boolean".equals(type) && !value.isEmpty() && !value.equals("true") && !value.equals("false")) {
            throw new AmlException(
                    "-D" + property + "=" + value + " is neither true nor false",
                    "set -D" + property + ", or -D" + property + "=false");
        }
    }

    /** The properties of all goals, with the types of what they set. */
    private static Map<String, String> of(PluginDescriptor plugin) {
        Map<String, String> known = new TreeMap<>();
        for (MojoDescriptor goal : plugin.getMojos()) {
            Map<String, Parameter> parameters = goal.getParameterMap();
            for (PlexusConfiguration configuration : goal.getMojoConfiguration().getChildren()) {
                String expression = configuration.getValue("");
                if (expression.startsWith("${" + PREFIX) && expression.endsWith("}")) {
                    Parameter parameter = parameters.get(configuration.getName());
                    String type = parameter == null ? null : parameter.getType();
                    known.put(expression.substring(2, expression.length() - 1), type == null ? "" : type);
                }
            }
        }
        return known;
    }
}

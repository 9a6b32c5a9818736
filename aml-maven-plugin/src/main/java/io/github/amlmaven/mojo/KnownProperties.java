package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.config.Spelling;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/**
 * The properties that begin with {@code aml.} and that some goal knows. Maven passes over any other in silence, and the
 * wrong experiment would run.
 */
final class KnownProperties {
    private static final String PREFIX = "aml.";

    private KnownProperties() {}

    static void check(PluginDescriptor plugin, Properties typed) {
        Set<String> known = null;
        for (String property : typed.stringPropertyNames()) {
            if (!property.startsWith(PREFIX) || property.startsWith(RunMojo.ENVIRONMENT_PREFIX)) {
                continue;
            }
            known = known == null ? of(plugin) : known;
            if (!known.contains(property)) {
                String meant = Spelling.nearest(property, known);
                throw new AmlException(
                        "-D" + property + " is no setting of this plugin",
                        meant == null
                                ? "mvn aml:help -Ddetail lists them; secrets belong into the environment or settings.xml, never here"
                                : "did you mean -D" + meant + "?");
            }
        }
    }

    private static Set<String> of(PluginDescriptor plugin) {
        Set<String> known = new TreeSet<>();
        for (MojoDescriptor goal : plugin.getMojos()) {
            for (PlexusConfiguration parameter : goal.getMojoConfiguration().getChildren()) {
                String expression = parameter.getValue("");
                if (expression.startsWith("${" + PREFIX) && expression.endsWith("}")) {
                    known.add(expression.substring(2, expression.length() - 1));
                }
            }
        }
        return known;
    }
}

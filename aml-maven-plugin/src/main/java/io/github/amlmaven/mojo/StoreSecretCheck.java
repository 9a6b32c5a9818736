package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.store.StoreSecrets;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** Refuses what opens a store where others see it: on the command line, and in a POM. */
final class StoreSecretCheck {
    private static final String PREFIX = "aml.";
    /** No goal has a parameter of such a name, and none is to get one. */
    private static final Pattern RESERVED = Pattern.compile(
            "(store|storage|account|azure|blob|shared|client|access|server)*"
                    + "(key|sas|sastoken|token|signature|accesssignature|password|secret|connectionstring|credentials?)");

    private StoreSecretCheck() {}

    /**
     * Looks through what the user has set, also for goals that do not use it.
     *
     * @param plugin group and artifact of this plugin, as a POM names it
     */
    static void check(Properties typed, MavenProject project, String plugin) {
        for (String name : typed.stringPropertyNames()) {
            checkProperty("-D" + name, name, typed.getProperty(name));
        }
        for (String name : project.getProperties().stringPropertyNames()) {
            checkProperty(
                    "<" + name + "> in the POM", name, project.getProperties().getProperty(name));
        }
        Plugin configured = project.getPlugin(plugin);
        if (configured != null) {
            checkConfiguration(configured.getConfiguration());
            for (PluginExecution execution : configured.getExecutions()) {
                checkConfiguration(execution.getConfiguration());
            }
        }
    }

    /** Maven drops what no goal knows before a goal could see it. */
    private static void checkConfiguration(@Nullable Object written) {
        if (written instanceof Xpp3Dom configuration) {
            for (Xpp3Dom child : configuration.getChildren()) {
                checkProperty("<" + child.getName() + "> in the POM", PREFIX + child.getName(), child.getValue());
            }
        }
    }

    private static void checkProperty(String shown, String name, @Nullable String value) {
        if (!name.startsWith(PREFIX)) {
            return;
        }
        String bare = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replaceAll("[._-]", "");
        if (RESERVED.matcher(bare).matches() || (bare.equals("store") && value != null && StoreSecrets.isIn(value))) {
            throw new AmlException(
                    shown + " holds what opens a store, and others can see it there",
                    "change or revoke it; then keep the new one as the <password> of a <server> of settings.xml, or in the"
                            + " environment as AZURE_STORAGE_SAS_TOKEN, AZURE_STORAGE_KEY with AZURE_STORAGE_ACCOUNT, or"
                            + " AZURE_STORAGE_CONNECTION_STRING");
        }
    }
}

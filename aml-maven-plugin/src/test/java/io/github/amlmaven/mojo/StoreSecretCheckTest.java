package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.util.Properties;
import org.apache.maven.model.Build;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets of a store on the command line and in a POM. */
class StoreSecretCheckTest {
    private static final String PLUGIN = "io.github.amlmaven:aml-maven-plugin";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "storeKey",
                "sas",
                "SAS",
                "sasToken",
                "store.sas",
                "accountKey",
                "account-key",
                "storageAccountKey",
                "connectionString",
                "storePassword",
                "token",
                "secret",
                "clientSecret",
                "sharedAccessSignature"
            })
    void noNameOfASecretIsASetting(String name) {
        refused("-Daml." + name, typed("aml." + name, "CANARY"), new MavenProject());
        MavenProject project = new MavenProject();
        project.getProperties().setProperty("aml." + name, "CANARY");
        refused("<aml." + name + "> in the POM", new Properties(), project);
        refused("<" + name + "> in the POM", new Properties(), configured(name, "CANARY"));
        MavenProject bound = configured("target", "local");
        PluginExecution execution = new PluginExecution();
        execution.setConfiguration(configured(name, "CANARY").getPlugin(PLUGIN).getConfiguration());
        bound.getPlugin(PLUGIN).addExecution(execution);
        refused("<" + name + "> in the POM", new Properties(), bound);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acct.blob.core.windows.net/runs?sv=1&sig=CANARY",
                "AccountName=acct;AccountKey=CANARY",
                "BlobEndpoint=https://a.example.com;SharedAccessSignature=sv=1&sig=CANARY",
                "https://user:CANARY@acct.blob.core.windows.net/runs",
            })
    void noneStandsInTheAddress(String store) {
        refused("-Daml.store", typed("aml.store", store), new MavenProject());
        refused("<store> in the POM", new Properties(), configured("store", store));
    }

    @ParameterizedTest
    @CsvSource({
        "aml.store, https://acct.blob.core.windows.net/runs",
        "aml.store, /data/history",
        "aml.passStoreCredentials, true",
        "aml.serverId, team",
        "aml.account, research",
        "aml.env.TOKENIZER, x",
        "other.sas, x",
    })
    void whatIsNoSecretPasses(String name, String value) {
        assertThatCode(() -> StoreSecretCheck.check(typed(name, value), configured("store", "/srv"), PLUGIN))
                .doesNotThrowAnyException();
    }

    private static void refused(String shown, Properties typed, MavenProject project) {
        assertThatThrownBy(() -> StoreSecretCheck.check(typed, project, PLUGIN))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith(shown + " holds what opens a store")
                .hasMessageContaining("settings.xml")
                .hasMessageNotContaining("CANARY");
    }

    private static Properties typed(String name, String value) {
        Properties typed = new Properties();
        typed.setProperty(name, value);
        return typed;
    }

    private static MavenProject configured(String name, String value) {
        Plugin plugin = new Plugin();
        plugin.setGroupId("io.github.amlmaven");
        plugin.setArtifactId("aml-maven-plugin");
        Xpp3Dom configuration = new Xpp3Dom("configuration");
        Xpp3Dom child = new Xpp3Dom(name);
        child.setValue(value);
        configuration.addChild(child);
        plugin.setConfiguration(configuration);
        MavenProject project = new MavenProject();
        project.setBuild(new Build());
        project.getBuild().addPlugin(plugin);
        return project;
    }
}

package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectIdentityTest {
    private static final String SCOPE = "/subscriptions/0000/resourceGroups/rg/providers/"
            + "Microsoft.MachineLearningExperimentation/accounts/Contoso/workspaces/team-1/projects/Iris_Demo";

    @TempDir
    Path folder;

    @Test
    void takesTheLastThreeNamesOfTheScope() throws IOException {
        new SampleProject(folder).file(".azureml/project.json", "{\"Id\":\"1-2\",\"Scope\":\"" + SCOPE + "\"}");
        assertThat(ProjectIdentity.read(folder, null, null, null, "x"))
                .isEqualTo(new ProjectId("Contoso", "team-1", "Iris_Demo"));
    }

    @Test
    void whatIsGivenWins() throws IOException {
        new SampleProject(folder).file(".azureml/project.json", "{\"Id\":\"1-2\",\"Scope\":\"" + SCOPE + "\"}");
        assertThat(ProjectIdentity.read(folder, null, " mine ", "other", "x"))
                .isEqualTo(new ProjectId("Contoso", "mine", "other"));
    }

    @Test
    void readsTheFileWhere2018PutItAndEscapedSlashes() throws IOException {
        new SampleProject(folder)
                .file(
                        "aml_config/project.json",
                        "{\"Id\": \"1\",\t\"Scope\": \"\\/subscriptions\\/0\\/workspaces\\/w\\/projects\\/p\"}");
        assertThat(ProjectIdentity.read(folder, null, null, null, "x")).isEqualTo(new ProjectId("local", "w", "p"));
    }

    @ParameterizedTest
    @CsvSource({
        "iris-demo, iris-demo",
        "Iris Demo (2), Iris-Demo--2-",
        "größe, gr--e",
        ".._.hidden, hidden",
        "項目, project",
        "'', project"
    })
    void aNameIsMadeOfTheFallback(String fallback, String name) throws IOException {
        assertThat(ProjectIdentity.read(folder, null, "", null, fallback))
                .isEqualTo(new ProjectId("local", "default", name));
    }

    @Test
    void aLongFallbackIsCut() throws IOException {
        assertThat(ProjectIdentity.read(folder, null, null, null, "x".repeat(200))
                        .project())
                .hasSize(64);
    }

    @Test
    void refusesNamesThatLeadElsewhere() throws IOException {
        new SampleProject(folder).file(".azureml/project.json", "{\"Scope\":\"/accounts/../workspaces/w/projects/p\"}");
        assertThatThrownBy(() -> ProjectIdentity.read(folder, null, null, null, "x"))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("'..' cannot be the account's name\n-> set -Daml.account=<name> or another of");
        assertThatThrownBy(() -> ProjectIdentity.read(folder, "a", null, "../../etc", "x"))
                .hasMessageContaining(
                        "'../../etc' cannot be a project's name\n-> set -Daml.projectName=etc or another of");
        assertThatThrownBy(() -> ProjectIdentity.read(folder, "a", null, "mein Projekt ö", "x"))
                .hasMessage("""
                        'mein Projekt ö' cannot be a project's name
                        -> set -Daml.projectName=mein-Projekt-o or another of 1 to 64 letters A-Z, digits, dots, dashes or \
                        underscores that begins with a letter or digit""");
    }

    @Test
    void aBrokenFileIsNamedUnlessNothingOfItIsNeeded() throws IOException {
        new SampleProject(folder).file(".azureml/project.json", "{\"Scope\":\"/accounts/a\"");
        assertThatThrownBy(() -> ProjectIdentity.read(folder, "a", null, null, "x"))
                .hasMessage("""
                        .azureml/project.json:1:1: the bracket opened here is never closed
                        -> add the missing } or ]""");
        assertThat(ProjectIdentity.read(folder, "a", "b", "c", "x")).isEqualTo(new ProjectId("a", "b", "c"));
    }
}

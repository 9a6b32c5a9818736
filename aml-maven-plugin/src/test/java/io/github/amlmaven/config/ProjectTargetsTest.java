package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.Requirements;
import io.github.amlmaven.compute.TargetSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a project's targets, and of what its runs need, without a run. */
class ProjectTargetsTest {
    @TempDir
    Path temp;

    @Test
    void thoseThatNoRunConfigurationNamesAreThereAndThoseThatOnlyOneMakes() throws IOException {
        SampleProject.local(temp)
                .file("aml_config/gpu.compute", "type: docker\nbaseDockerImage: a/b:1\n")
                .file(
                        "aml_config/later.runconfig",
                        "script: train.py\ntarget: local\nframework: Python\nenvironment:\n  docker:\n    enabled: true\n");

        ProjectTargets found = ProjectTargets.of(temp);

        assertThat(found.mistakes()).isEmpty();
        assertThat(found.targets())
                .extracting(target -> target.name() + " " + target.type())
                .containsExactly("gpu docker", "local local", "local docker", "local local");
    }

    @Test
    void aFileWithMistakesKeepsNoOtherBack() throws IOException {
        SampleProject.local(temp)
                .file("aml_config/bad.compute", "type: dokker\n")
                .file("aml_config/lost.runconfig", "ArgumentVector: [train.py]\nTarget: nowhere\nFramework: Python\n");

        ProjectTargets found = ProjectTargets.of(temp);

        assertThat(found.targets()).extracting(TargetSettings::name).containsExactly("local", "local");
        assertThat(found.mistakes()).containsOnlyKeys("aml_config/bad.compute", "aml_config/lost.runconfig");
    }

    @Test
    void aFolderThatIsNoProjectHasNone() throws IOException {
        assertThat(ProjectTargets.of(temp).targets()).isEmpty();
    }

    @Test
    void whatHasToBeInstalledNeedsNoScriptToBeThere() throws IOException {
        SampleProject.local(temp)
                .file("aml_config/docker.compute", "type: docker\nbaseDockerImage: a/b:1\n")
                .file("aml_config/conda_dependencies.yml", "dependencies:\n  - python=3.11\n")
                .file("aml_config/gone.runconfig", "ArgumentVector: [gone.py]\nTarget: docker\nFramework: Python\n")
                .file("aml_config/java.runconfig", "ArgumentVector: [Gone.java]\nTarget: docker\nFramework: Python\n");

        for (String name : new String[] {"docker", "gone"}) {
            EnvironmentConfiguration needs = ProjectConfiguration.readEnvironment(temp, name);

            assertThat(needs.target().name()).isEqualTo("docker");
            assertThat(needs.requirements().python().conda()).containsExactly("python=3.11");
        }
        assertThat(ProjectConfiguration.readEnvironment(temp, "java")
                        .requirements()
                        .python())
                .isNull();
        assertThat(ProjectConfiguration.readEnvironment(temp, "local").requirements())
                .isEqualTo(Requirements.NONE);
    }

    @Test
    void theyAreNotKnownWhileThereIsAMistake() throws IOException {
        SampleProject.local(temp).file("aml_config/docker.compute", "type: docker\nmemry: 4g\ncpus: many\n");

        assertThatThrownBy(() -> ProjectConfiguration.readEnvironment(temp, "docker"))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("cpus");
    }
}

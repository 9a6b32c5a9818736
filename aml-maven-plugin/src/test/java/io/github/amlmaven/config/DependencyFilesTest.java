package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.compute.DockerTarget;
import io.github.amlmaven.compute.Requirements;
import io.github.amlmaven.compute.SparkPackages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of the dependency files becomes a requirement of a job, by target, framework and script. */
class DependencyFilesTest {
    private static final String REMOTE = "\naddress: h-ssh.azurehdinsight.net\nusername: u\n";

    @TempDir
    Path folder;

    private SampleProject project;

    @BeforeEach
    void makeProject() throws IOException {
        project = SampleProject.local(folder)
                .file(DependencyFiles.CONDA, "dependencies: [python=3.11, {pip: [x]}]\n")
                .file(DependencyFiles.SPARK, "configuration: {spark.app.name: iris}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "local, Python, false, false",
        "docker, Python, true, false",
        "docker, PySpark, true, true",
        "remotedocker, Python, true, false",
        "remotedocker, PySpark, true, true",
        "remote, Python, false, false",
        "cluster, PySpark, true, true"
    })
    void typeAndFrameworkDecideWhatIsInstalled(String type, String framework, boolean python, boolean spark)
            throws IOException {
        project.file("aml_config/t.compute", "type: " + type + REMOTE)
                .file("aml_config/t.runconfig", "Target: t\nFramework: " + framework + "\n");
        ExperimentConfiguration read = project.readTarget("t");
        assertThat(read.requirements().python() != null).isEqualTo(python);
        assertThat(read.environment().condaDependenciesFile()).isEqualTo(python ? DependencyFiles.CONDA : null);
        assertThat(read.requirements().spark() != null).isEqualTo(spark);
        assertThat(read.environment().sparkDependenciesFile()).isEqualTo(spark ? DependencyFiles.SPARK : null);
    }

    @Test
    void whetherARunMayInstallThemIsSaidToTheTarget() throws IOException {
        project.file("aml_config/t.compute", "type: docker\n");
        for (boolean prepare : new boolean[] {true, false}) {
            project.file(
                    "aml_config/t.runconfig", "Target: t\nFramework: Python\nPrepareEnvironment: " + prepare + "\n");
            assertThat(project.readTarget("t").requirements().mayPrepare()).isEqualTo(prepare);
        }
    }

    @Test
    void withoutFilesThereIsNothingToInstallAndSparkIsAsItIs() throws IOException {
        java.nio.file.Files.delete(folder.resolve(DependencyFiles.CONDA));
        java.nio.file.Files.delete(folder.resolve(DependencyFiles.SPARK));
        project.file("aml_config/t.compute", "type: docker\nbaseDockerImage: x\n")
                .file("aml_config/t.runconfig", "Target: t\nFramework: PySpark\n");
        ExperimentConfiguration read = project.readTarget("t");
        assertThat(read.requirements()).isEqualTo(new Requirements(true, null, SparkPackages.NONE));
        assertThat(read.remarks()).isEmpty();
    }

    @Test
    void aScriptInJavaHasNoUseForPythonsPackages() throws IOException {
        project.file("Train.java", "").file("aml_config/t.compute", "type: docker\nbaseDockerImage: x\n");
        RunRequest request = new RunRequest("t", "Train.java", List.of(), Map.of());
        ExperimentConfiguration read = project.read(request);
        assertThat(read.requirements().python()).isNull();
        assertThat(read.environment().condaDependenciesFile()).isNull();

        project.file(DependencyFiles.CONDA, "dependencies: x\n");
        assertThat(SampleProject.texts(project.read(request)))
                .anySatisfy(text -> assertThat(text).contains("dependencies is not a list (not used by this run)"));
    }

    @Test
    void anEnvironmentThatTheUserManagesIsLeftAlone() throws IOException {
        project.file("aml_config/t.compute", "type: remotedocker\nuserManagedEnvironment: true" + REMOTE);
        assertThat(project.readTarget("t").requirements().python()).isNull();
    }

    @Test
    void anotherFileIsReadWhereOneIsNamed() throws IOException {
        project.file("Config/gpu.yml", "dependencies: [tensorflow-gpu]\n")
                .file("aml_config/t.compute", "type: docker\n")
                .file(
                        "aml_config/t.runconfig",
                        "Target: t\nFramework: Python\nCondaDependenciesFile: Config/gpu.yml\n");
        assertThat(project.readTarget("t").requirements().python())
                .isEqualTo(new Requirements.PythonPackages(
                        "Config/gpu.yml", List.of(), List.of("tensorflow-gpu"), List.of()));
    }

    @Test
    void theDefaultImageIsTold() throws IOException {
        project.file("aml_config/t.compute", "type: docker\nbaseDockerImage: null\n")
                .file("aml_config/t.runconfig", "Target: t\nFramework: Python\n");
        assertThat(SampleProject.texts(project.readTarget("t")))
                .containsExactly("INFO baseDockerImage is not set for the target t: the container starts from "
                        + DockerTarget.Settings.DEFAULT_IMAGE);
    }
}

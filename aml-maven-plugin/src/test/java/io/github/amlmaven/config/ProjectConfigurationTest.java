package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.DockerTarget;
import io.github.amlmaven.compute.LocalTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectConfigurationTest {
    private static final String CONDA =
            "name: project_environment\ndependencies:\n  - python=3.5.2\n  - pip:\n    - x\n";

    @TempDir
    Path folder;

    @Test
    void aFolderWithoutConfigurationIsNoProject() {
        assertThat(ProjectConfiguration.exists(folder)).isFalse();
        assertThatThrownBy(() -> ProjectConfiguration.read(folder, new RunRequest(null, null, null, Map.of())))
                .isInstanceOf(AmlException.class)
                .hasMessage("there is no folder aml_config in " + folder
                        + "\n-> go to a project's folder, or generate a project: mvn archetype:generate"
                        + " -DarchetypeGroupId=io.github.amlmaven -DarchetypeArtifactId=aml-archetype");
    }

    @Test
    void nothingAskedForMeansLocalElseTheOnlyRunConfiguration() throws IOException {
        SampleProject project = SampleProject.local(folder)
                .file("aml_config/docker.compute", "type: localdocker\n")
                .file("aml_config/docker.runconfig", "Target: docker\nFramework: Python\n");
        assertThat(ProjectConfiguration.exists(folder)).isTrue();
        assertThat(project.read().name()).isEqualTo("local");

        Files.delete(folder.resolve("aml_config/local.runconfig"));
        ExperimentConfiguration bare = project.read();
        assertThat(bare.name()).isEqualTo("local");
        assertThat(bare.target()).isEqualTo(new LocalTarget.Settings("local", null, null));
        assertThat(SampleProject.texts(bare))
                .containsExactly(
                        "INFO there is no aml_config/local.runconfig: the script runs with Python and the other"
                                + " defaults of a run configuration");

        Files.delete(folder.resolve("aml_config/local.compute"));
        project.file("aml_config/lastRun.runconfig", "Target: nowhere\n").file("aml_config/._x.runconfig", "\0\0");
        assertThat(project.read().target()).isInstanceOf(DockerTarget.Settings.class);

        project.file("aml_config/gpu.runconfig", "Target: docker\n");
        assertThat(project.refusal()).hasMessage("""
                        no target is named, and there is no 'local'; run configurations: docker, gpu; compute targets: docker
                        -> name one: -Daml.target=docker""");
    }

    @Test
    void aTargetIsARunConfigurationElseAComputeTarget() throws IOException {
        SampleProject project = SampleProject.local(folder)
                .file("aml_config/small.runconfig", "Target: local\nFramework: Python\n")
                .file("aml_config/other.compute", "type: local\npythonLocation: py\n")
                .file("aml_config/stale.runconfig", "<<<<<<< HEAD\n");
        assertThat(project.readTarget("small").name()).isEqualTo("small");
        assertThat(project.readTarget("small").target().name()).isEqualTo("local");
        assertThat(project.readTarget("other").target()).isEqualTo(new LocalTarget.Settings("other", "py", null));
        assertThat(project.refusalOf("smal")).hasMessage("""
                        'smal' is neither a run configuration nor a compute target; run configurations: local, small, stale; compute targets: local, other
                        -> did you mean -Daml.target=small?""");
        assertThat(project.refusalOf("other.compute").remedy()).isEqualTo("did you mean -Daml.target=other?");
        assertThat(project.refusalOf("../../etc/passwd").remedy())
                .isEqualTo("name one of them, such as -Daml.target=local");
    }

    @Test
    void anEmptyFolderSaysHowToBegin() {
        assertThat(new SampleProject(folder).refusal()).hasMessage("""
                        aml_config/ holds no .runconfig and no .compute file
                        -> create aml_config/local.compute with the line: type: local""");
    }

    @Test
    void allMistakesComeInOneMessage() throws IOException {
        SampleProject project = SampleProject.local(folder)
                .file("aml_config/docker.compute", """
                        # the template
                        type: localdokcer
                        sharedVolumes: yes please
                        password: hunter2
                        """)
                .file("aml_config/docker.runconfig", """
                        Target: docker
                        Framework: Pyhton
                        TrackedRun: perhaps
                        TrackedRun: true
                        """);
        assertThat(project.refusal(new RunRequest("docker", "trian.py", null, Map.of("A=B", "c"))))
                .hasMessage("""
                        8 mistakes in the configuration:
                          aml_config/docker.compute:2:7: type is 'localdokcer', which is no type of compute target
                            -> write type: localdocker
                          aml_config/docker.compute:3:16: sharedVolumes is 'yes please', which is neither true nor false
                            -> write sharedVolumes: true or sharedVolumes: false
                          aml_config/docker.compute:4:11: password holds a secret in plain text, and this file is shared
                            -> delete the value here and change the secret; use an SSH key, or a <server> in settings.xml
                          aml_config/docker.runconfig:2:12: Framework is 'Pyhton', which is neither Python nor PySpark
                            -> write Framework: Python
                          aml_config/docker.runconfig:3:13: TrackedRun is 'perhaps', which is neither true nor false
                            -> write TrackedRun: true or TrackedRun: false
                          aml_config/docker.runconfig:4:1: 'TrackedRun' is given twice (first in line 3)
                            -> delete one of the two lines
                          there is no script 'trian.py' in %s
                            -> did you mean -Daml.script=train.py?
                          'A=B' cannot be set as an environment variable
                            -> write -Daml.env.<NAME>=<value> with a name that is not empty and holds no '='
                        -> mend all of them, then try again; nothing has been run""".formatted(folder));
    }

    @Test
    void mistakesInFilesThatTheRunDoesNotUseAreWarnings() throws IOException {
        SampleProject project = SampleProject.local(folder)
                .file(
                        "aml_config/vm.compute",
                        "type: remotedocker\naddress: h\nusername: u\npassword: hunter2\nfoo: 1\n")
                .file("aml_config/vm.runconfig", "Target: dokcer\nTrackedRun: x\n")
                .file("aml_config/conda_dependencies.yml", "dependencies:\n  - python=3.5.2\n    - pip:\n      - x\n")
                .file("aml_config/spark_dependencies.yml", "packages: none\n");
        assertThat(SampleProject.texts(project.read()))
                .containsExactly(
                        "WARNING aml_config/conda_dependencies.yml:3:10: this ':' does not fit: the value or the line"
                                + " before it has not ended (not used by this run) -> give each 'key: value' a line of"
                                + " its own, indented like its neighbours; quote a value that holds ': '",
                        "WARNING aml_config/spark_dependencies.yml:1:11: packages is not a list (not used by this run)"
                                + " -> write packages: [\"none\"], or - lines below",
                        "WARNING aml_config/vm.compute:4:11: password holds a secret in plain text, and this file is"
                                + " shared (not used by this run) -> delete the value here and change the secret; use"
                                + " an SSH key, or a <server> in settings.xml",
                        "WARNING aml_config/vm.runconfig:1:9: there is no compute target 'dokcer'; there are: local, vm"
                                + " (not used by this run) -> name one of them. Or create aml_config/dokcer.compute",
                        "WARNING aml_config/vm.runconfig:2:13: TrackedRun is 'x', which is neither true nor false (not"
                                + " used by this run) -> write TrackedRun: true or TrackedRun: false");
    }

    @Test
    void aCondaFileThatIsNotThereIsAWarningWhereNothingReadsIt() throws IOException {
        SampleProject project = SampleProject.local(folder)
                .file(
                        "aml_config/local.runconfig",
                        "Target: local\nFramework: Python\nCondaDependenciesFile: aml_config/conda.yml\n");
        assertThat(SampleProject.texts(project.read()))
                .containsExactly(
                        "WARNING aml_config/local.runconfig:3:24: the dependency file 'aml_config/conda.yml' does"
                                + " not exist (not used by this run) -> create it, or correct the path; it is relative to the"
                                + " project");
    }

    @Test
    void aPythonOfThisComputerIsThere() throws IOException {
        SampleProject project =
                SampleProject.local(folder).file("bin/python", "").file("echo.sh", "");
        String python = folder.resolve("bin/python").toString();
        String compute = "type: local\npythonLocation: ";
        project.file("aml_config/local.compute", compute + folder.resolve("bin/pyhton") + "\n");
        assertThat(project.refusal())
                .hasMessage("aml_config/local.compute:2:17: there is no Python '"
                        + Shown.plain(folder.resolve("bin/pyhton").toString())
                        + "' on this computer\n-> write the path that 'command -v python3' prints, or delete the line to"
                        + " use python3 of the PATH");
        assertThat(project.read("echo.sh").script().path()).isEqualTo("echo.sh");

        project.file("aml_config/local.compute", compute + python + "\n");
        assertThat(project.refusal().problem()).endsWith("on this computer; it is not executable");
        project.file("aml_config/local.compute", compute + folder.resolve("bin") + "\n");
        assertThat(project.refusal().problem()).endsWith("on this computer; this is a folder");

        assertThat(folder.resolve("bin/python").toFile().setExecutable(true)).isTrue();
        project.file("aml_config/local.compute", compute + python + "\n");
        assertThat(project.read().target()).isEqualTo(new LocalTarget.Settings("local", python, null));

        project.file("aml_config/local.compute", "type: local\n")
                .file("aml_config/other.compute", compute + "/elsewhere/python\n");
        assertThat(project.read().remarks()).isEmpty();
    }

    @Test
    void aTargetThatIsNotThereIsNamedWithThoseThatAre() throws IOException {
        SampleProject project = SampleProject.local(folder)
                .file("aml_config/docker.compute", "type: localdocker\n")
                .file("aml_config/docker.runconfig", "Target: docker-python\n")
                .file("aml_config/none.runconfig", "Framework: Python\n");
        assertThat(project.refusalOf("docker")).hasMessage("""
                        aml_config/docker.runconfig:1:9: there is no compute target 'docker-python'; there are: docker, local
                        -> name one of them. Or create aml_config/docker-python.compute""");
        project.file("aml_config/docker.runconfig", "Target: docker.compute\n");
        assertThat(project.refusalOf("docker").remedy()).startsWith("did you mean docker? Or create ");
        assertThat(project.refusalOf("none")).hasMessage("""
                        aml_config/none.runconfig:1:1: Target is missing
                        -> write Target: and the name of a compute target; there are: docker, local""");
        project.file("aml_config/none.runconfig", "Framework: Python\nTargte: local\n");
        assertThat(project.refusalOf("none")).hasMessage("""
                        aml_config/none.runconfig:2:1: Target is missing; here is 'Targte'
                        -> rename 'Targte' to Target""");
        project.file("aml_config/none.runconfig", "Framework: Python\nTarget: [local]\n");
        assertThat(project.refusalOf("none").problem())
                .isEqualTo("aml_config/none.runconfig:2:9: Target is a list where a single value is wanted");
    }

    @Test
    void dependencyFilesAreTheStandardOnesUnlessNamed() throws IOException {
        SampleProject project = SampleProject.local(folder)
                .file("aml_config/d.compute", "type: docker\nbaseDockerImage: x\n")
                .file("aml_config/d.runconfig", "Target: d\nFramework: PySpark\nPrepareEnvironment: false\n");
        assertThat(project.readTarget("d").environment()).isEqualTo(new Environment(false, null, null));

        project.file(DependencyFiles.CONDA, CONDA).file(DependencyFiles.SPARK, "configuration: {}\n");
        assertThat(project.readTarget("d").environment())
                .isEqualTo(new Environment(false, DependencyFiles.CONDA, DependencyFiles.SPARK));

        project.file("Config/conda gpu.yml", CONDA)
                .file(
                        "aml_config/d.runconfig",
                        "Target: d\nFramework: Python\nCondaDependenciesFile: .\\Config\\conda gpu.yml\nSparkDependenciesFile: nowhere.yml\n");
        ExperimentConfiguration read = project.readTarget("d");
        assertThat(read.environment()).isEqualTo(new Environment(true, "Config/conda gpu.yml", null));
        assertThat(SampleProject.texts(read))
                .singleElement()
                .asString()
                .startsWith(
                        "WARNING aml_config/d.runconfig:4:24: the dependency file 'nowhere.yml' does not exist (not");

        project.file(
                "aml_config/d.runconfig",
                "Target: d\nFramework: PySpark\nCondaDependenciesFile: x.yml\nSparkDependenciesFile: ../x.yml\n");
        assertThat(project.refusalOf("d").problem())
                .contains("aml_config/d.runconfig:3:24: the dependency file 'x.yml' does not exist")
                .contains("aml_config/d.runconfig:4:24: the dependency file '../x.yml' is not inside the project");
    }

    @Test
    void mistakesInADependencyFileStopTheRunThatUsesIt() throws IOException {
        SampleProject project = SampleProject.local(folder)
                .file("aml_config/d.compute", "type: docker\n")
                .file("aml_config/d.runconfig", "Target: d\nFramework: PySpark\n")
                .file(DependencyFiles.CONDA, "dependencies:\n  - [x]\n  - pip: x\n  - \n")
                .file(
                        DependencyFiles.SPARK,
                        "packages:\n  - group: g\n    artefact: a\n  - x:y:1\nconfiguration: [x]\n");
        assertThat(project.refusalOf("d").problem().lines().filter(line -> !line.contains("->")))
                .containsExactly(
                        "7 mistakes in the configuration:",
                        "  aml_config/conda_dependencies.yml:2:5: an item of dependencies is neither a package nor"
                                + " 'pip:' with a list",
                        "  aml_config/conda_dependencies.yml:3:10: pip is not a list",
                        "  aml_config/conda_dependencies.yml:4:4: an item of dependencies is neither a package nor"
                                + " 'pip:' with a list",
                        "  aml_config/spark_dependencies.yml:2:5: version is missing",
                        "  aml_config/spark_dependencies.yml:3:5: artifact is missing; here is 'artefact'",
                        "  aml_config/spark_dependencies.yml:4:5: an item of packages has no group, artifact and version",
                        "  aml_config/spark_dependencies.yml:5:16: configuration is not a map");
    }

    @Test
    void withoutAFrameworkAClusterRunsPySpark() throws IOException {
        SampleProject project = SampleProject.local(folder)
                .file("aml_config/hdi.compute", "type: cluster\naddress: x-ssh.azurehdinsight.net\nusername: u\n");
        ExperimentConfiguration read = project.readTarget("hdi");
        assertThat(read.framework()).isEqualTo(Framework.PYSPARK);
        assertThat(SampleProject.texts(read))
                .containsExactly("INFO there is no aml_config/hdi.runconfig: the script runs with PySpark and the other"
                        + " defaults of a run configuration");
    }

    @Test
    void variablesOfTheRequestWin() throws IOException {
        SampleProject project = SampleProject.local(folder)
                .file(
                        "aml_config/local.runconfig",
                        "Target: local\nFramework: Python\nEnvironmentVariables: {A: 1, B: 2}\n");
        assertThat(project.read(new RunRequest(null, "train.py", null, Map.of("B", "3", "C", "")))
                        .environmentVariables())
                .isEqualTo(Map.of("A", "1", "B", "3", "C", ""));
    }

    @Test
    void namesWithBlanksAndOtherLettersWork() throws IOException {
        Path odd = folder.resolve("größe 1 (x)");
        SampleProject project = SampleProject.local(odd)
                .file("aml_config/mein rechner.compute", "type: local\n")
                .file("aml_config/größer.runconfig", "Target: mein rechner\nFramework: Python\n")
                .file("BikeShare Data Prep.py", "");
        ExperimentConfiguration read =
                project.read(new RunRequest("größer", "BikeShare Data Prep.py", List.of("ü"), Map.of()));
        assertThat(read.target().name()).isEqualTo("mein rechner");
        assertThat(read.script()).isEqualTo(new Script("BikeShare Data Prep.py", List.of("ü")));
    }
}

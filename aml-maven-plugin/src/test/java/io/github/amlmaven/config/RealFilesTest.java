package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.compute.LocalTarget;
import io.github.amlmaven.compute.PipItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as they lie in public projects of 2017 and 2018, rebuilt with their oddities. */
class RealFilesTest {
    private static final String CLEAN_LOCAL = "{\"Framework\": \"Python\", \"Target\": \"local\"}";
    private static final String TEMPLATE_LOCAL_COMPUTE = """
            # Type of the compute target.
            type: "local"

            # Specifies the Python executable to use. By default the first one on the path.
            # For Windows paths escape the backslashes: "C:\\\\Python35\\\\python.exe"
            pythonLocation: "python"

            # Specifies the spark-submit executable to use.
            sparkSubmitLocation: "spark-submit"

            # Base folder of the share.
            nativeSharedDirectory: ~/.azureml/share/
            """;
    private static final String TEMPLATE_DOCKER_COMPUTE = """
            type: "localdocker"
            baseDockerImage: "microsoft/mmlspark:plus-0.9.9"

            # The share folder is not available while this is false.
            sharedVolumes: false
            # nvidiaDocker: true
            nativeSharedDirectory: ~/.azureml/share/
            """;
    private static final String TEMPLATE_LOCAL_RUNCONFIG = """
            # The program name and arguments to run.
            ArgumentVector:
              - "$file"

            # The name of the compute target to use for this run.
            Target: "local"

            # Environment variables set for the run.
            EnvironmentVariables:
              "EXAMPLE_ENV_VAR": "Example Value"

            # Framework to execute inside. Allowed values are "Python" and "PySpark".
            Framework: "Python"

            # Path to the Conda dependencies file to use for this run.
            CondaDependenciesFile: "aml_config/conda_dependencies.yml"

            # Path to the Spark dependencies file to use for this run.
            SparkDependenciesFile: "aml_config/spark_dependencies.yml"

            # Automatically prepare the run environment as part of the run itself.
            PrepareEnvironment: true

            # Enables history tracking for this run.
            TrackedRun: true

            #DataSourceSettings:
            #    my.dsource:
            #      Sampling:
            #        Sample: MySample
            """;
    private static final String TEMPLATE_CONDA = """
            # Conda environment specification. The dependencies defined in this file will be
            # automatically provisioned for runs against docker, VM, and HDI cluster targets.
            name: project_environment
            channels:
              - conda-forge
            dependencies:
              - python=3.5.2
              - Keras==2.0.5
              - ipykernel=4.6.1
              - pip:
                # The API for Azure Machine Learning Model Management Service.
                - azure-ml-api-sdk==0.1.0a11#0.1.0a9
                - --index-url https://azuremldownloads.azureedge.net/python-repository/preview
                - https://azuremldownloads.blob.core.windows.net/wheels/latest/azureml.assets-1.0.0-py3-none-any.whl
                - git+https://github.com/x/y.git
                - /azureml-share/x.whl
            """;
    private static final String TEMPLATE_SPARK = """
            # Spark configuration.
            version: 2
            configuration:
              "spark.app.name": "Azure ML Experiment"
              "spark.yarn.maxAppAttempts": 1
              "spark.driver.memory":\t"6g"
            repositories:
              - "https://mmlspark.azureedge.net/maven"
              - "https://spark-packages.org/packages"
            packages:
              - group: "com.microsoft.ml.spark"
                artifact: "mmlspark_2.11"
                version: "0.9.9"
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void theTemplateRunsWithEitherLineEnd(String lineEnd) throws IOException {
        SampleProject project = new SampleProject(folder)
                .file("iris_sklearn.py", "")
                .file("aml_config/local.compute", TEMPLATE_LOCAL_COMPUTE.replace("\n", lineEnd))
                .file("aml_config/docker.compute", TEMPLATE_DOCKER_COMPUTE.replace("\n", lineEnd))
                .file("aml_config/local.runconfig", TEMPLATE_LOCAL_RUNCONFIG.replace("\n", lineEnd))
                .file(
                        "aml_config/docker.runconfig",
                        TEMPLATE_LOCAL_RUNCONFIG.replace("\"local\"", "docker").replace("\n", lineEnd))
                .file("aml_config/conda_dependencies.yml", TEMPLATE_CONDA.replace("\n", lineEnd))
                .file("aml_config/spark_dependencies.yml", TEMPLATE_SPARK.replace("\n", lineEnd))
                .file("aml_config/jupyter_notebook_config.py", "#\n")
                .file("aml_config/local.amb", "{ \"raw\": \"line\nbreak\" ");
        ExperimentConfiguration read = project.read("iris_sklearn.py");
        assertThat(read.target()).isEqualTo(new LocalTarget.Settings("local", "python", "~/.azureml/share/"));
        assertThat(read.environmentVariables()).isEqualTo(Map.of("EXAMPLE_ENV_VAR", "Example Value"));
        assertThat(read.remarks()).isEmpty();
        ExperimentConfiguration docker = project.read(new RunRequest("docker", "iris_sklearn.py", null, Map.of()));
        assertThat(docker.environment().condaDependenciesFile()).isEqualTo("aml_config/conda_dependencies.yml");
        assertThat(SampleProject.texts(docker))
                .containsExactly(
                        "WARNING aml_config/docker.compute:2:18: baseDockerImage is 'microsoft/mmlspark:plus-0.9.9', and"
                                + " Microsoft has moved its images away from Docker Hub since 2021: it may be gone -> if"
                                + " it is, write baseDockerImage: condaforge/miniforge3:25.11.0-0, or for PySpark"
                                + " baseDockerImage: quay.io/jupyter/pyspark-notebook:spark-3.5.3",
                        "WARNING aml_config/docker.compute:7:24: nativeSharedDirectory has no effect while"
                                + " sharedVolumes is not true: the script gets no AZUREML_NATIVE_SHARE_DIRECTORY -> write"
                                + " sharedVolumes: true, or delete the line",
                        "WARNING aml_config/conda_dependencies.yml:12:7: an item of pip is"
                                + " 'azure-ml-api-sdk==0.1.0a11#0.1.0a9', and what stands behind the # has no effect ->"
                                + " write azure-ml-api-sdk==0.1.0a11");
        assertThat(docker.requirements().python()).isNotNull();
        assertThat(docker.requirements().python().conda())
                .containsExactly("python=3.5.2", "Keras==2.0.5", "ipykernel=4.6.1");
        assertThat(docker.requirements().python().pip())
                .extracting(PipItem::text)
                .containsExactly(
                        "azure-ml-api-sdk==0.1.0a11",
                        "--index-url https://azuremldownloads.azureedge.net/python-repository/preview",
                        "https://azuremldownloads.blob.core.windows.net/wheels/latest/azureml.assets-1.0.0-py3-none-any.whl",
                        "git+https://github.com/x/y.git",
                        "/azureml-share/x.whl");
    }

    @Test
    void theLineThatAttachWroteIsRead() throws IOException {
        ExperimentConfiguration read = runConfiguration(
                "{\"Framework\": \"Python\", \"PrepareEnvironment\": false, \"Target\": \"local\", \"EnvironmentVariables\":"
                        + " null, \"TrackedRun\": true, \"CondaDependenciesFile\": null, \"ArgumentVector\": [\"$file\"],"
                        + " \"SparkDependenciesFile\": null, \"UseSampling\": true}");
        assertThat(read.environment().prepare()).isFalse();
        assertThat(read.remarks()).isEmpty();
    }

    @Test
    void blanksBeforeColonsEmptyValuesAndMissingLastLineEndsAreRead() throws IOException {
        SampleProject project = SampleProject.local(folder)
                .file(
                        "aml_config/local.compute",
                        "\uFEFFtype : \"local\"   \naddress: \npassword:\nsharedVolumes : True")
                .file("aml_config/local.runconfig", CLEAN_LOCAL);
        assertThat(project.read().remarks()).isEmpty();
    }

    @Test
    void aTabAfterAColonIsReadAndATabBeforeAKeyIsNot() throws IOException {
        SampleProject project = SampleProject.local(folder)
                .file("aml_config/local.runconfig", CLEAN_LOCAL)
                .file("aml_config/local.compute", "type:\tlocal\npythonLocation:\t\"py\"\t# mine\n");
        assertThat(project.read().target()).isEqualTo(new LocalTarget.Settings("local", "py", null));
        project.file("aml_config/local.compute", "type: local\n\tpythonLocation: py\n");
        assertThat(project.refusal()).hasMessage("""
                        aml_config/local.compute:2:1: a tab stands where YAML wants blanks
                        -> indent with blanks instead of tabs""");
    }

    @Test
    void badJsonIsNamedWithItsPlace() throws IOException {
        SampleProject project = SampleProject.local(folder);
        project.file("aml_config/local.runconfig", "{\n  \"Target\": \"local\"\n  \"PrepareEnvironment\": true\n}\n");
        assertThat(project.refusal()).hasMessage("""
                        aml_config/local.runconfig:3:3: a comma or a closing bracket is missing before this
                        -> end the item before it with a comma, or close the bracket of line 1""");
        project.file("aml_config/local.runconfig", "{\n\t\"PrepareEnvironment\":true.\n\t,\"Target\":\"local\"}");
        assertThat(project.refusal()).hasMessage("""
                        aml_config/local.runconfig:2:23: PrepareEnvironment is 'true.', which is neither true nor false
                        -> write PrepareEnvironment: true or PrepareEnvironment: false""");
    }

    @Test
    void committedConflictsAreNamed() throws IOException {
        SampleProject project = SampleProject.local(folder)
                .file(
                        "aml_config/local.compute",
                        "type: local\n<<<<<<< HEAD\npythonLocation: a\n=======\npythonLocation: b\n>>>>>>> b2\n");
        assertThat(project.refusal()).hasMessage("""
                        aml_config/local.compute:2:1: a merge conflict was left in the file: '<<<<<<< HEAD'
                        -> keep one side of it and delete the lines that begin with <<<<<<<, ======= and >>>>>>>""");
    }

    @Test
    void theDocumentationsOwnUnreadableSampleIsRefused() throws IOException {
        SampleProject project = SampleProject.local(folder)
                .file(
                        "aml_config/local.runconfig",
                        "\"Target\": local\n\"ArgumentVector\":[\n  - \"myscript.py\"\n  - 234\n  - \"-v\"\n]\n");
        assertThat(project.refusal().problem()).startsWith("aml_config/local.runconfig:2:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aml_config/base_dependencies.yml", "aml_config/x.dsource", "aml_config/myvm.json"})
    void otherFilesOfTheFolderAreLeftAlone(String name) throws IOException {
        SampleProject project = SampleProject.local(folder).file(name, "<<<<<<< {{\t\0");
        assertThat(project.read().remarks()).isEmpty();
    }

    private ExperimentConfiguration runConfiguration(String text) throws IOException {
        ExperimentConfiguration read = SampleProject.local(folder)
                .file("aml_config/local.runconfig", text)
                .read();
        assertThat(read.script()).isEqualTo(new Script("train.py", List.of()));
        return read;
    }
}

package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.compute.ClusterTarget;
import io.github.amlmaven.compute.LocalTarget;
import io.github.amlmaven.compute.RemoteTarget;
import io.github.amlmaven.compute.SparkPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaterFormatTest {
    private static final String FILE = "aml_config/local.runconfig";
    /** As tools of 2018 generated it, with every section in place. */
    static final String GENERATED = """
            # The script to run.
            script: train.py
            arguments: [--reg, 0.10]
            target: local
            framework: Python
            communicator: None
            maxRunDurationSeconds:
            nodeCount: 1
            autoPrepareEnvironment: true
            environment:
              environmentVariables:
                EXAMPLE_ENV_VAR: EXAMPLE_VALUE
              python:
                userManagedDependencies: false
                interpreterPath: python
                condaDependenciesFile: aml_config/conda_dependencies.yml
              docker:
                enabled: false
                baseImage: mcr.microsoft.com/azureml/base:0.2.0
                sharedVolumes: true
                gpuSupport: false
                shmSize: 1g
                arguments: []
                baseImageRegistry:
                  address:
                  username:
                  password:
              spark:
                repositories:
                - https://mmlspark.azureedge.net/maven
                packages:
                - group: com.microsoft.ml.spark
                  artifact: mmlspark_2.11
                  version: '0.12'
                precachePackages: true
              databricks:
                mavenLibraries: []
            history:
              outputCollection: true
              snapshotProject: true
            spark:
              configuration:
                spark.app.name: Azure ML Experiment
                spark.yarn.maxAppAttempts: 1
            hdi:
              yarnDeployMode: cluster
            tensorflow:
              workerCount: 1
              parameterServerCount: 1
            mpi:
              processCountPerNode: 1
            batchai:
              pools: []
            containerInstance:
              region:
            dataReferences: {}
            sourceDirectoryDataStore:
            amlcompute:
              vmSize:
            """;

    @TempDir
    Path folder;

    private SampleProject project;

    @BeforeEach
    void makeProject() throws IOException {
        project = SampleProject.local(folder).file("aml_config/conda_dependencies.yml", "name: x\n");
    }

    @Test
    void aGeneratedFileRunsUnchangedAndNeedsNoComputeFile() throws IOException {
        project.file(FILE, GENERATED);
        Files.delete(folder.resolve("aml_config/local.compute"));
        ExperimentConfiguration read = project.read((String) null);
        assertThat(read.target()).isEqualTo(new LocalTarget.Settings("local", null, null));
        assertThat(read.script()).isEqualTo(new Script("train.py", List.of("--reg", "0.10")));
        assertThat(read.framework()).isEqualTo(Framework.PYTHON);
        assertThat(read.trackedRun()).isTrue();
        assertThat(read.environmentVariables()).isEqualTo(Map.of("EXAMPLE_ENV_VAR", "EXAMPLE_VALUE"));
        assertThat(read.environment()).isEqualTo(new Environment(true, null, null));
        assertThat(read.remarks()).isEmpty();
    }

    @Test
    void jsonIsTheSame() throws IOException {
        project.file(
                FILE,
                "{\"script\": \"train.py\", \"arguments\": [\"-x\"], \"target\": \"local\","
                        + " \"history\": {\"enabled\": false}, \"prepareEnvironment\": false}");
        ExperimentConfiguration read = project.read((String) null);
        assertThat(read.script()).isEqualTo(new Script("train.py", List.of("-x")));
        assertThat(read.trackedRun()).isFalse();
        assertThat(read.environment().prepare()).isFalse();
        assertThat(read.remarks()).isEmpty();
    }

    @Test
    void theInterpreterOfTheFileWins() throws IOException {
        project.file("aml_config/local.compute", "type: local\npythonLocation: a/python\nnativeSharedDirectory: /s/\n")
                .file(FILE, GENERATED.replace("interpreterPath: python", "interpreterPath: b/python"));
        assertThat(project.read().target()).isEqualTo(new LocalTarget.Settings("local", "b/python", "/s/"));
        project.file(FILE, GENERATED);
        assertThat(project.read().target()).isEqualTo(new LocalTarget.Settings("local", "a/python", "/s/"));
        project.file(FILE, GENERATED.replace("interpreterPath: python", "interpreterPath: /b/python"));
        assertThat(project.refusal().problem())
                .isEqualTo(FILE + ":15:22: there is no Python '/b/python' on this computer");
    }

    @Test
    void sparkIsGivenWhatTheFileItselfLists() throws IOException {
        project.file("aml_config/local.compute", "type: docker\nbaseDockerImage: x\n")
                .file(FILE, GENERATED.replace("framework: Python", "framework: pyspark"));
        ExperimentConfiguration read = project.read();
        assertThat(read.framework()).isEqualTo(Framework.PYSPARK);
        assertThat(read.requirements().spark())
                .isEqualTo(new SparkPackages(
                        Map.of("spark.app.name", "Azure ML Experiment", "spark.yarn.maxAppAttempts", "1"),
                        List.of("https://mmlspark.azureedge.net/maven"),
                        List.of("com.microsoft.ml.spark:mmlspark_2.11:0.12")));
        assertThat(read.remarks()).isEmpty();
        project.file(
                FILE,
                GENERATED.replace("framework: Python", "framework: pyspark").replace("artifact: ", "artefact: "));
        assertThat(project.refusal().problem()).contains(FILE + ":33:7: artifact is missing; here is 'artefact'");
    }

    @Test
    void aSparkFileWinsOverWhatEveryGeneratedFileLists() throws IOException {
        project.file("aml_config/local.compute", "type: docker\nbaseDockerImage: x\n")
                .file("aml_config/spark_dependencies.yml", "repositories: [https://r]\n")
                .file(FILE, GENERATED.replace("framework: Python", "framework: pyspark"));
        ExperimentConfiguration read = project.read();
        assertThat(read.requirements().spark()).isEqualTo(new SparkPackages(Map.of(), List.of("https://r"), List.of()));
        assertThat(SampleProject.texts(read))
                .containsExactly(
                        "WARNING " + FILE + ":29:5: Spark's packages and configuration have no effect here, since"
                                + " there is aml_config/spark_dependencies.yml -> move them there, or delete that file");
    }

    @Test
    void withoutSparkItsSectionsAreNotLookedAt() throws IOException {
        project.file(
                FILE,
                "script: train.py\nenvironment: {spark: {packages: {}}}\nspark: [1]\nhdi: {yarnDeployMode: client}\n");
        ExperimentConfiguration read = project.read((String) null);
        assertThat(read.requirements().spark()).isNull();
        assertThat(read.remarks()).isEmpty();
    }

    @Test
    void theDeployModeOfTheFileWins() throws IOException {
        String cluster = "type: cluster\naddress: h\nusername: u\n";
        project.file(FILE, GENERATED.replace("framework: Python", "framework: PySpark"));
        project.file("aml_config/local.compute", cluster + "yarnDeployMode: client\n");
        ExperimentConfiguration read = project.read();
        assertThat(((ClusterTarget.Settings) read.target()).submission().deployedInCluster())
                .isTrue();
        assertThat(SampleProject.texts(read))
                .containsExactly(
                        "INFO " + FILE + ":46:19: hdi.yarnDeployMode is 'cluster', which wins over the .compute file");
        project.file("aml_config/local.compute", cluster);
        assertThat(SampleProject.texts(project.read())).isEmpty();
        project.file("aml_config/local.compute", cluster + "master: local[*]\n");
        read = project.read();
        assertThat(((ClusterTarget.Settings) read.target()).submission())
                .isEqualTo(new ClusterTarget.Submission("local[*]", false, "spark-submit", null));
        assertThat(SampleProject.texts(read))
                .containsExactly("INFO " + FILE
                        + ":46:19: hdi.yarnDeployMode has no effect, since the master 'local[*]' is" + " not YARN");
    }

    @Test
    void theInterpreterOfTheFileWinsElsewhereToo() throws IOException {
        String text = GENERATED.replace("interpreterPath: python", "interpreterPath: /far/python");
        project.file(FILE, text)
                .file("aml_config/local.compute", "type: remote\naddress: h\nusername: u\npythonLocation: p\n");
        assertThat(((RemoteTarget.Settings) project.read().target()).pythonLocation())
                .isEqualTo("/far/python");
        project.file(FILE, text.replace("userManagedDependencies: false", "userManagedDependencies: true"))
                .file("aml_config/local.compute", "type: cluster\naddress: h\nusername: u\n");
        ClusterTarget.Settings cluster = (ClusterTarget.Settings) project.read().target();
        assertThat(cluster.pythonLocation()).isEqualTo("/far/python");
        assertThat(cluster.userManagedEnvironment()).isTrue();
    }

    @Test
    void aClusterHasNoContainers() throws IOException {
        project.file(FILE, GENERATED.replaceFirst("enabled: false", "enabled: true"))
                .file("aml_config/local.compute", "type: cluster\naddress: h\nusername: u\n");
        assertThat(SampleProject.texts(project.read()))
                .containsExactly(
                        "WARNING " + FILE + ":18:5: environment.docker has no effect on a cluster: Spark runs the"
                                + " script, in no container -> write enabled: false, or name a target of type docker or"
                                + " remotedocker");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "communicator: None => communicator: Mpi => :6:15: communicator is 'Mpi': distributed training is not"
                        + " supported",
                "nodeCount: 1 => nodeCount: 4 => :8:12: nodeCount is '4': a run has one process on one node",
                "processCountPerNode: 1 => processCountPerNode: 2 => :51:24: mpi.processCountPerNode is '2': a run has"
                        + " one process on one node",
                "dataReferences: {} => dataReferences: {a: {b: c}} => :56:17: dataReferences are not supported: nothing"
                        + " would bring the data to the script",
                "target: local => target: amlcompute => :4:9: there is no compute target 'amlcompute'; there are: local",
                "framework: Python => framework: TensorFlow => :5:12: framework is 'TensorFlow', which is neither Python"
                        + " nor PySpark",
                "framework: Python => framework: PySpark => :5:12: framework is PySpark, which a target of type local"
                        + " cannot run",
                "enabled: false => enabled: perhaps => :18:14: environment.docker.enabled is 'perhaps', which is neither"
                        + " true nor false",
                "password: => password: hunter2 => :27:17: environment.docker.baseImageRegistry.password holds a secret"
                        + " in plain text, and this file is shared",
                "yarnDeployMode: cluster => yarnDeployMode: x => :46:19: hdi.yarnDeployMode is 'x'",
            })
    void whatHasNoCounterpartIsRefusedInWords(String before, String after, String problem) throws IOException {
        project.file(FILE, GENERATED.replaceFirst(Pattern.quote(before), after));
        assertThat(project.refusal().problem()).contains(FILE + problem);
    }

    @Test
    void whatHasNoEffectIsNamed() throws IOException {
        project.file(
                FILE,
                "script: train.py\ntarget: local\nmaxRunDurationSeconds: 60\nnodeCnt: 1\nversion: 3\nhistory: {outputCollection: false}\n");
        assertThat(SampleProject.texts(project.read((String) null)))
                .containsExactly(
                        "WARNING " + FILE
                                + ":3:24: maxRunDurationSeconds has no effect -> limit the run with -Daml.timeout=60",
                        "WARNING " + FILE + ":6:10: history.outputCollection: false has no effect -> delete it, or"
                                + " write enabled: false to keep no record at all",
                        "WARNING " + FILE + ":4:1: unknown key 'nodeCnt' is ignored -> did you mean nodeCount?",
                        "WARNING " + FILE + ":5:1: unknown key 'version' is ignored -> delete it");
    }

    @Test
    void aFileOfTheWorkbenchWithOneKeyInLowerCaseIsNotTakenForOne() throws IOException {
        project.file(FILE, "target: local\nArgumentVector: [train.py]\nFramework: Python\n");
        assertThat(SampleProject.texts(project.read((String) null)))
                .containsExactly("WARNING " + FILE + ":1:1: 'target' is read as Target -> write it so");
    }
}

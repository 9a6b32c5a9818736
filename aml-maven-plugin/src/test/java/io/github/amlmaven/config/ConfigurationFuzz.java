package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.fuzz.Damage;
import io.github.amlmaven.fuzz.Fuzzing;
import io.github.amlmaven.fuzz.Input;
import io.github.amlmaven.fuzz.Oracle;
import io.github.amlmaven.fuzz.Scratch;
import io.github.amlmaven.fuzz.Tries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is written in {@code aml_config/} or typed as arguments is read or refused in words. */
@AddLifecycleHook(Fuzzing.class)
class ConfigurationFuzz {
    private static final String RUN_CONFIGURATION = "aml_config/local.runconfig";
    private static final String TARGET = "aml_config/local.compute";
    private static final String CONDA_FILE = "aml_config/conda_dependencies.yml";
    private static final String SPARK_FILE = "aml_config/spark_dependencies.yml";
    private static final String IDENTITY = ".azureml/project.json";
    private static final List<String> RUN_CONFIGURATIONS = List.of(
            """
            ArgumentVector:
              - "$file"
              - 12
            Target: local
            EnvironmentVariables:
              A: b
            Framework: Python
            """,
            """
            # The program name.
            ArgumentVector:
              - "$file"
            Target: "docker"
            EnvironmentVariables:
              "EXAMPLE_ENV_VAR": "Example Value"
            Framework: "PySpark"
            CondaDependenciesFile: "aml_config/conda_dependencies.yml"
            SparkDependenciesFile: aml_config/spark_dependencies.yml
            PrepareEnvironment: true
            """,
            "{\n\t\"ArgumentVector\": [\"$file\"],\n\t\"Target\": \"local\",\r\n\t\"CondaFile\": null\n}",
            """
            script: train.py
            arguments: [a, 'b']
            target: local
            environment:
              docker: {enabled: false}
            nodeCount: 1
            """,
            """
            script: train.py
            target: local
            environment:
              python: {userManagedDependencies: true, interpreterPath: python3}
              docker:
                enabled: true
                baseImage: azureml/base:1
                sharedVolumes: false
                shmSize: 1g
                arguments: [--privileged]
                baseImageRegistry: {address: my.azurecr.io, username: u}
            """);
    private static final List<String> TARGETS = List.of(
            "type: local\npythonLocation: \"python\"\nnativeSharedDirectory:\t~/.azureml/share/\n",
            "type: localdocker\nbaseDockerImage: 'microsoft/mmlspark:plus-0.9.9 '\nsharedVolumes: true\naddress:\n",
            """
            type: docker
            baseDockerImage: python:3.11-slim
            dockerNetwork: none
            memory: 1.5g
            cpus: .5
            shmSize: 512 MB
            nvidiaDocker: true
            """,
            """
            address: sales-vm.example.com:5022
            baseDockerImage: microsoft/mmlspark::plus-0.7.91
            sharedVolumes: true
            type: virtualmachine
            username: ubuntu
            password: AzureMlSecret=vm#ubuntu#0123456789abcdef0123
            """,
            "{\"type\": \"cluster\", \"address\": \"x-ssh.azurehdinsight.net\", \"username\": \"u\"}");
    private static final String CONDA = """
            name: x
            channels: [a]
            dependencies:
              - python=3.5.2
              - io
              - c::d[version='>=1']
              - pip:
                - b==1#2
                - c=1; x == '3'
                - --index-url https://u:p@h/simple
                - wheels\\x.whl
                - file:///azureml-share/y.zip
            """;
    private static final String SPARK =
            "configuration:\n  a.b:\t1\nrepositories: []\npackages:\n  - {group: g, artifact: a, version: 1}\n";
    private static final String SCOPE = "{\"Id\":\"1-2\",\"Scope\":\"/subscriptions/0/resourceGroups/rg/providers/"
            + "Microsoft.MachineLearningExperimentation/accounts/Contoso/workspaces/team-1/projects/Iris_Demo\"}";
    private static final List<String> ARGUMENTS =
            List.of("--reg 0.1 'two words' \"say \\\"hi\\\"\" a\\ b", "'it'\\''s' $HOME *.py `x`", "  \t\n ");

    private static final Path FOLDER = Scratch.folder();
    private static SampleProject project = new SampleProject(FOLDER);

    @BeforeContainer
    static void make() throws IOException {
        project = SampleProject.local(FOLDER)
                .file(CONDA_FILE, CONDA)
                .file(SPARK_FILE, SPARK)
                .file("wheels/x.whl", "")
                .file("aml_config/docker.compute", "type: docker\n");
    }

    @AfterContainer
    static void remove() throws IOException {
        Scratch.delete(FOLDER);
    }

    @Property
    @Tries(inBuild = 1500, inLong = 150_000)
    void runConfigurations(@ForAll("damagedRunConfigurations") Input input) throws IOException {
        readWith(RUN_CONFIGURATION, input, "Target: local\nArgumentVector: [$file]\nFramework: Python\n");
    }

    @Property
    @Tries(inBuild = 1500, inLong = 150_000)
    void targets(@ForAll("damagedTargets") Input input) throws IOException {
        readWith(TARGET, input, "type: local\n");
    }

    /** The files count where a docker target runs the script with PySpark. */
    @Property
    @Tries(inBuild = 1000, inLong = 100_000)
    void dependencies(@ForAll("damagedDependencies") Input input, @ForAll boolean spark) throws IOException {
        project.file(RUN_CONFIGURATION, RUN_CONFIGURATIONS.get(1));
        readWith(spark ? SPARK_FILE : CONDA_FILE, input, spark ? SPARK : CONDA);
    }

    @Property
    @Tries(inBuild = 1000, inLong = 100_000)
    void identities(@ForAll("damagedIdentities") Input input) throws IOException {
        project.file(IDENTITY, input.bytes());
        Oracle.check(() -> ProjectIdentity.read(FOLDER, null, null, null, "x"));
    }

    @Property
    @Tries(inBuild = 2000, inLong = 100_000)
    void arguments(@ForAll("damagedArguments") Input input) {
        Oracle.check(() -> CommandLine.split(input.text()));
    }

    /** Whatever the argument, in quotes it comes back as it was. */
    @Property
    @Tries(inBuild = 500, inLong = 10_000)
    void quotedArguments(@ForAll @Size(max = 8) List<String> arguments) {
        StringBuilder line = new StringBuilder();
        arguments.forEach(argument ->
                line.append(" '").append(argument.replace("'", "'\\''")).append('\''));
        Oracle.check(() -> assertThat(CommandLine.split(line.toString())).isEqualTo(arguments));
    }

    private static void readWith(String name, Input input, String good) throws IOException {
        project.file(name, input.bytes());
        Oracle.check(() -> project.read());
        project.file(name, good.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<Input> damagedRunConfigurations() {
        return Damage.of(RUN_CONFIGURATIONS);
    }

    @Provide
    Arbitrary<Input> damagedTargets() {
        return Damage.of(TARGETS);
    }

    @Provide
    Arbitrary<Input> damagedDependencies() {
        return Arbitraries.oneOf(Damage.of(List.of(CONDA)), Damage.of(List.of(SPARK)));
    }

    @Provide
    Arbitrary<Input> damagedIdentities() {
        return Damage.of(List.of(SCOPE));
    }

    @Provide
    Arbitrary<Input> damagedArguments() {
        return Damage.of(ARGUMENTS);
    }
}

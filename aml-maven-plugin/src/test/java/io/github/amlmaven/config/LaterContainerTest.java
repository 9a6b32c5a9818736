package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.compute.DockerTarget;
import io.github.amlmaven.compute.DockerTarget.Hardware;
import io.github.amlmaven.compute.LocalTarget;
import io.github.amlmaven.compute.SshAddress;
import io.github.amlmaven.compute.SshLogin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaterContainerTest {
    private static final String FILE = "aml_config/local.runconfig";
    private static final String ENABLED = LaterFormatTest.GENERATED.replaceFirst("enabled: false", "enabled: true");
    private static final String IMAGE = "mcr.microsoft.com/azureml/base:0.2.0";

    @TempDir
    Path folder;

    private SampleProject project;

    @BeforeEach
    void makeProject() throws IOException {
        project = SampleProject.local(folder)
                .file("aml_config/conda_dependencies.yml", "name: x\ndependencies: [python=3.6.2]\n");
    }

    @Test
    void aSectionThatIsEnabledMakesTheTargetADockerTarget() throws IOException {
        project.file(FILE, ENABLED);
        ExperimentConfiguration read = project.read();
        assertThat(read.target())
                .isEqualTo(new DockerTarget.Settings(
                        "local", IMAGE, true, null, new Hardware(false, null, null, null, 1L << 30), null));
        assertThat(read.environment().condaDependenciesFile()).isEqualTo("aml_config/conda_dependencies.yml");
        assertThat(read.requirements().python().conda()).containsExactly("python=3.6.2");
        assertThat(read.remarks()).isEmpty();
    }

    @Test
    void volumesAreSharedUnlessTheFileSaysNo() throws IOException {
        project.file("aml_config/local.compute", "type: local\nnativeSharedDirectory: /s/\n");
        project.file(FILE, "script: train.py\nenvironment: {docker: {enabled: true}}\n");
        assertThat(project.read((String) null).target())
                .isEqualTo(new DockerTarget.Settings("local", null, true, "/s/", Hardware.NONE, null));
        project.file(FILE, "script: train.py\nenvironment: {docker: {enabled: true, sharedVolumes: false}}\n");
        ExperimentConfiguration read = project.read((String) null);
        assertThat(read.target()).isEqualTo(new DockerTarget.Settings("local", null, false, null, Hardware.NONE, null));
        assertThat(SampleProject.texts(read))
                .containsExactly(
                        "WARNING " + FILE
                                + ":2:23: nativeSharedDirectory of aml_config/local.compute has no effect while"
                                + " environment.docker.sharedVolumes is false: the script gets no"
                                + " AZUREML_NATIVE_SHARE_DIRECTORY -> write sharedVolumes: true, or delete"
                                + " nativeSharedDirectory there",
                        "INFO baseDockerImage is not set for the target local: the container starts from "
                                + DockerTarget.Settings.DEFAULT_IMAGE);
    }

    @Test
    void aDockerTargetKeepsWhatTheRunConfigurationDoesNotSay() throws IOException {
        project.file(
                "aml_config/local.compute",
                "type: docker\nbaseDockerImage: mine:1\nmemory: 1g\nshmSize: 2g\nsharedVolumes: true\nnativeSharedDirectory: /s/\n");
        project.file(FILE, "script: train.py\nenvironment: {docker: {enabled: true, shmSize: 3g}}\n");
        assertThat(project.read((String) null).target())
                .isEqualTo(new DockerTarget.Settings(
                        "local", "mine:1", true, "/s/", new Hardware(false, null, 1L << 30, null, 3L << 30), null));
        project.file(FILE, "script: train.py\nenvironment: {docker: {enabled: false, baseImage: other}}\n");
        assertThat(((DockerTarget.Settings) project.read((String) null).target()).baseDockerImage())
                .isEqualTo("mine:1");
    }

    @Test
    void aRemoteTargetBecomesARemoteContainer() throws IOException {
        project.file("aml_config/local.compute", "type: remote\naddress: h\nusername: u\n")
                .file(FILE, ENABLED);
        assertThat(project.read().target())
                .isEqualTo(new DockerTarget.Settings(
                        "local",
                        IMAGE,
                        true,
                        null,
                        new Hardware(false, null, null, null, 1L << 30),
                        new SshLogin(
                                new SshAddress("h", null, "u"),
                                null,
                                project.folder().resolve("aml_config/known_hosts"))));
    }

    @Test
    void whatTheUserManagesIsNotInstalled() throws IOException {
        project.file(FILE, ENABLED.replace("userManagedDependencies: false", "userManagedDependencies: true"));
        ExperimentConfiguration read = project.read();
        assertThat(read.requirements().python()).isNull();
        assertThat(read.environment().condaDependenciesFile()).isNull();
        assertThat(read.remarks()).isEmpty();
    }

    @Test
    void whatIsSwitchedOffIsNotLookedAt() throws IOException {
        project.file(
                FILE,
                LaterFormatTest.GENERATED.replace("shmSize: 1g", "shmSize: big").replace(IMAGE, "a::b"));
        ExperimentConfiguration read = project.read();
        assertThat(read.target()).isInstanceOf(LocalTarget.Settings.class);
        assertThat(read.remarks()).isEmpty();
    }

    @Test
    void theRegistryComesBeforeTheImage() throws IOException {
        for (List<String> names : List.of(
                List.of("azureml/base:1", "my.azurecr.io/azureml/base:1"),
                List.of("my.azurecr.io/azureml/base:1", "my.azurecr.io/azureml/base:1"))) {
            project.file(FILE, ENABLED.replace(IMAGE, names.get(0)).replace("address:", "address: my.azurecr.io"));
            assertThat(((DockerTarget.Settings) project.read().target()).baseDockerImage())
                    .isEqualTo(names.get(1));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "arguments: [] => arguments: [--privileged] => WARNING :23:17: environment.docker.arguments has no effect"
                        + " -> delete it; for network, memory and processors there are the keys dockerNetwork, memory and"
                        + " cpus of a .compute file of type docker",
                "username: => username: me => WARNING :26:17: environment.docker.baseImageRegistry.username has no effect"
                        + " -> log in with docker login, or with a <server> in settings.xml whose id is the registry's"
                        + " address",
                "interpreterPath: python => interpreterPath: /usr/bin/python => WARNING :15:22:"
                        + " environment.python.interpreterPath has no effect in a container -> delete it; the Python of"
                        + " the environment runs the script, or else the first one on the image's PATH",
            })
    void whatHasNoEffectIsNamed(String before, String after, String warning) throws IOException {
        project.file(FILE, ENABLED.replace(before, after));
        String[] parts = warning.split(" ", 2);
        assertThat(SampleProject.texts(project.read())).containsExactly(parts[0] + " " + FILE + parts[1]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "azureml/base => azureml//base => :19:16: environment.docker.baseImage is"
                        + " 'mcr.microsoft.com/azureml//base:0.2.0', which is no image name",
                "shmSize: 1g => shmSize: big => :22:14: environment.docker.shmSize is 'big', which is no size",
                "gpuSupport: false => gpuSupport: perhaps => :21:17: environment.docker.gpuSupport is 'perhaps', which is"
                        + " neither true nor false",
                "address: => address: https://my.azurecr.io => :25:16: environment.docker.baseImageRegistry.address is"
                        + " 'https://my.azurecr.io', which is no address of a registry",
                "address: => address: myregistry => :25:16: environment.docker.baseImageRegistry.address is 'myregistry',"
                        + " which is no address of a registry",
                "password: => password: hunter2 => :27:17: environment.docker.baseImageRegistry.password holds a secret in"
                        + " plain text, and this file is shared",
                "sharedVolumes: true => sharedVolumes: 1 => :20:20: environment.docker.sharedVolumes is '1', which is"
                        + " neither true nor false",
            })
    void wrongValuesAreMistakes(String before, String after, String problem) throws IOException {
        project.file(FILE, ENABLED.replace(before, after));
        assertThat(project.refusal().problem()).isEqualTo(FILE + problem);
    }
}

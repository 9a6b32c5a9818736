package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.DockerTarget;
import io.github.amlmaven.compute.DockerTarget.Hardware;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerKeysTest {
    private static final String REMOTE = "type: remotedocker\naddress: h\nusername: u\n";

    @TempDir
    Path folder;

    @Test
    void everyKeyOfADockerTargetIsRead() throws IOException {
        assertThat(settings("""
                        type: docker
                        baseDockerImage: python:3.11-slim
                        sharedVolumes: true
                        nativeSharedDirectory: /share
                        dockerNetwork: none
                        memory: 4g
                        cpus: 1.5
                        shmSize: 1GB
                        """))
                .isEqualTo(new DockerTarget.Settings(
                        "t",
                        "python:3.11-slim",
                        true,
                        "/share",
                        new Hardware(false, "none", 4L << 30, 1.5, 1L << 30),
                        null));
        assertThat(settings("type: localdocker\nbaseDockerImage: null\nnativeSharedDirectory: /share\n"))
                .isEqualTo(new DockerTarget.Settings("t", null, false, null, Hardware.NONE, null));
    }

    @ParameterizedTest
    @CsvSource({
        "6291456, 6291456",
        "6291456b, 6291456",
        "6144k, 6291456",
        "6m, 6291456",
        "6M, 6291456",
        "6 MB, 6291456",
        "6MiB, 6291456",
        "512mb, 536870912",
        "0.5g, 536870912",
        "1.5G, 1610612736",
        "2 GB, 2147483648",
        "1t, 1099511627776",
    })
    void sizesAreSpelledAsDockerDoesAndAsUsersDo(String written, long bytes) throws IOException {
        assertThat(settings("type: docker\nmemory: " + written + "\n")
                        .hardware()
                        .memory())
                .isEqualTo(bytes);
        assertThat(settings("type: docker\nmemory: \"" + written + "\"\n")
                        .hardware()
                        .memory())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"1, 1.0", "1.5, 1.5", "'0.01', 0.01", ".5, 0.5", "64, 64.0"})
    void processorsAreADecimal(String written, double processors) throws IOException {
        assertThat(settings("type: docker\ncpus: " + written + "\n").hardware().cpus())
                .isEqualTo(processors);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "memory: lots => memory is 'lots', which is no size => write bytes, or a number with k, m or g: memory: 4g",
                "memory: -4g => memory is '-4g', which is no size => write bytes, or a number with k, m or g: memory: 4g",
                "memory: 4x => memory is '4x', which is no size => write bytes, or a number with k, m or g: memory: 4g",
                "memory: [4g] => memory is a list where a single value is wanted => write memory: and one value; quote a"
                        + " value that begins with [ or {",
                "memory: 512 => memory is '512', less than the 6 MB (6291456 bytes) that Docker demands => write at least"
                        + " memory: 6m; a number without a letter is bytes",
                "memory: 6291455 => memory is '6291455', less than the 6 MB (6291456 bytes) that Docker demands => write at"
                        + " least memory: 6m; a number without a letter is bytes",
                "memory: 99999999999t => memory is '99999999999t', more than any computer has => write less, such as"
                        + " memory: 64g",
                "shmSize: 0 => shmSize is '0', which is nothing => write shmSize: 64m, or more; a number without a letter"
                        + " is bytes",
                "shmSize: 1.5.5g => shmSize is '1.5.5g', which is no size => write bytes, or a number with k, m or g:"
                        + " shmSize: 1g",
                "cpus: 0 => cpus is '0', which is no number of processors => write a number from 0.01 on, with a point:"
                        + " cpus: 1.5",
                "cpus: -1 => cpus is '-1', which is no number of processors => write a number from 0.01 on, with a point:"
                        + " cpus: 1.5",
                "cpus: 1,5 => cpus is '1,5', which is no number of processors => write a number from 0.01 on, with a"
                        + " point: cpus: 1.5",
                "cpus: 1e3 => cpus is '1e3', which is no number of processors => write a number from 0.01 on, with a"
                        + " point: cpus: 1.5",
                "cpus: .inf => cpus is '.inf', which is no number of processors => write a number from 0.01 on, with a"
                        + " point: cpus: 1.5",
                "dockerNetwork: container:web => dockerNetwork is 'container:web', which is no name of a network => write"
                        + " none, host, bridge, or a name that 'docker network ls' shows",
            })
    void wrongValuesAreMistakesOnEveryType(String line, String problem, String remedy) {
        for (String type : new String[] {"type: docker\n", REMOTE, "type: local\n"}) {
            AmlException failure = refusal(type + line + "\n");
            int column = line.indexOf(": ") + 3;
            assertThat(failure.problem())
                    .contains("aml_config/t.compute:" + (type.lines().count() + 1) + ":" + column + ": " + problem);
            assertThat(failure.getMessage()).contains("-> " + remedy);
        }
    }

    @Test
    void allMistakesComeAtOnce() {
        assertThat(refusal("type: docker\nmemory: x\ncpus: x\nshmSize: x\ndockerNetwork: -x\nbaseDockerImage: a::b\n"))
                .extracting(AmlException::problem)
                .asString()
                .startsWith("5 mistakes in the configuration:");
    }

    @Test
    void theKeysOfThisPluginAreNamedWhereTheyHaveNoEffect() throws IOException {
        Findings findings = new Findings();
        read("type: local\nmemory: 4g\nsharedVolumes: true\nnvidiaDocker: true\ncpus:\n", findings);
        findings.refuse();
        assertThat(findings.remarks())
                .extracting(Remark::text)
                .containsExactly(
                        "aml_config/t.compute:2:9: memory has no effect on a target of type local -> delete it, or"
                                + " write type: docker");
        Findings remote = new Findings();
        read(REMOTE + "memory: 4g\ncpus: 2\nshmSize: 1g\ndockerNetwork: host\n", remote);
        remote.refuse();
        assertThat(remote.remarks()).isEmpty();
    }

    @Test
    void blanksAroundAnImageAreToldAndAreNoPartOfIt() throws IOException {
        Findings findings = new Findings();
        ComputeFile read = read("type: docker\nbaseDockerImage: 'my/image:1 '\n", findings);
        findings.refuse();
        assertThat(((DockerTarget.Settings) read.settings()).baseDockerImage()).isEqualTo("my/image:1");
        assertThat(findings.remarks())
                .containsExactly(new Remark(
                        Remark.Severity.INFO,
                        "aml_config/t.compute:2:18: the blanks around 'my/image:1' in baseDockerImage are not part of the"
                                + " image's name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"microsoft/mmlspark", "microsoft/mmlspark:plus-0.7.91", "docker.io/microsoft/mmlspark:int"})
    void theImagesOfTheWorkbenchMayBeGone(String image) throws IOException {
        Findings findings = new Findings();
        read("type: docker\nbaseDockerImage: " + image + "\n", findings);
        findings.refuse();
        assertThat(findings.remarks())
                .extracting(Remark::text)
                .singleElement()
                .asString()
                .contains("t.compute:2:18: baseDockerImage is '" + image + "'")
                .contains("it may be gone -> if it is, write baseDockerImage: " + DockerTarget.Settings.DEFAULT_IMAGE);
        assertThat(ImageName.isImageName(DockerTarget.Settings.DEFAULT_IMAGE)).isTrue();

        Findings other = new Findings();
        read("type: docker\nbaseDockerImage: mcr.microsoft.com/mmlspark/release:latest\n", other);
        assertThat(other.remarks()).isEmpty();
    }

    @Test
    void graphicsCardsNeedLinux() throws IOException {
        Place place = new Place("aml_config/t.compute", 2, 15);
        for (String system : new String[] {"Mac OS X", "Windows 11"}) {
            Findings findings = new Findings();
            ContainerKeys.checkGraphics("nvidiaDocker", place, system, findings);
            assertThat(catchThrowableOfType(AmlException.class, findings::refuse))
                    .hasMessage("aml_config/t.compute:2:15: nvidiaDocker is true, and containers on " + system
                            + " get no graphics cards: only those on Linux do\n-> write nvidiaDocker: false, or run on a"
                            + " computer with Linux");
        }
        Findings findings = new Findings();
        ContainerKeys.checkGraphics("nvidiaDocker", place, "Linux", findings);
        read(REMOTE + "nvidiaDocker: true\n", findings);
        findings.refuse();
    }

    private DockerTarget.Settings settings(String text) throws IOException {
        Findings findings = new Findings();
        ComputeFile file = read(text, findings);
        findings.refuse();
        return (DockerTarget.Settings) file.settings();
    }

    private ComputeFile read(String text, Findings findings) throws IOException {
        new SampleProject(folder).file("aml_config/t.compute", text);
        return ComputeFile.read(folder, "t", findings);
    }

    private AmlException refusal(String text) {
        return catchThrowableOfType(AmlException.class, () -> settings(text));
    }
}

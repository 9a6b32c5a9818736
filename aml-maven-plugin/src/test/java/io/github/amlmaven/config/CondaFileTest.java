package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.PipItem;
import io.github.amlmaven.compute.Requirements.PythonPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CondaFileTest {
    private static final String FILE = DependencyFiles.CONDA;

    @TempDir
    Path folder;

    @Test
    void everythingAFileAsksForIsRead() throws IOException {
        assertThat(read("""
                        name: project_environment
                        channels: [conda-forge, defaults]
                        dependencies:
                          - python=3.5.2
                          - Keras==2.0.5
                          - pip:
                            - one==1.0
                            - --extra-index-url https://example.com/simple
                          - numpy >=1.11
                          - pip: [two]
                        """))
                .isEqualTo(new PythonPackages(
                        FILE,
                        List.of("conda-forge", "defaults"),
                        List.of("python=3.5.2", "Keras==2.0.5", "numpy >=1.11"),
                        List.of(
                                new PipItem("one==1.0", null),
                                new PipItem("--extra-index-url https://example.com/simple", null),
                                new PipItem("two", null))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name: x\n", "dependencies:\n", "dependencies: []\n", "dependencies:\n  - pip: []\n"})
    void aFileThatAsksForNothingIsNone(String text) throws IOException {
        assertThat(read(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "numpy",
                "numpy=1",
                "numpy==1.0",
                "numpy>=1,<2",
                "numpy 1.11*",
                "'numpy[version=\">=1.8,<2\"]'",
                "numpy=1.11=py35_0",
                "conda-forge::numpy=1",
                "https://conda.anaconda.org/x::numpy",
                "_libgcc_mutex=0.1=main",
                "readline",
                "conda-forge::uuid",
                "azure-cli-ml==1.0"
            })
    void theseArePackagesForConda(String item) throws IOException {
        assertThat(read("dependencies:\n  - " + item + "\n").conda()).containsExactly(item.replaceAll("^'|'$", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"io", "os", "json", "pickle", "JSON", "datetime=1.0", "sys"})
    void modulesOfPythonAreLeftOut(String item) throws IOException {
        Findings findings = new Findings();
        assertThat(read("dependencies:\n  - " + item + "\n  - x\n", findings).conda())
                .containsExactly("x");
        assertThat(findings.remarks())
                .extracting(Remark::text)
                .containsExactly(FILE + ":2:5: '" + item.replace("=1.0", "")
                        + "' is a part of Python itself and no package; it is left out -> delete it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "https://example.com/x-1.0-py3-none-any.whl => conda takes packages by name, and an item of dependencies is"
                        + " 'https://example.com/x-1.0-py3-none-any.whl' => move it below '- pip:'",
                "git+https://github.com/x/y.git => conda takes packages by name, and an item of dependencies is"
                        + " 'git+https://github.com/x/y.git' => move it below '- pip:'",
                "./x.whl => conda takes packages by name, and an item of dependencies is './x.whl' => move it below '- pip:'",
                "--index-url https://x => conda takes packages by name, and an item of dependencies is"
                        + " '--index-url https://x' => move it below '- pip:'",
                "https://example.com/x-1.0-0.tar.bz2 => conda takes packages by name, and an item of dependencies is the"
                        + " address 'https://example.com/x-1.0-0.tar.bz2' => name the package and its channel:"
                        + " <channel>::<package>=<version>",
                "numpy pandas => an item of dependencies is 'numpy pandas', which is no package => write <package> or"
                        + " <package>=<version>, one package to an item",
                "numpy;rm => an item of dependencies is 'numpy;rm', which is no package => write <package> or"
                        + " <package>=<version>, one package to an item",
                "\"a\\nb\" => an item of dependencies holds a line break or another control character => write one item on"
                        + " one line",
            })
    void theseAreNone(String item, String problem, String remedy) {
        assertThat(refusal("dependencies:\n  - " + item + "\n"))
                .hasMessage(FILE + ":2:5: " + problem + "\n-> " + remedy);
    }

    @Test
    void whatStandsBehindANumberSignIsCut() throws IOException {
        Findings findings = new Findings();
        PythonPackages read = read("""
                        dependencies:
                          - Keras==2.0.5#2.0.6
                          - pip:
                            - azure-ml-api-sdk==0.1.0a11#0.1.0a9
                            - https://example.com/x.whl#sha256=abc
                            - git+https://github.com/x/y.git#egg=y
                        """, findings);
        assertThat(read.conda()).containsExactly("Keras==2.0.5");
        assertThat(read.pip())
                .extracting(PipItem::text)
                .containsExactly(
                        "azure-ml-api-sdk==0.1.0a11",
                        "https://example.com/x.whl#sha256=abc",
                        "git+https://github.com/x/y.git#egg=y");
        assertThat(findings.remarks())
                .extracting(Remark::text)
                .containsExactly(
                        FILE
                                + ":2:5: an item of dependencies is 'Keras==2.0.5#2.0.6', and what stands behind the # has no"
                                + " effect -> write Keras==2.0.5",
                        FILE
                                + ":4:7: an item of pip is 'azure-ml-api-sdk==0.1.0a11#0.1.0a9', and what stands behind the #"
                                + " has no effect -> write azure-ml-api-sdk==0.1.0a11");
    }

    @Test
    void secretsAreToldAndNeverShown() throws IOException {
        Findings findings = new Findings();
        PythonPackages read = read("""
                        channels:
                          - https://conda.example.com/t/tk-hunter2/main
                          - https://me:hunter2@conda.example.com/main
                        dependencies:
                          - pip:
                            - --index-url https://me:hunter2@pypi.example.com/simple
                            - git+https://hunter2@github.com/x/y.git
                            - https://x.blob.core.windows.net/w/x.whl?sv=1&sig=hunter2
                            - git+ssh://git@github.com/x/y.git
                            - https://${USER}:${TOKEN}@example.com/x.whl
                            - https://pypi.python.org/packages/source/t/tensorflow.zip
                        """, findings);
        assertThat(read.pip()).hasSize(6);
        assertThat(findings.remarks()).hasSize(5).allSatisfy(remark -> {
            assertThat(remark.severity()).isEqualTo(Remark.Severity.WARNING);
            assertThat(remark.text())
                    .doesNotContain("hunter2")
                    .contains("holds a secret in plain text, and this file is shared -> delete it here")
                    .contains("netrc", "keyring", "base image");
        });
        assertThat(refusal("dependencies:\n  - https://me:hunter2@example.com/x.whl\n")
                        .getMessage())
                .contains("move it below '- pip:'")
                .doesNotContain("hunter2");
    }

    @Test
    void otherThingsOfCondaAreNamed() throws IOException {
        Findings findings = new Findings();
        read("channels: [-c, x]\nvariables: {A: b}\nprefix: /x\ndependencies: [x]\n", findings);
        assertThat(findings.remarks())
                .extracting(Remark::text)
                .containsExactly(
                        FILE + ":2:12: variables has no effect here -> write them below EnvironmentVariables: of"
                                + " the run configuration");
        assertThat(catchThrowableOfType(AmlException.class, findings::refuse).problem())
                .startsWith("1 mistake and 1 warning in the configuration:")
                .contains(FILE + ":1:12: an item of channels is '-c', which is an option");
    }

    @Test
    void aLongItemIsReadInNoTime() throws IOException {
        String letters = "a".repeat(ConfigFile.LARGEST / 2 - 100);
        Files.createDirectories(folder.resolve("aml_config"));
        long start = System.nanoTime();
        assertThat(read("dependencies:\n  - " + letters + "\n  - pip: [\"" + letters + " = ! \"]\n", new Findings()))
                .isNotNull();
        assertThat(read("dependencies:\n  - pip: [\"" + "ab://".repeat(30_000) + "\"]\n", new Findings()))
                .isNotNull();
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    private PythonPackages read(String text) throws IOException {
        Findings findings = new Findings();
        PythonPackages read = read(text, findings);
        findings.refuse();
        assertThat(findings.remarks()).isEmpty();
        return read;
    }

    private PythonPackages read(String text, Findings findings) throws IOException {
        new SampleProject(folder).file(FILE, text);
        return CondaFile.read(folder, FILE, findings);
    }

    private AmlException refusal(String text) {
        return catchThrowableOfType(AmlException.class, () -> {
            Findings findings = new Findings();
            read(text, findings);
            findings.refuse();
        });
    }
}

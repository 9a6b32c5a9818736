package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunConfigurationFileTest {
    private static final String FILE = "aml_config/local.runconfig";

    @TempDir
    Path folder;

    private SampleProject project;

    @BeforeEach
    void makeProject() throws IOException {
        project = SampleProject.local(folder);
    }

    @Test
    void valuesReachTheScriptAsTheyWereWritten() throws IOException {
        project.file(FILE, """
                ArgumentVector:
                  - "train.py"
                  - 0123
                  - 1_000
                  - on
                  - 1e-3
                  - "-v"
                  - 22:22
                  - null
                  - ""
                Target: local
                Framework: python
                EnvironmentVariables:
                  "EXAMPLE_ENV_VAR": "Example Value"
                  NUMBER: 007
                  FLAG: yes
                  EMPTY:
                  DATE: 2018-01-01
                """);
        ExperimentConfiguration read = project.read((String) null);
        assertThat(read.script())
                .isEqualTo(new Script("train.py", List.of("0123", "1_000", "on", "1e-3", "-v", "22:22", "null", "")));
        assertThat(read.environmentVariables())
                .containsExactly(
                        Map.entry("EXAMPLE_ENV_VAR", "Example Value"),
                        Map.entry("NUMBER", "007"),
                        Map.entry("FLAG", "yes"),
                        Map.entry("EMPTY", ""),
                        Map.entry("DATE", "2018-01-01"));
        assertThat(read.remarks()).isEmpty();
    }

    @Test
    void nothingSaidMeansTheDefaults() throws IOException {
        project.file(FILE, "Target: local\nEnvironmentVariables: null\nCondaDependenciesFile: null\nArgumentVector:\n");
        ExperimentConfiguration read = project.read();
        assertThat(read.script()).isEqualTo(new Script("train.py", List.of()));
        assertThat(read.framework()).isEqualTo(Framework.PYTHON);
        assertThat(read.trackedRun()).isTrue();
        assertThat(read.environmentVariables()).isEmpty();
        assertThat(read.environment()).isEqualTo(new Environment(true, null, null));
        assertThat(SampleProject.texts(read))
                .containsExactly("INFO aml_config/local.runconfig names no Framework: the script runs with Python");
    }

    @Test
    void theFlagsAreRead() throws IOException {
        project.file(
                FILE,
                "Target: local\nFramework: Python\nTrackedRun: False\nPrepareEnvironment: no\nUseSampling: off\n");
        ExperimentConfiguration read = project.read();
        assertThat(read.trackedRun()).isFalse();
        assertThat(read.environment().prepare()).isFalse();
        assertThat(read.remarks()).isEmpty();
    }

    @Test
    void theJsonOfThatSummerIsTheSame() throws IOException {
        project.file(FILE, """
                {
                \t"Description": "Run on this computer",
                \t"ArgumentVector": [ "$file", "--epochs", 10 ],
                \t"CondaFile": null,
                \t"ManagedEnvironment": true,
                \t"TrackedRun": false,
                \t"Target": "local",
                \t"PrepareEnvironment": true
                }
                """);
        ExperimentConfiguration read = project.read();
        assertThat(read.script()).isEqualTo(new Script("train.py", List.of("--epochs", "10")));
        assertThat(read.trackedRun()).isFalse();
        assertThat(SampleProject.texts(read))
                .containsExactly("INFO aml_config/local.runconfig names no Framework: the script runs with Python");
    }

    @Test
    void dataSourcesAreNamedWhenTheyAreLive() throws IOException {
        project.file(
                FILE,
                "Target: local\nFramework: Python\nDataSourceSettings: {}\nDataSourceSubstitutions:\n  mylocal.dsource: myremote.dsource\n");
        assertThat(SampleProject.texts(project.read()))
                .containsExactly("WARNING aml_config/local.runconfig:5:3: DataSourceSubstitutions has no effect: data"
                        + " sources are not supported -> let the script read its data from the project, the share folder"
                        + " or a URL");
    }

    @Test
    void aVariableThatLooksLikeASecretIsAWarningWithoutItsValue() throws IOException {
        project.file(
                FILE,
                "Target: local\nFramework: Python\nEnvironmentVariables:\n  STORAGE_KEY: hunter2\n  URL: https://x/?sig=hunter2\n  REFERENCE_PASSWORD: AzureMlSecret=a#b#c\n");
        ExperimentConfiguration read = project.read();
        assertThat(SampleProject.texts(read)).hasSize(2).allSatisfy(text -> assertThat(text)
                .contains("looks like a secret, and this file is shared")
                .doesNotContain("hunter2"));
        assertThat(SampleProject.texts(read).get(0))
                .isEqualTo(
                        "WARNING " + FILE + ":4:3: EnvironmentVariables.STORAGE_KEY looks like a secret, and this file"
                                + " is shared -> delete it here and pass the variable of your shell on:"
                                + " -Daml.inheritEnvironment=STORAGE_KEY");
        assertThat(read.environmentVariables()).containsEntry("STORAGE_KEY", "hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "ArgumentVector: train.py => 3:17: ArgumentVector is not a list",
                "ArgumentVector: [[a]] => 3:18: an item of ArgumentVector is a list or a map where a single value is"
                        + " wanted",
                "ArgumentVector: [a, {b: c}] => 3:21: an item of ArgumentVector is a list or a map where a single value"
                        + " is wanted",
                "TrackedRun: maybe => 3:13: TrackedRun is 'maybe', which is neither true nor false",
                "PrepareEnvironment: true. => 3:21: PrepareEnvironment is 'true.', which is neither true nor false",
                "UseSampling: [] => 3:14: UseSampling is a list where a single value is wanted",
                "EnvironmentVariables: x => 3:23: EnvironmentVariables is not a map",
                "EnvironmentVariables: {A=B: c} => 3:24: 'A=B' cannot be the name of an environment variable",
                "EnvironmentVariables: {\"\": c} => 3:24: '' cannot be the name of an environment variable",
                "EnvironmentVariables: {A: [b]} => 3:27: EnvironmentVariables.A is a list where a single value is wanted",
                "apiKey: hunter2 => 3:9: apiKey holds a secret in plain text, and this file is shared",
            })
    void aWrongValueIsNamedWithItsPlace(String line, String problem) throws IOException {
        project.file(FILE, "Target: local\nFramework: Python\n" + line + "\n");
        assertThat(project.refusal().problem()).contains(FILE + ":" + problem);
    }

    @Test
    void aVectorThatIsNoListIsShownAsOne() throws IOException {
        project.file(FILE, "Target: local\nFramework: Python\nArgumentVector: train.py\n");
        assertThat(project.refusal()).hasMessage("""
                        aml_config/local.runconfig:3:17: ArgumentVector is not a list
                        -> write ArgumentVector: ["train.py"], or - lines below""");
        project.file(FILE, "Target: local\nFramework: Python\nArgumentVector: train.py --rate 0.1\n");
        assertThat(project.refusal().remedy())
                .isEqualTo("write ArgumentVector: [\"train.py\", \"--rate\", \"0.1\"], or - lines below");
    }

    @ParameterizedTest
    @ValueSource(strings = {"train.py", "[[train.py]]", "[train.py, [x]]", "{a: b}"})
    void aVectorThatCannotBeReadIsOneMistakeAlsoWhenNoScriptIsNamed(String vector) throws IOException {
        project.file(FILE, "Target: local\nFramework: Python\nArgumentVector: " + vector + "\n");
        assertThat(project.refusal(new RunRequest(null, null, null, Map.of()))
                        .getMessage()
                        .lines())
                .hasSize(2);
    }

    @Test
    void frameworksAreTwo() throws IOException {
        project.file(FILE, "Target: local\nFramework: R\n");
        assertThat(project.refusal()).hasMessage("""
                        aml_config/local.runconfig:2:12: Framework is 'R', which is neither Python nor PySpark
                        -> write Framework: Python""");
        project.file(FILE, "Target: local\nFramework: pyspark\n");
        assertThat(project.refusal()).hasMessage("""
                        aml_config/local.runconfig:2:12: Framework is PySpark, which a target of type local cannot run
                        -> write Framework: Python, or name a target of type docker, remotedocker or cluster""");
    }

    @ParameterizedTest
    @CsvSource({"ArgumentVectr", "Targets", "EnvironmentVariable", "Framwork", "CondaDependencesFile", "TrackedRuns"})
    void aSlipInAKeyIsNamed(String slip) throws IOException {
        project.file(FILE, "Target: local\nFramework: Python\n" + slip + ":\n");
        assertThat(SampleProject.texts(project.read()))
                .singleElement()
                .asString()
                .startsWith("WARNING " + FILE + ":3:1: unknown key '" + slip + "' is ignored -> did you mean ");
    }
}

package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.SparkPackages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkFileTest {
    private static final String FILE = DependencyFiles.SPARK;

    @TempDir
    Path folder;

    private final Findings findings = new Findings();

    @Test
    void everythingIsRead() throws IOException {
        assertThat(read("""
                        version: 2
                        configuration:
                          "spark.app.name": "Azure ML Experiment"
                          "spark.yarn.maxAppAttempts": 1
                          "spark.driver.memory":\t"6g"
                        repositories:
                          - "https://mmlspark.azureedge.net/maven"
                        packages:
                          - group: "com.microsoft.ml.spark"
                            artifact: "mmlspark_2.11"
                            version: "0.9.9"
                        """))
                .isEqualTo(new SparkPackages(
                        Map.of(
                                "spark.app.name", "Azure ML Experiment",
                                "spark.yarn.maxAppAttempts", "1",
                                "spark.driver.memory", "6g"),
                        List.of("https://mmlspark.azureedge.net/maven"),
                        List.of("com.microsoft.ml.spark:mmlspark_2.11:0.9.9")));
        findings.refuse();
        assertThat(findings.remarks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "configuration:\nrepositories: []\npackages:\n", "configuration: {}\n"})
    void aFileMaySayNothing(String text) throws IOException {
        assertThat(read(text)).isEqualTo(SparkPackages.NONE);
        findings.refuse();
        assertThat(findings.remarks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "repositories: [central] => :1:16: an item of repositories is 'central', which is no address",
                "repositories: [\"https://a,https://b\"] => :1:16: an item of repositories is 'https://a,https://b', which is"
                        + " no address",
                "repositories: [--x] => :1:16: an item of repositories is '--x', which is no address",
                "packages: [{group: g, artifact: a, version: 1:2}] => :1:45: version is '1:2', which is no Maven coordinate",
                "packages: [{group: \"g,h\", artifact: a, version: 1}] => :1:20: group is 'g,h', which is no Maven coordinate",
                "packages: [{group: g:h, artifact: a, version: 1}] => :1:20: group is 'g:h', which is no Maven coordinate",
                "configuration: {\"a b\": 1} => :1:17: configuration.a b is no property of Spark on one line",
                "configuration: {a: \"b\\nc\"} => :1:17: configuration.a is no property of Spark on one line",
                "configuration: {--x: 1} => :1:17: configuration.--x is no property of Spark on one line",
            })
    void wrongValuesAreMistakes(String line, String problem) throws IOException {
        read(line + "\n");
        assertThat(catchThrowableOfType(AmlException.class, findings::refuse).problem())
                .isEqualTo(FILE + problem);
    }

    @Test
    void secretsAndValuesThatAreMissingAreTold() throws IOException {
        assertThat(read("""
                        configuration:
                          spark.hadoop.fs.azure.sas.token: hunter2
                          spark.executor.memory:
                        repositories:
                          - https://me:hunter2@maven.example.com/x
                        """).configuration()).containsOnlyKeys("spark.hadoop.fs.azure.sas.token");
        assertThat(findings.remarks())
                .extracting(Remark::text)
                .containsExactly(
                        FILE
                                + ":2:3: configuration.spark.hadoop.fs.azure.sas.token looks like a secret, and this file is"
                                + " shared -> delete it here; let the script read it from a variable of your shell:"
                                + " -Daml.inheritEnvironment=<NAME>",
                        FILE + ":3:3: configuration.spark.executor.memory has no value, and no effect -> write one, or"
                                + " delete the line",
                        FILE + ":5:5: an item of repositories looks like a secret, and this file is shared -> delete it"
                                + " here; let the script read it from a variable of your shell:"
                                + " -Daml.inheritEnvironment=<NAME>");
    }

    private SparkPackages read(String text) throws IOException {
        new SampleProject(folder).file(FILE, text);
        return SparkFile.read(folder, FILE, findings);
    }
}

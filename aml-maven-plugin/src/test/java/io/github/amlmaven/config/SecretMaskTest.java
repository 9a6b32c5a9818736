package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {
    private static final String CANARY = "c4n4ry";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password: c4n4ry",
                "password:\n  c4n4ry",
                "password:\nc4n4ry",
                "password: |\n  first c4n4ry\n  second: c4n4ry\n\n  third c4n4ry",
                "\"password\": \"c4n4ry\"",
                "{\"type\": \"local\", \"account_key\": \"c4n4ry\"}",
                "\"password\":\n\"c4n4ry\"",
                "EnvironmentVariables: {A: c4n4ry}",
                "EnvironmentVariables:\n  A: c4n4ry\n  B: |\n    c4n4ry\n  # c4n4ry",
                "  \"EnvironmentVariables\": {\n    \"A\": \"c4n4ry\"\n  }",
                "environmentVariables: {\n  A: c4n4ry }",
                "ArgumentVector: [train.py, --api-key=c4n4ry]",
                "ArgumentVector: [train.py, --token, c4n4ry]",
                "ArgumentVector: [train.py, --password c4n4ry]",
                "\"arguments\" : [\n  \"--token\",\n  \"c4n4ry\"\n]",
                "ArgumentVector:\n- train.py\n- --token\n- c4n4ry",
                "url: https://ada:c4n4ry@example.com/x",
                "url: https://account.blob.core.windows.net/c?sv=1&sig=c4n4ry",
                "DefaultEndpointsProtocol=https;AccountKey=c4n4ry;",
                "-----BEGIN RSA PRIVATE KEY-----\nc4n4ry\nc4n4ry\n-----END RSA PRIVATE KEY-----",
                "said ghp_c4n4ryAAAAAAAAAAAAAAAA",
                "the value longc4n4rytext of a variable",
            })
    void masksWhatIsSecret(String text) {
        String masked = SecretMask.of(text, Map.of("MY_TOKEN", "longc4n4rytext", "HOME", "variable"));

        assertThat(masked).doesNotContain(CANARY).contains("***");
        assertThat(masked.split("\n", -1)).hasSameSizeAs(text.split("\n", -1));
    }

    @Test
    void keepsWhatIsNot() {
        for (String text : List.of(
                "type: local\npythonLocation: /usr/bin/python3\n",
                "ArgumentVector: [train.py, 0.1, --rate, 0.5]\nTarget: local\n",
                "{\n  \"run_id\" : \"iris_1504873881116\",\n  \"environment_variables\" : [ \"HF_TOKEN_X\" ],\n  \"sha256\" : \""
                        + "ab".repeat(32) + "\"\n}\n",
                "")) {
            assertThat(SecretMask.of(text, Map.of("HOME", "local", "PWD", "/usr/bin")))
                    .isEqualTo(text);
        }
        assertThat(SecretMask.of("EnvironmentVariables:\n  A: 1\nTarget: local\n", Map.of()))
                .isEqualTo("EnvironmentVariables:\n  A: ***\nTarget: local\n");
    }

    @Test
    void masksTheWordsOfACommand() {
        assertThat(SecretMask.words(
                        List.of(
                                "spark-submit",
                                "--conf",
                                "spark.password=c4n4ry",
                                "--conf",
                                "spark.app.name=a=b",
                                "train.py",
                                "--api-key",
                                "c4n4ry",
                                "--token=c4n4ry",
                                "--url=https://ada:c4n4ry@h",
                                "https://h/c?a=b&sig=c4n4ry",
                                "ghp_c4n4ryAAAAAAAAAAAAAAAA",
                                "two longc4n4rytext words",
                                "--token",
                                "--rate",
                                "0.5"),
                        Map.of("MY_TOKEN", "longc4n4rytext")))
                .containsExactly(
                        "spark-submit",
                        "--conf",
                        "spark.password=***",
                        "--conf",
                        "spark.app.name=a=b",
                        "train.py",
                        "--api-key",
                        "***",
                        "--token=***",
                        "--url=***",
                        "https://h/c?a=***",
                        "***",
                        "two *** words",
                        "--token",
                        "--rate",
                        "0.5");
    }

    @Test
    void masksAValueByItsNameAndByItsLook() {
        assertThat(SecretMask.value("spark.hadoop.secret", "c4n4ry")).isEqualTo("***");
        assertThat(SecretMask.value("spark.jars.repositories", "https://ada:c4n4ry@h/m2"))
                .isEqualTo("***");
        assertThat(SecretMask.value("spark.jars.repositories", "https://c4n4ry@h/m2"))
                .isEqualTo("https://***@h/m2");
        assertThat(SecretMask.value("spark.executor.memory", "4g")).isEqualTo("4g");
    }
}

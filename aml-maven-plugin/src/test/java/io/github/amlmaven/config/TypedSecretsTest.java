package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret that is typed where it does not belong is told, by its name, and not written down again. */
class TypedSecretsTest {
    @TempDir
    Path folder;

    @Test
    void aVariableThatLooksSecretIsToldAndNotShown() throws IOException {
        ExperimentConfiguration read =
                read(null, Map.of("DB_PASSWORD", "hunter2", "RATE", "0.1", "STORE", "x?sig=hunter2"));

        assertThat(read.environmentVariables()).containsEntry("DB_PASSWORD", "hunter2");
        assertThat(read.shownVariables())
                .containsExactlyInAnyOrderEntriesOf(Map.of("DB_PASSWORD", "***", "RATE", "0.1", "STORE", "***"));
        assertThat(SampleProject.texts(read))
                .containsExactlyInAnyOrder(warning("DB_PASSWORD"), warning("STORE"))
                .noneMatch(text -> text.contains("hunter2"));
    }

    private static String warning(String name) {
        return "WARNING the environment variable " + name + " looks like a secret, and a command line or a POM is no"
                + " place for one -> set it in your shell and pass it on: -Daml.inheritEnvironment=" + name;
    }

    @ParameterizedTest
    @CsvSource({
        "--password hunter2, 2",
        "--db-password=hunter2, 1",
        "-x --api_key hunter2, 3",
        "https://a.blob.core.windows.net/c?sv=1&sig=hunter2, 1",
        "--rate 0.1, 0",
        "--password-file /run/p, 0",
        "--password --verbose, 0",
        "--passwords-removed, 0",
        "password, 0"
    })
    void anArgumentThatLooksSecretIsTold(String arguments, int number) throws IOException {
        List<String> told = SampleProject.texts(read(List.of(arguments.split(" ")), Map.of()));

        assertThat(told).hasSize(number == 0 ? 0 : 1).noneMatch(text -> text.contains("hunter2"));
        assertThat(told).allMatch(text -> text.startsWith("WARNING argument " + number + " of "));
    }

    private ExperimentConfiguration read(List<String> arguments, Map<String, String> environment) throws IOException {
        SampleProject.local(folder);
        return ProjectConfiguration.read(folder, new RunRequest(null, "train.py", arguments, environment));
    }
}

package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The variables that a script finds in a container. */
class ContainerCommandTest {
    @Test
    void whatIsGivenArrivesAndIsNeverOfTheContainersOwnDescription() {
        ContainerCommand command = new ContainerCommand(new Job(
                Path.of("/project"),
                "train.py",
                List.of(),
                new Job.Environment(
                        Map.of("OWN", "own", "odd-name", "x", "AZURE_STORAGE_ACCOUNT", "the user's"),
                        List.of(),
                        Map.of("AZURE_STORAGE_KEY", new Secret("CAN'ARY"), "AZURE_STORAGE_ACCOUNT", new Secret("acct")),
                        true),
                Requirements.NONE,
                new Job.Limits(null, Duration.ofSeconds(1), true, 1)));

        assertThat(new String(command.variables(Map.of(), Map.of()), StandardCharsets.UTF_8))
                .contains("export AZURE_STORAGE_KEY='CAN'\\''ARY'\n")
                .contains("export AZURE_STORAGE_ACCOUNT='the user'\\''s'\n")
                .contains("export OWN='own'\n");
        assertThat(command.environment()).containsExactly("odd-name=x");
        assertThat(command.words().toString() + command).doesNotContain("ARY");
    }

    @Test
    void mlflowIsToldAPlaceUnlessTheUserOrTheImageHasOne() throws Exception {
        assertThat(place(Map.of(), Map.of())).isEqualTo("file:///azureml-run/azureml-setup/mlruns true\n");
        assertThat(place(Map.of("MLFLOW_TRACKING_URI", "http://image"), Map.of()))
                .isEqualTo("http://image\n");
        assertThat(place(Map.of("MLFLOW_TRACKING_URI", "http://image"), Map.of("MLFLOW_TRACKING_URI", "http://user")))
                .isEqualTo("http://user\n");
    }

    private static String place(Map<String, String> image, Map<String, String> user) throws Exception {
        ContainerCommand command = new ContainerCommand(new Job(
                Path.of("/project"),
                "train.py",
                List.of(),
                new Job.Environment(user, List.of(), true),
                Requirements.NONE,
                new Job.Limits(null, Duration.ofSeconds(1), true, 1)));
        String script = new String(command.variables(Map.of(), Map.of()), StandardCharsets.UTF_8)
                + "echo $MLFLOW_TRACKING_URI ${MLFLOW_ALLOW_FILE_STORE-}";
        ProcessBuilder shell = new ProcessBuilder("sh", "-euc", script);
        shell.environment().clear();
        shell.environment().putAll(image);
        return new String(shell.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

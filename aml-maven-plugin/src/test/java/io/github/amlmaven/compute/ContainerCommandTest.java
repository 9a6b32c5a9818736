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
}

package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class GoalCommandTest {
    private static final Path FOLDER = Path.of("iris");

    @Test
    void repeatsWhatChoosesTheHistoryAndNothingElse() {
        Properties typed = new Properties();
        typed.setProperty("aml.store", "my history");
        typed.setProperty("aml.projectName", "iris2");
        typed.setProperty("aml.script", "train.py");

        assertThat(GoalCommand.in(new Module(FOLDER, FOLDER, "iris", true), typed)
                        .of("info", "-Daml.run=2"))
                .isEqualTo("mvn aml:info -Daml.run=2 -Daml.store='my history' -Daml.projectName=iris2");
    }

    @Test
    void namesThePluginInFullWhereNoPomDoes() {
        assertThat(GoalCommand.in(new Module(FOLDER, FOLDER, "iris", false), new Properties())
                        .of("history"))
                .isEqualTo("mvn io.github.amlmaven:aml-maven-plugin:history");
    }

    @Test
    void aSwitchNeedsNoValue() {
        assertThat(GoalCommand.option("aml.force", "true")).isEqualTo("-Daml.force");
        assertThat(GoalCommand.option("aml.force", "false")).isEqualTo("-Daml.force=false");
        assertThat(GoalCommand.option("aml.runsFolder", "my runs")).isEqualTo("-Daml.runsFolder='my runs'");
    }
}

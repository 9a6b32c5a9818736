package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.compute.TestEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {
    @TempDir
    private Path temp;

    private final ProjectId project =
            new ProjectId("aml-test", "preparation", UUID.randomUUID().toString());
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final List<String> remarks = new ArrayList<>();

    @Test
    void onALocalTargetNothingIsInstalled() throws IOException {
        write("local.compute", "type: local\n");

        assertThat(prepare(null)).isEqualTo(new Preparation.Outcome("local", "local", null, true));
        assertThat(remarks)
                .containsExactly("there is no aml_config/local.runconfig: the script runs with Python and the"
                        + " other defaults of a run configuration");
    }

    @Test
    void neitherAScriptNorLeaveIsNeededToPrepareByHand() throws IOException {
        TestEngine.require();
        write("docker.compute", "type: docker\nbaseDockerImage: " + TestEngine.PYTHON + "\n");
        write("docker.runconfig", """
                ArgumentVector: [gone.py]
                Target: docker
                Framework: Python
                PrepareEnvironment: false
                CondaDependenciesFile: aml_config/deps.yml
                """);
        write("deps.yml", "dependencies: [python>=3.8]\n");
        try {
            Preparation.Outcome first = prepare("docker");

            assertThat(first.image()).matches("azureml_[0-9a-f]{32}");
            assertThat(first.wasReady()).isFalse();
            assertThat(console.toString(StandardCharsets.UTF_8)).endsWith("\nYour environment is now ready\n");
            console.reset();
            assertThat(prepare("docker")).isEqualTo(new Preparation.Outcome("docker", "docker", first.image(), true));
            assertThat(console.size()).isZero();
        } finally {
            TestEngine.forget(project);
        }
    }

    @Test
    void aScriptInJavaNeedsNoPython() throws IOException {
        TestEngine.require();
        write("docker.compute", "type: docker\nbaseDockerImage: " + TestEngine.PYTHON + "\n");
        write("docker.runconfig", "ArgumentVector: [Iris.java]\nTarget: docker\nFramework: Python\n");
        write("conda_dependencies.yml", "dependencies: [numpy]\n");

        assertThat(prepare("docker")).isEqualTo(new Preparation.Outcome("docker", "docker", TestEngine.PYTHON, true));
    }

    @Test
    void mistakesComeAllAtOnceAndNothingIsBuilt() throws IOException {
        write("docker.compute", "type: docker\nbaseDockerImage: 'no image'\n");
        write("docker.runconfig", "ArgumentVector: [$file]\nTarget: docker\nFramework: Pyton\n");

        assertThatThrownBy(() -> prepare("docker"))
                .hasMessageContaining("aml_config/docker.compute:2")
                .hasMessageContaining("aml_config/docker.runconfig:3");
        assertThat(console.size()).isZero();
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(Files.createDirectories(temp.resolve("aml_config")).resolve(name), content);
    }

    private Preparation.Outcome prepare(@Nullable String name) throws IOException {
        RunListener listener = new RunListener() {
            @Override
            public void info(String remark) {
                remarks.add(remark);
            }

            @Override
            public OutputStream console() {
                return console;
            }
        };
        try (Interruption interruption = Interruption.listen(() -> {}, Duration.ZERO)) {
            return new Preparation(temp, project, Credentials.NONE, listener).prepare(name, interruption);
        }
    }
}

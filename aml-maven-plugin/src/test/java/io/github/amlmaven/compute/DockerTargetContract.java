package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract, kept by containers of a real engine. */
abstract class DockerTargetContract extends ComputeTargetContract {
    @BeforeAll
    static void requireEngine() {
        TestEngine.require();
    }

    abstract boolean sharedVolumes();

    @Override
    ComputeTarget open(@Nullable Path share) {
        return settings(share, TestEngine.PYTHON).open(PROJECT, Credentials.NONE);
    }

    DockerTarget.Settings settings(@Nullable Path share, String image) {
        return new DockerTarget.Settings(
                "docker",
                image,
                sharedVolumes(),
                share == null ? null : share.toString(),
                new DockerTarget.Hardware(false, "none", null, null, null),
                null);
    }

    @Test
    void noDaemonOfAnyStyleOutlivesItsRun() throws IOException {
        RunDirectory directory = prepareEmpty();

        assertThat(DaemonRuns.left(open(null), directory)).isEmpty();
        // All but the one that wants bash, which the image has not, and the one that the script has not begun yet.
        assertThat(new Supervisor(directory).stragglers()).isBetween(8, 10);
    }

    @AfterEach
    void releaseContainers() throws IOException {
        for (RunDirectory directory : directories()) {
            try (ComputeTarget target = open(null)) {
                target.release(directory);
            }
        }
    }
}

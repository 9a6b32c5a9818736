package io.github.amlmaven.compute;

import io.github.amlmaven.Credentials;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The contract, with the run folder mounted into the container. */
class MountedDockerTargetTest extends ComputeTargetContract {
    @Override
    ComputeTarget open(@Nullable Path share) {
        return new DockerTarget.Settings(
                        "docker",
                        "aml-test:python",
                        true,
                        share == null ? null : share.toString(),
                        new DockerTarget.Hardware(false, "none", null, null, null))
                .open(PROJECT, Credentials.NONE);
    }
}

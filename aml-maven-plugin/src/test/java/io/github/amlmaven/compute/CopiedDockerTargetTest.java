package io.github.amlmaven.compute;

import java.io.IOException;

/** With the run folder copied into the container and out of it. */
class CopiedDockerTargetTest extends DockerTargetContract {
    @Override
    boolean sharedVolumes() {
        return false;
    }

    @Override
    void release(RunDirectory directory) throws IOException {
        try (DockerEngine engine = TestEngine.open()) {
            RunContainer.of(engine, directory).run("testing", "touch", "outputs/go");
        }
    }
}

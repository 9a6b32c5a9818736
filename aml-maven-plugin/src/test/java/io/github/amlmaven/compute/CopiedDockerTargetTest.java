package io.github.amlmaven.compute;

import com.github.dockerjava.api.async.ResultCallback;
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
            String exec = engine.calls()
                    .execCreateCmd(RunContainer.of(engine, directory).name())
                    .withCmd("touch", "outputs/go")
                    .exec()
                    .getId();
            engine.calls().execStartCmd(exec).withDetach(true).exec(new ResultCallback.Adapter<>());
        }
    }
}

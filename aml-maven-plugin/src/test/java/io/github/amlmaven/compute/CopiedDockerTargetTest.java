package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With the run folder copied into the container and out of it. */
class CopiedDockerTargetTest extends DockerTargetContract {
    @Override
    boolean sharedVolumes() {
        return false;
    }

    @Test
    void whatAContainerPrintsIsBroughtWhenItIsLookedAt() throws Exception {
        Prepared prepared = prepare(limits(), "echo one; while ! test -e outputs/go; do sleep 0.05; done; echo two");
        CompletableFuture<Result> running =
                CompletableFuture.supplyAsync(() -> prepared.run(open(null), new Cancellation()));
        while (Files.size(prepared.directory().driverLog()) == 0) {
            Thread.onSpinWait();
        }
        // As if its watcher had died before it heard anything.
        Files.write(prepared.directory().driverLog(), new byte[0]);

        assertThat(open(null).look(prepared.directory())).isInstanceOf(JobState.Running.class);
        assertThat(prepared.directory().driverLog()).hasContent("one");
        release(prepared.directory());
        running.get(60, TimeUnit.SECONDS);
        assertThat(prepared.directory().driverLog()).hasContent("one\ntwo");
    }

    @Override
    void release(RunDirectory directory) throws IOException {
        try (DockerEngine engine = TestEngine.open()) {
            RunContainer.of(engine, directory).run("testing", "touch", "outputs/go");
        }
    }
}

package io.github.amlmaven.compute;

import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has become of a container whose watcher is gone; one that was made and not started is removed. Any number of
 * processes may look at once, and all see the same.
 *
 * @param here whether it mounts the run folder of this computer
 */
record ContainerFate(RunContainer container, RunDirectory directory, boolean here) {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerFate.class);
    private static final String FIRST_PROCESS = "azureml-setup/container.sh";
    private static final String BEGUN = RunContainer.ROOT + "/azureml-setup/started/pid";
    private static final int MOST_BYTES = 64;
    private static final long POLL_MILLIS = 50;
    private static final long PATIENCE_MILLIS = 20_000;

    JobState look() throws IOException {
        for (long waited = 0; waited < PATIENCE_MILLIS; waited += POLL_MILLIS) {
            try {
                JobState state = decide();
                if (state != null) {
                    return state;
                }
            } catch (DockerException e) {
                LOG.debug("{} is being removed by somebody else, it seems", container.name(), e);
            }
            pause();
        }
        throw new IOException("the container " + container.name() + " is neither started nor removed");
    }

    /** Null: another one is at it. */
    private @Nullable JobState decide() throws IOException {
        LaunchMark mark = LaunchMark.of(directory);
        Optional<RunContainer.State> found = container.state("looking for the container");
        if (found.isEmpty()) {
            return mark.prevent() && !(here && new Supervisor(directory).started())
                    ? new JobState.NeverStarted()
                    : new JobState.Ended();
        }
        RunContainer.State state = found.get();
        if (state.isBeingRemoved()) {
            return null;
        }
        if (state.isCreated() && !hasBegun()) {
            mark.withdraw();
            return container.remove() ? new JobState.NeverStarted() : null;
        }
        mark.insist();
        return state.isRunning() ? new JobState.Running(hostProcess(state.pid())) : new JobState.Ended();
    }

    /** An engine that was killed while it started the container may not know that it has. */
    private boolean hasBegun() throws IOException {
        return here
                ? new Supervisor(directory).started()
                : new ContainerFiles(container.engine(), container.name())
                        .read(BEGUN, MOST_BYTES)
                        .isPresent();
    }

    /**
     * The number of its first process; 0 when that is not on this computer: the engine may be on another one, or in a virtual
     * one.
     */
    private long hostProcess(long pid) {
        return container.engine().remote() == null
                        && ProcessHandle.of(pid)
                                .flatMap(process -> process.info().commandLine())
                                .filter(command -> command.contains(FIRST_PROCESS))
                                .isPresent()
                ? pid
                : 0;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while a container was looked for");
        }
    }
}

package io.github.amlmaven.compute;

import com.github.dockerjava.api.exception.DockerException;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of one run's container, from its start, or from wherever another process has left it, to what is brought back.
 *
 * @param shared whether the run folder is mounted; else it is copied
 */
record ContainerRun(RunContainer container, RunDirectory directory, boolean shared) {
    /** Makes and starts the container, and looks after it to its end. */
    ExitStatus start(ContainerStart start, Job.Limits limits, OutputStream console, Cancellation cancellation)
            throws IOException {
        start.create();
        try (LogFollower log = LogFollower.start(directory.driverLog(), console);
                ContainerLog live = shared ? null : ContainerLog.attach(container, directory)) {
            return start.start()
                    ? end(limits, live, log, cancellation)
                    : ExitStatus.without(ExitStatus.Cause.UNKNOWN);
        } catch (AmlException e) {
            throw DockerEngine.isAway(e) ? later(e) : e;
        }
    }

    private static AmlException later(AmlException away) {
        return new AmlException(
                away.problem(), away.remedy() + "; the run is not lost: the next goal goes on with it", away);
    }

    /** What has become of the container, and whether it may be started yet. */
    JobState look() throws IOException {
        JobState state = new ContainerFate(container, directory, shared).look();
        if (state instanceof JobState.Running && !shared) {
            ContainerLog.catchUp(container, directory);
        }
        return state;
    }

    /** Looks after a container that another process has started. */
    ExitStatus resume(Job.Limits limits, OutputStream console, Cancellation cancellation) throws IOException {
        Optional<RunContainer.State> state = container.state("looking for the container");
        if (state.isEmpty() || !state.get().isRunning()) {
            ExitStatus status = ended(limits, ExitStatus.Cause.EXITED);
            if (directory.isIntact(directory.driverLog())) {
                try (LogFollower log = LogFollower.start(directory.driverLog(), console)) {
                    log.finish(cancellation);
                }
            }
            return status;
        }
        try (LogFollower log = LogFollower.start(directory.driverLog(), console);
                ContainerLog live = shared ? null : ContainerLog.follow(container, directory)) {
            return end(limits, live, log, cancellation);
        }
    }

    private ExitStatus end(Job.Limits limits, @Nullable ContainerLog live, LogFollower log, Cancellation cancellation)
            throws IOException {
        ExitStatus.Cause cause;
        try (ContainerWatch watch = ContainerWatch.start(container)) {
            cause = new JobWatch(limits, watch, watch, cancellation).untilEnd();
        }
        if (live != null) {
            live.finish(cancellation);
        }
        ExitStatus status = ended(limits, cause);
        log.finish(cancellation);
        return status;
    }

    /** Brings back what is in the container, and tells how the script ended. */
    private ExitStatus ended(Job.Limits limits, ExitStatus.Cause cause) throws IOException {
        Optional<RunContainer.State> state = container.state("asking how the script ended");
        if (state.isPresent() && state.get().isRunning()) {
            // What it still writes must not be collected, nor be copied under its hands.
            throw new AmlException(
                    "the container " + container.name() + " does not end",
                    "see what keeps it (docker top " + container.name()
                            + "), or restart the engine (sudo systemctl restart"
                            + " docker); the run is not lost: the next goal goes on with it");
        }
        if (shared) {
            new ContainerOwnership(container, directory).restore();
        } else if (state.isPresent()) {
            take(limits);
        }
        new Supervisor(directory).tellStragglers();
        return ContainerEnd.status(directory, state.orElse(null), cause);
    }

    private void take(Job.Limits limits) throws IOException {
        try {
            new ContainerFiles(container.engine(), container.name()).take(directory, limits.outputSizeLimit());
        } catch (DockerException e) {
            throw new IOException(
                    "cannot fetch the files of the run from the container " + container.name() + ": "
                            + DockerEngine.words(e),
                    e);
        }
    }
}

package io.github.amlmaven.compute;

import com.github.dockerjava.api.exception.DockerException;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one run's container, from its start, or from wherever another process has left it, to what is brought back.
 *
 * @param shared whether the run folder is mounted; else it is copied
 */
record ContainerRun(RunContainer container, RunDirectory directory, boolean shared) {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerRun.class);

    /** Makes and starts the container, and looks after it to its end. */
    ExitStatus start(ContainerStart start, Job.Limits limits, OutputStream console, Cancellation cancellation)
            throws IOException {
        start.create(cancellation);
        try (LogFollower log = LogFollower.start(directory.driverLog(), console);
                LiveLog live = isHere() ? null : LiveLog.attach(container, directory, cancellation)) {
            return start.start(cancellation)
                    ? end(limits, live, log, cancellation)
                    : ExitStatus.without(ExitStatus.Cause.UNKNOWN);
        } catch (AmlException e) {
            throw DockerEngine.isAway(e) ? later(e) : e;
        }
    }

    /** Whether the container writes into the run folder of this computer. */
    private boolean isHere() {
        return shared && container.engine().remote() == null;
    }

    private static AmlException later(AmlException away) {
        return new AmlException(
                away.problem(), away.remedy() + "; the run is not lost: the next goal goes on with it", away);
    }

    /** What has become of the container, and whether it may be started yet. */
    JobState look() throws IOException {
        JobState state = new ContainerFate(container, directory, isHere()).look();
        if (state instanceof JobState.Running && !isHere()) {
            ContainerLog.catchUp(container, directory);
        }
        return state;
    }

    /** Looks after a container that another process has started. */
    ExitStatus resume(Job.Limits limits, OutputStream console, Cancellation cancellation) throws IOException {
        Optional<RunContainer.State> state =
                container.engine().steadily(cancellation, () -> container.state("looking for the container"));
        if (state.isEmpty() || !state.get().isRunning()) {
            ExitStatus status = ended(limits, ExitStatus.Cause.EXITED, cancellation);
            if (directory.isIntact(directory.driverLog())) {
                try (LogFollower log = LogFollower.start(directory.driverLog(), console)) {
                    log.finish(cancellation);
                }
            }
            return status;
        }
        try (LogFollower log = LogFollower.start(directory.driverLog(), console);
                LiveLog live = isHere() ? null : LiveLog.follow(container, directory, cancellation)) {
            return end(limits, live, log, cancellation);
        }
    }

    private ExitStatus end(Job.Limits limits, @Nullable LiveLog live, LogFollower log, Cancellation cancellation)
            throws IOException {
        ExitStatus.Cause cause;
        Runnable running = live == null ? () -> {} : live::goOn;
        try (ContainerWatch watch = ContainerWatch.start(container, running)) {
            cause = new JobWatch(limits, watch, watch, cancellation).untilEnd();
        }
        if (live != null) {
            live.finish(cancellation);
        }
        ExitStatus status = ended(limits, cause, cancellation);
        log.finish(cancellation);
        return status;
    }

    /** Brings back what is in the container, and tells how the script ended. */
    private ExitStatus ended(Job.Limits limits, ExitStatus.Cause cause, Cancellation cancellation) throws IOException {
        Optional<RunContainer.State> state =
                container.engine().steadily(cancellation, () -> container.state("asking how the script ended"));
        if (state.isPresent() && state.get().isRunning()) {
            // What it still writes must not be collected, nor be copied under its hands.
            throw new AmlException(
                    "the container " + container.name() + " does not end",
                    "see what keeps it (docker top " + container.name()
                            + "), or restart the engine (sudo systemctl restart"
                            + " docker); the run is not lost: the next goal goes on with it");
        }
        if (shared) {
            new ContainerOwnership(container, directory).restore(cancellation);
            new MountedFolder(container.engine(), directory).fetch(limits, cancellation);
        } else if (state.isPresent()) {
            take(limits, cancellation);
        }
        state.ifPresent(this::stamp);
        Supervisor supervisor = new Supervisor(directory);
        if (state.isPresent() && !supervisor.started()) {
            tellWhyNothingRan();
        }
        supervisor.tellStragglers();
        return ContainerEnd.status(directory, state.orElse(null), cause);
    }

    /** The end as the engine saw it: a tar keeps times to the second. */
    private void stamp(RunContainer.State state) {
        try {
            if (!isHere() && state.finished() != null && directory.isIntact(directory.complete())) {
                Files.setLastModifiedTime(directory.complete(), FileTime.from(state.finished()));
            }
        } catch (IOException e) {
            LOG.debug("the end of {} is told to the second", directory, e);
        }
    }

    /** An image without a shell, or for other processors: only the engine has heard of it. */
    private void tellWhyNothingRan() throws IOException {
        Path log = directory.driverLog();
        String words = container.lastWords();
        if (!words.isEmpty() && directory.isIntact(log) && Files.size(log) == 0) {
            Files.writeString(
                    log,
                    words // as it came, since it may have been shown already
                            + "\nthe image cannot run /bin/sh, which starts the script\n-> name an image with a shell, for this kind of processor, in the .compute file:"
                            + " baseDockerImage: python:3.11-slim\n",
                    StandardOpenOption.APPEND);
        }
        Files.deleteIfExists(directory.setup().resolve("variables.sh"));
    }

    /**
     * Removes it, and what it has left on another computer, but for what could not be brought back.
     *
     * @throws IOException when it is still running
     */
    void release() throws IOException {
        boolean keep = !shared && ContainerFiles.keepsContainer(directory);
        boolean repaired = !shared || ContainerOwnership.repair(container).remove();
        if (!repaired || (!keep && !container.remove())) {
            throw new IOException("the container " + container.name() + " is still running");
        }
        if (shared) {
            new MountedFolder(container.engine(), directory).remove();
        }
    }

    private void take(Job.Limits limits, Cancellation cancellation) throws IOException {
        try {
            container.engine().steadily(cancellation, () -> {
                new ContainerFiles(container.engine(), container.name()).take(directory, limits.outputSizeLimit());
                return true;
            });
        } catch (DockerException e) {
            throw new IOException(
                    "cannot fetch the files of the run from the container " + container.name() + ": "
                            + DockerEngine.words(e),
                    e);
        }
    }
}

package io.github.amlmaven.compute;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Frame;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container of one run, known by its name, which no two runs share; it is started at most once and never removed by the
 * engine itself, since the outputs of a run may be in it.
 */
record RunContainer(DockerEngine engine, String name) {
    /** The run folder in a container. */
    static final String ROOT = "/azureml-run";
    /** The share folder in a container. */
    static final String SHARE = "/azureml-share/";

    private static final Logger LOG = LoggerFactory.getLogger(RunContainer.class);
    private static final String LABEL = "io.github.amlmaven.";
    static final String RUN_LABEL = LABEL + "run";
    static final String MARK_LABEL = LABEL + "mark";
    static final String PROJECT_LABEL = LABEL + "project";
    private static final int MARK_LETTERS = 8;
    private static final int LAST_LINES = 20;
    private static final long LAST_WORDS_SECONDS = 5;

    /** The container of a run folder, whether it is there or not. */
    static RunContainer of(DockerEngine engine, RunDirectory directory) {
        return new RunContainer(engine, name(directory.run(), new Supervisor(directory).mark()));
    }

    /** How the container of a run is called whose folder has such a mark. */
    static String name(RunId run, String mark) {
        return run + "-" + mark.substring(0, Math.min(mark.length(), MARK_LETTERS));
    }

    /** What tells the container of a run from others. */
    static Map<String, String> labels(RunDirectory directory, String project) {
        return Map.of(
                RUN_LABEL, directory.run().value(),
                MARK_LABEL, new Supervisor(directory).mark(),
                PROJECT_LABEL, project);
    }

    /**
     * What the engine says of a container.
     *
     * @param status {@code created}, {@code running}, {@code paused}, {@code exited}, {@code removing} or {@code dead}
     * @param exitCode of its first process, once it has ended
     * @param outOfMemory whether its memory has run out
     * @param pid of its first process, on the computer of the engine; 0 when it has none
     * @param finished when it ended; null: it has not, or the engine does not tell
     */
    record State(
            String status,
            int exitCode,
            boolean outOfMemory,
            long pid,
            @Nullable Instant finished) {
        boolean isCreated() {
            return status.equals("created");
        }

        boolean isBeingRemoved() {
            return status.equals("removing");
        }

        boolean hasExited() {
            return status.equals("exited");
        }

        boolean isRunning() {
            return pid > 0 && !hasExited() && !isBeingRemoved() && !status.equals("dead");
        }
    }

    /** Its state; empty when it is not there. */
    Optional<State> state(String doing) {
        try {
            InspectContainerResponse.ContainerState state = engine.ask(
                    doing, () -> engine.calls().inspectContainerCmd(name).exec().getState());
            Long code = state.getExitCodeLong();
            Long pid = state.getPidLong();
            return Optional.of(new State(
                    String.valueOf(state.getStatus()),
                    code == null ? -1 : code.intValue(),
                    Boolean.TRUE.equals(state.getOOMKilled()),
                    pid == null ? 0 : pid,
                    instant(state.getFinishedAt())));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (DockerException e) {
            // One that is about to end, or not ready yet, is as good as away.
            throw refused("cannot tell the state of", "docker inspect " + name, e, new DockerEngine.AwayException(e));
        }
    }

    private static @Nullable Instant instant(@Nullable String written) {
        try {
            Instant instant =
                    written == null ? null : OffsetDateTime.parse(written).toInstant();
            return instant == null || instant.getEpochSecond() <= 0 ? null : instant;
        } catch (DateTimeParseException e) {
            LOG.debug("no time: {}", written, e);
            return null;
        }
    }

    /** The last lines that the engine has of it, for a container whose script was never reached. */
    String lastWords() {
        StringBuilder words = new StringBuilder();
        try (ResultCallback.Adapter<Frame> log = new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Frame frame) {
                words.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
            }
        }) {
            engine.ask("reading the container's log", () -> engine.streams()
                    .logContainerCmd(name)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(LAST_LINES)
                    .exec(log));
            log.awaitCompletion(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | DockerException e) {
            LOG.debug("{} has no log", name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return words.toString().strip();
    }

    /** Starts it; a container that is running already is left alone. */
    void start() {
        try {
            engine.ask(
                    "starting the container",
                    () -> engine.calls().startContainerCmd(name).exec());
        } catch (NotModifiedException e) {
            LOG.debug("{} is running already", name, e);
        }
    }

    /**
     * Has every process in it asked to end (TERM): those in sessions of their own, too, which the engine does not reach.
     *
     * @return whether anybody heard
     */
    boolean terminate() {
        try {
            run("stopping the script", "/bin/sh", "-c", "kill -TERM -1");
            return true;
        } catch (ConflictException | NotFoundException e) {
            return false; // it has ended, or has not begun
        } catch (DockerException e) {
            // The script has removed the shell, or left no room for one process more; its own group can still be
            // reached.
            LOG.debug("nothing more can be started in {}: {}", name, DockerEngine.words(e), e);
            return signal("stopping the script", "TERM");
        }
    }

    /** Starts another program in it, and does not wait for its end. */
    void run(String doing, String... command) {
        engine.ask(doing, () -> {
            String exec =
                    engine.calls().execCreateCmd(name).withCmd(command).exec().getId();
            try (ResultCallback.Adapter<Frame> started =
                    engine.calls().execStartCmd(exec).withDetach(true).exec(new ResultCallback.Adapter<>())) {
                started.awaitCompletion();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new InterruptedIOException("interrupted while " + doing));
            }
            return exec;
        });
    }

    /** Ends it by force. */
    void kill() {
        signal("ending the container", "KILL");
    }

    private boolean signal(String doing, String signal) {
        try {
            engine.ask(doing, () -> engine.calls()
                    .killContainerCmd(name)
                    .withSignal(signal)
                    .exec());
            return true;
        } catch (ConflictException | NotFoundException e) {
            LOG.debug("{} has ended by itself", name, e);
            return false;
        } catch (DockerException e) {
            throw refused("cannot end", "docker kill " + name, e, e);
        }
    }

    private AmlException refused(String what, String command, DockerException e, RuntimeException cause) {
        return new AmlException(
                "the Docker engine " + what + " the container " + name + ": " + DockerEngine.words(e),
                "see that '" + command
                        + "' works, or restart the engine (sudo systemctl restart docker); the run is not"
                        + " lost, the next goal goes on with it",
                cause);
    }

    /**
     * Removes it unless it is running.
     *
     * @return whether it is gone
     */
    boolean remove() throws IOException {
        try {
            engine.ask("removing the container", () -> engine.calls()
                    .removeContainerCmd(name)
                    .withRemoveVolumes(true)
                    .exec());
            return true;
        } catch (NotFoundException e) {
            return true;
        } catch (ConflictException e) {
            LOG.debug("{} is not removed: {}", name, DockerEngine.words(e), e);
            return false;
        } catch (DockerException e) {
            throw new IOException("cannot remove the container " + name + ": " + DockerEngine.words(e), e);
        }
    }
}

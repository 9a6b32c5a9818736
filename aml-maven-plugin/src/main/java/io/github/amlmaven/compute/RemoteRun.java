package io.github.amlmaven.compute;

import io.github.amlmaven.ProjectId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run on another computer, from its staging to what is brought back. Its folder there is {@code
 * ~/.azureml/azureml_runs/<run id>-<mark>/azureml-run}.
 */
record RemoteRun(RemoteShell shell, RunDirectory directory) {
    /** The exit code of a start that comes too late. */
    private static final int PREVENTED = 8;

    private static final int MARK_LETTERS = 8;
    private static final String FOLDER = ".azureml/azureml_runs/";

    /** Where the run folder of a run will be. */
    static final String PLANNED = "~/" + FOLDER + "<run id>-<mark>/" + ContainerFiles.FOLDER;

    /** A call about this run: its name and its mark come before the words. */
    RemoteCall call(String script, String... words) {
        return call(List.of(script), words);
    }

    /** As the other, for several scripts. */
    RemoteCall call(List<String> scripts, String... words) {
        List<String> all = new ArrayList<>(List.of(name(), new Supervisor(directory).mark()));
        all.addAll(List.of(words));
        List<String> run = new ArrayList<>(List.of("remote_state.sh"));
        run.addAll(scripts);
        return new RemoteCall(run, all, null);
    }

    private String name() {
        return directory.run() + "-" + new Supervisor(directory).mark().substring(0, MARK_LETTERS);
    }

    /** The run folder as the script sees it. */
    String root(String home) {
        return home + "/" + FOLDER + name() + "/" + ContainerFiles.FOLDER;
    }

    /** Brings project and run files there. */
    void stage(ProjectId project, Map<String, String> variables, Cancellation cancellation) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String line = RemoteCall.line(variable.getKey() + "=" + variable.getValue()) + "\n";
            lines.write(line.getBytes(StandardCharsets.UTF_8));
        }
        stage(project, "variables", lines.toByteArray(), cancellation);
    }

    /** As the other, with any file of the run's own in {@code azureml-setup}, which is not on this computer. */
    void stage(ProjectId project, String name, byte[] content, Cancellation cancellation) throws IOException {
        new RemoteStaging(shell, project, directory, name()).stage(Map.of(name, content), cancellation);
    }

    /**
     * Starts the script; nothing when it has been started.
     *
     * @param namespace the options of {@code unshare} that work there, or nothing
     * @return false when somebody has taken the run for dead
     */
    boolean start(List<String> command, Job.Limits limits, String namespace, Cancellation cancellation)
            throws IOException {
        List<String> words = new ArrayList<>(Supervisor.limits(limits));
        words.add(namespace);
        words.addAll(command);
        RemoteCall call = call("remote_start.sh", words.toArray(new String[0]));
        return shell.steadily(cancellation, () -> {
            try {
                shell.call("starting the script", call);
                noteStart();
                return true;
            } catch (RemoteException e) {
                if (e.code() == PREVENTED) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Should the folder there be gone some day, what was started is not taken for what never was. */
    private void noteStart() throws IOException {
        if (!Files.exists(launched(), LinkOption.NOFOLLOW_LINKS)) {
            Files.createFile(launched(), RunDirectory.OWNER_ONLY_FILE);
        }
    }

    private Path launched() {
        return directory.root().resolve(RunDirectory.OURS + "launched");
    }

    JobState look() throws IOException {
        if (ContainerFiles.isTaken(directory)) {
            return new JobState.Ended();
        }
        String state = shell.call("looking for the run", call("remote_look.sh")).strip();
        return switch (state) {
            case "never" ->
                Files.exists(launched(), LinkOption.NOFOLLOW_LINKS)
                        ? new JobState.Ended()
                        : new JobState.NeverStarted();
            case "running" -> {
                RemoteWatch.catchUp(this);
                yield new JobState.Running(0);
            }
            default -> new JobState.Ended();
        };
    }

    /** Looks after the script to its end, and brings back what it has left. */
    ExitStatus untilEnd(Job.Limits limits, OutputStream console, Cancellation cancellation) throws IOException {
        return untilEnd(limits, console, cancellation, null);
    }

    /**
     * As the other.
     *
     * @param application what the run may have on a cluster; null: it is no run of a cluster
     */
    ExitStatus untilEnd(
            Job.Limits limits,
            OutputStream console,
            Cancellation cancellation,
            @Nullable ClusterApplication application)
            throws IOException {
        ExitStatus.Cause cause = ExitStatus.Cause.EXITED;
        try (LogFollower log = LogFollower.start(directory.driverLog(), console)) {
            if (!ContainerFiles.isTaken(directory)) {
                try (RemoteWatch watch = RemoteWatch.start(this, application, cancellation)) {
                    cause = new JobWatch(limits, watch, watch, cancellation).untilEnd();
                }
                Optional<Instant> end = end(limits, cancellation);
                if (application != null) {
                    application.collect(new Cancellation());
                    catchUp(cancellation);
                }
                new RemoteFetch(this).take(limits.outputSizeLimit(), cancellation);
                if (end.isPresent() && directory.isIntact(directory.complete())) {
                    Files.setLastModifiedTime(directory.complete(), FileTime.from(end.get()));
                }
            }
            log.finish(cancellation);
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
        Supervisor supervisor = new Supervisor(directory);
        supervisor.tellStragglers();
        Optional<ExitStatus> written = supervisor.status();
        ExitStatus status = written.orElse(ExitStatus.without(cause));
        ExitStatus ended = cause == ExitStatus.Cause.EXITED ? status : status.because(cause);
        return application == null ? ended : application.status(ended);
    }

    private void catchUp(Cancellation cancellation) throws IOException {
        shell.steadily(cancellation, () -> {
            RemoteWatch.catchUp(this);
            return true;
        });
    }

    /** When the script ended, by the clock of this computer; empty when nobody can tell. */
    private Optional<Instant> end(Job.Limits limits, Cancellation cancellation) throws IOException {
        String grace =
                Long.toString(cancellation.atOnce() ? 0 : limits.gracePeriod().toSeconds());
        String[] said = shell.steadily(
                        new Cancellation(),
                        () -> shell.call("ending what the script has left running", call("remote_end.sh", grace)))
                .split("\n", 2);
        Instant now = Instant.now();
        String left = said.length > 1 ? said[1].strip() : "";
        if (!left.isEmpty()) {
            directory.log("These processes could not be ended: " + left);
        }
        return said[0].matches("[0-9]{1,12}")
                ? Optional.of(now.minusMillis(Long.parseLong(said[0])))
                : Optional.empty();
    }

    /** Gives back to the user what a container has left there as somebody else's; tells how much is still somebody else's. */
    long giveBack(Cancellation cancellation) throws IOException {
        return Long.parseLong(
                shell.steadily(cancellation, () -> shell.call("looking whose the files are", call("remote_owner.sh")))
                        .strip());
    }

    /** Removes the folder there, unless something is in it that was too large to be brought back. */
    void remove() throws IOException {
        if (!ContainerFiles.keepsContainer(directory)) {
            shell.call("removing the run folder", call("remote_remove.sh"));
        }
    }
}

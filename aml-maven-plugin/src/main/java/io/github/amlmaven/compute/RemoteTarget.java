package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Another computer, reached over SSH: the script runs there with what is installed there, under the same supervisor as here,
 * so that it goes on when the connection, Maven or this computer goes away.
 */
public final class RemoteTarget implements ComputeTarget {
    private final Settings settings;
    private final ProjectId project;
    private final RemoteShell shell;
    private @Nullable RemoteCheck check;

    RemoteTarget(Settings settings, ProjectId project, RemoteShell shell) {
        this.settings = settings;
        this.project = project;
        this.shell = shell;
    }

    /**
     * The keys of a {@code .compute} file of type {@code remote}.
     *
     * @param pythonLocation the interpreter, a full path or a name on the {@code PATH} there; null: {@code python3}, else
     *     {@code python}
     * @param nativeSharedDirectory the base of the share folder there, {@code ~} allowed; null: no share folder
     */
    public record Settings(
            String name,
            SshLogin login,
            @Nullable String pythonLocation,
            @Nullable String nativeSharedDirectory) implements TargetSettings {
        @Override
        public String type() {
            return "remote";
        }

        @Override
        public ComputeTarget open(ProjectId project, Credentials credentials) {
            return new RemoteTarget(this, project, new RemoteShell(new SshConnection(login, credentials)));
        }

        @Override
        public TargetPlan plan(Job job, ProjectId project) {
            LaunchLimits.check(job);
            RemoteCommand command = RemoteCommand.of(job, pythonLocation);
            Map<String, Object> target = login.plan();
            target.put("run_folder", RemoteRun.PLANNED);
            if (nativeSharedDirectory != null) {
                target.put("share_folder", ShareDirectory.elsewhere(nativeSharedDirectory, project));
            }
            return new TargetPlan(
                    target, EnvironmentPlan.of(job.requirements(), "on that computer"), command.words(), List.of());
        }

        /** The target of a run that another process began: who looks after it has come for something else, and does not wait. */
        static ComputeTarget reopen(String name, Map<?, ?> facts, ProjectId project, Credentials credentials) {
            SshLogin login = SshLogin.of(facts);
            return new RemoteTarget(
                    new Settings(name, login, null, null),
                    project,
                    new RemoteShell(new SshConnection(login, credentials), RemoteShell.SHORT));
        }
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>(settings.login().facts());
        facts.put("type", settings.type());
        facts.put("name", settings.name());
        return facts;
    }

    @Override
    public void remarks(Consumer<String> listener) {
        shell.remarks(listener);
    }

    @Override
    public Optional<String> describe() {
        return Optional.of(settings.login().address().toString());
    }

    @Override
    public List<String> check(Job job) {
        LaunchLimits.check(job);
        RemoteCheck found = RemoteCheck.of(shell, job, settings, project);
        check = found;
        return found.remarks();
    }

    @Override
    public ExitStatus run(Job job, RunDirectory directory, OutputStream console, Cancellation cancellation)
            throws IOException {
        if (!launch(job, directory, cancellation)) {
            return ExitStatus.without(cancellation.requested() ? ExitStatus.Cause.CANCELED : ExitStatus.Cause.UNKNOWN);
        }
        return new RemoteRun(shell, directory).untilEnd(job.limits(), console, cancellation);
    }

    @Override
    public boolean launch(Job job, RunDirectory directory, Cancellation cancellation) throws IOException {
        RemoteCheck known = check;
        RemoteCheck found = known != null
                ? known
                : shell.steadily(cancellation, () -> RemoteCheck.of(shell, job, settings, project));
        RemoteRun run = new RemoteRun(shell, directory);
        directory.addResources(Supervisor.SCRIPTS);
        if (RemoteCommand.isPython(job)) {
            directory.addResources(Interpreter.PYTHON_FILES);
        }
        directory.log("Running on " + settings.login().address() + " in " + run.root("~") + ": " + found.command());
        run.stage(project, found.variables(job, directory, project, run.root(found.home())), cancellation);
        return !cancellation.requested() && run.start(found.command(), job.limits(), found.namespace(), cancellation);
    }

    @Override
    public JobState look(RunDirectory directory) throws IOException {
        return new RemoteRun(shell, directory).look();
    }

    @Override
    public ExitStatus resume(RunDirectory directory, Job.Limits limits, OutputStream console, Cancellation cancellation)
            throws IOException {
        return new RemoteRun(shell, directory).untilEnd(limits, console, cancellation);
    }

    @Override
    public void release(RunDirectory directory) throws IOException {
        try {
            new RemoteRun(shell, directory).remove();
        } catch (AmlException e) {
            throw new IOException(e.problem(), e);
        }
    }

    @Override
    public List<Leftovers> leftovers(@Nullable RunsFolder runs) {
        return List.of(new RemoteLeftovers(shell, project));
    }

    @Override
    public void close() {
        shell.close();
    }
}

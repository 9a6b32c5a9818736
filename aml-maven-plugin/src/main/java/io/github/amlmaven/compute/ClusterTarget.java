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
 * A Spark cluster whose head node is reached over SSH: {@code spark-submit} runs there under the same supervisor as a script
 * on any other computer. A script whose framework is Python runs there as it is.
 */
public final class ClusterTarget implements ComputeTarget {
    private final Settings settings;
    private final SshLogin login;
    private final ProjectId project;
    private final RemoteShell shell;
    private @Nullable ClusterCheck check;
    private ClusterEnvironment.@Nullable Prepared environment;

    private ClusterTarget(Settings settings, SshLogin login, ProjectId project, RemoteShell shell) {
        this.settings = settings;
        this.login = login;
        this.project = project;
        this.shell = shell;
    }

    /**
     * The keys of a {@code .compute} file of type {@code cluster}.
     *
     * @param login the head node; null: the cluster has no SSH, and Livy takes the work
     * @param pythonLocation null: {@code python3} of the cluster
     * @param userManagedEnvironment whether nothing is installed for the script
     */
    public record Settings(
            String name,
            @Nullable SshLogin login,
            @Nullable String pythonLocation,
            boolean userManagedEnvironment,
            Submission submission)
            implements TargetSettings {
        @Override
        public String type() {
            return "cluster";
        }

        @Override
        public ComputeTarget open(ProjectId project, Credentials credentials) {
            Livy livy = submission.livy();
            if (livy != null) {
                return new LivyTarget(this, livy, project, credentials);
            }
            if (login == null) {
                throw new AmlException(
                        "compute target '" + name + "' names no head node",
                        "write address: and username: in the .compute file");
            }
            return new ClusterTarget(this, login, project, new RemoteShell(new SshConnection(login, credentials)));
        }

        @Override
        public TargetPlan plan(Job job, ProjectId project) {
            return new ClusterPlan(this, job).plan();
        }

        /** The target of a run that another process began. */
        static ComputeTarget reopen(String name, Map<?, ?> facts, ProjectId project, Credentials credentials) {
            if (facts.containsKey("livy")) {
                return LivyTarget.reopen(name, facts, project, credentials);
            }
            SshLogin login = SshLogin.of(facts);
            return new ClusterTarget(
                    new Settings(name, login, null, true, Submission.DEFAULTS),
                    login,
                    project,
                    new RemoteShell(new SshConnection(login, credentials), RemoteShell.SHORT));
        }
    }

    /**
     * How a cluster is given its work.
     *
     * @param master {@code yarn}, {@code local[*]} or the like, {@code spark://host:port}
     * @param deployedInCluster whether the driver runs in the cluster ({@code yarnDeployMode: cluster}); else on the head node
     * @param sparkSubmit a full path, or a name on the {@code PATH} of the head node
     * @param livy null: over SSH
     */
    public record Submission(
            String master,
            boolean deployedInCluster,
            String sparkSubmit,
            @Nullable Livy livy) {
        /** YARN, as on HDInsight. */
        public static final Submission DEFAULTS = new Submission("yarn", true, "spark-submit", null);

        boolean onYarn() {
            return master.equals("yarn");
        }

        /** Whether the driver runs somewhere in the cluster: only YARN knows what to do with a folder of files. */
        boolean driverIsAway() {
            return onYarn() && deployedInCluster;
        }
    }

    /**
     * Livy's door to a cluster.
     *
     * @param address such as {@code https://cluster.azurehdinsight.net/livy}
     * @param storage a folder that both this computer and the cluster see; null: there is none
     */
    public record Livy(String address, @Nullable String storage) {}

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>(login.facts());
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
        return Optional.of("Spark at " + login.address());
    }

    @Override
    public List<String> check(Job job) {
        LaunchLimits.check(job);
        ClusterCheck found = ClusterCheck.of(shell, job, settings, project);
        check = found;
        Optional<ClusterEnvironment> wanted = ClusterEnvironment.of(shell, job, settings);
        if (wanted.isPresent()) {
            environment = wanted.get().find().orElse(null);
            if (environment == null && !job.requirements().mayPrepare()) {
                throw wanted.get().notPrepared(job.requirements().configuration());
            }
        }
        return found.remarks();
    }

    @Override
    public Map<String, Object> prepare(Job job, OutputStream log, Cancellation cancellation) throws IOException {
        Optional<ClusterEnvironment> wanted = ClusterEnvironment.of(shell, job, settings);
        if (wanted.isEmpty()) {
            return Map.of();
        }
        ClusterEnvironment.Prepared prepared =
                environment == null ? wanted.get().prepare(log, cancellation) : environment;
        environment = prepared;
        return Map.of("environment", prepared.name());
    }

    @Override
    public ExitStatus run(Job job, RunDirectory directory, OutputStream console, Cancellation cancellation)
            throws IOException {
        if (environment == null) {
            prepare(job, console, cancellation);
        }
        if (!launch(job, directory, cancellation)) {
            return ExitStatus.without(cancellation.requested() ? ExitStatus.Cause.CANCELED : ExitStatus.Cause.UNKNOWN);
        }
        return untilEnd(directory, job.limits(), console, cancellation);
    }

    @Override
    public boolean launch(Job job, RunDirectory directory, Cancellation cancellation) throws IOException {
        ClusterCheck known = check;
        ClusterCheck found = known != null
                ? known
                : shell.steadily(cancellation, () -> ClusterCheck.of(shell, job, settings, project));
        RemoteRun run = new RemoteRun(shell, directory);
        directory.addResources(Supervisor.SCRIPTS);
        if (RemoteCommand.isPython(job)) {
            directory.addResources(Interpreter.PYTHON_FILES);
            directory.addResources(ClusterCommand.DRIVER_FILES);
        }
        String root = run.root(found.base().home());
        List<String> command = found.command(job, directory, root, environment);
        directory.log("Running on " + login.address() + " in " + run.root("~") + ": " + command);
        run.stage(project, found.base().variables(job, directory, project, root), cancellation);
        if (found.onYarn()) {
            new ClusterApplication(run).announce(found, cancellation);
        }
        return !cancellation.requested()
                && run.start(command, job.limits(), found.base().namespace(), cancellation);
    }

    @Override
    public JobState look(RunDirectory directory) throws IOException {
        return new RemoteRun(shell, directory).look();
    }

    @Override
    public ExitStatus resume(RunDirectory directory, Job.Limits limits, OutputStream console, Cancellation cancellation)
            throws IOException {
        return untilEnd(directory, limits, console, cancellation);
    }

    private ExitStatus untilEnd(
            RunDirectory directory, Job.Limits limits, OutputStream console, Cancellation cancellation)
            throws IOException {
        RemoteRun run = new RemoteRun(shell, directory);
        return run.untilEnd(limits, console, cancellation, new ClusterApplication(run));
    }

    @Override
    public Map<String, Object> outcome(RunDirectory directory) {
        return ClusterReport.of(directory).map(ClusterReport::facts).orElse(Map.of());
    }

    @Override
    public void release(RunDirectory directory) throws IOException {
        RemoteRun run = new RemoteRun(shell, directory);
        try {
            new ClusterApplication(run).remove();
            run.remove();
        } catch (AmlException e) {
            throw new IOException(e.problem(), e);
        }
    }

    @Override
    public void close() {
        shell.close();
    }
}

package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Spark cluster without SSH: Livy's REST interface takes the script, and the project travels through a storage that this
 * computer and the cluster see.
 */
final class LivyTarget implements ComputeTarget {
    private static final Logger LOG = LoggerFactory.getLogger(LivyTarget.class);

    private final ClusterTarget.Settings settings;
    private final ClusterTarget.Livy livy;
    private final Path storage;
    private final ProjectId project;
    private final LivyClient client;
    private Consumer<String> remarks = remark -> LOG.debug("{}", remark);

    LivyTarget(ClusterTarget.Settings settings, ClusterTarget.Livy livy, ProjectId project, Credentials credentials) {
        this.settings = settings;
        this.livy = livy;
        this.storage = storage(livy);
        this.project = project;
        this.client = new LivyClient(livy.address(), credentials);
    }

    private static Path storage(ClusterTarget.Livy livy) {
        String written = livy.storage();
        String path = written != null && written.startsWith("file:")
                ? URI.create(written).getPath()
                : written;
        if (path == null || !path.startsWith("/")) {
            throw new AmlException(
                    written == null
                            ? "livyAddress is given, and no livyStorage through which the project could travel"
                            : "livyStorage is '" + written + "', which is no folder of this computer",
                    "mount a storage of the cluster here, under the same path as there, and write livyStorage:"
                            + " /that/path in the .compute file; or name the head node: address and username");
        }
        return Path.of(path);
    }

    /** The target of a run that another process began. */
    static ComputeTarget reopen(String name, Map<?, ?> facts, ProjectId project, Credentials credentials) {
        ClusterTarget.Livy livy =
                new ClusterTarget.Livy(String.valueOf(facts.get("livy")), String.valueOf(facts.get("livy_storage")));
        return new ClusterTarget.Settings(
                        name, null, null, true, new ClusterTarget.Submission("yarn", true, "spark-submit", livy))
                .open(project, credentials);
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("type", settings.type());
        facts.put("name", settings.name());
        facts.put("livy", livy.address());
        facts.put("livy_storage", storage.toString());
        return facts;
    }

    @Override
    public void remarks(Consumer<String> listener) {
        remarks = listener;
    }

    @Override
    public Optional<String> describe() {
        try {
            return Optional.of("Livy " + client.version() + " at " + livy.address());
        } catch (IOException e) {
            throw away(e);
        }
    }

    private AmlException away(IOException e) {
        return new AmlException(
                "Livy at " + livy.address() + " does not answer: " + (e.getMessage() == null ? e : e.getMessage()),
                "see that it is up, and correct livyAddress in the .compute file: curl " + livy.address() + "/batches",
                e);
    }

    @Override
    public List<String> check(Job job) {
        LivyWish.check(job, settings.userManagedEnvironment());
        if (!Files.isDirectory(storage) || !Files.isWritable(storage)) {
            throw new AmlException(
                    "livyStorage is '" + storage + "', which is no folder that you can write to",
                    "mount the storage of the cluster here, or correct livyStorage in the .compute file");
        }
        try {
            client.find("");
            return List.of(describe().orElseThrow() + ": the project travels through " + storage);
        } catch (IOException e) {
            throw away(e);
        }
    }

    @Override
    public ExitStatus run(Job job, RunDirectory directory, OutputStream console, Cancellation cancellation)
            throws IOException {
        if (!launch(job, directory, cancellation)) {
            return ExitStatus.without(ExitStatus.Cause.CANCELED);
        }
        return resume(directory, job.limits(), console, cancellation);
    }

    @Override
    public boolean launch(Job job, RunDirectory directory, Cancellation cancellation) throws IOException {
        LivyRun run = new LivyRun(storage, directory);
        directory.addResources(Interpreter.PYTHON_FILES);
        directory.addResources(List.of("livy_driver.py"));
        run.put(new LivyWish(job, settings.pythonLocation(), run).variables(project));
        if (cancellation.requested()) {
            return false;
        }
        LivyClient.Batch batch;
        try {
            batch = start(job, run);
        } catch (AmlException e) {
            // Livy keeps some of those that it has refused, as if they were about to start.
            run.preventStart();
            throw e;
        }
        directory.log("Running as batch " + batch.id() + " of Livy at " + livy.address() + " in " + run.root());
        return true;
    }

    /** At most once: whatever became of the answer, a batch of this name is ours, and its script starts only once. */
    private LivyClient.Batch start(Job job, LivyRun run) throws IOException {
        Map<String, Object> wish = new LivyWish(job, settings.pythonLocation(), run).content();
        try {
            return client.start(wish);
        } catch (IOException e) {
            LOG.debug("no answer; it may have been heard all the same", e);
            Optional<LivyClient.Batch> found = client.find(run.name());
            return found.isPresent() ? found.get() : client.start(wish);
        }
    }

    private ExitStatus untilEnd(
            LivyRun run,
            LivyClient.@Nullable Batch batch,
            Job.Limits limits,
            OutputStream console,
            Cancellation cancellation)
            throws IOException {
        RunDirectory directory = run.directory();
        ExitStatus.Cause cause = ExitStatus.Cause.EXITED;
        LivyClient.Batch last = batch;
        try (LogFollower log = LogFollower.start(directory.driverLog(), console)) {
            if (!ContainerFiles.isTaken(directory)) {
                if (batch != null) {
                    LivyWatch watch = new LivyWatch(client, run, batch, limits, remarks);
                    cause = new JobWatch(limits, watch, watch, cancellation).untilEnd();
                    last = watch.batch() == null ? batch.deleted() : watch.batch();
                    run.append(client.log(batch.id()));
                }
                run.catchUp();
                run.take(limits.outputSizeLimit());
                if (last != null) {
                    report(last, directory);
                }
            }
            log.finish(cancellation);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        ExitStatus status = new Supervisor(directory).status().orElse(withoutCode(last == null ? "" : last.state()));
        return cause == ExitStatus.Cause.EXITED ? status : status.because(cause);
    }

    /** The end of a script that has not written down its own. */
    private static ExitStatus withoutCode(String state) {
        return switch (state) {
            case "killed" -> ExitStatus.without(ExitStatus.Cause.LOST);
            case "dead", "error" -> ExitStatus.ofCode(ExitStatus.Cause.EXITED, 1);
            default -> ExitStatus.without(ExitStatus.Cause.UNKNOWN);
        };
    }

    private static void report(LivyClient.Batch batch, RunDirectory directory) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("Livy-Batch", Integer.toString(batch.id()));
        values.put("Application-Id", batch.application());
        values.put("State", batch.state());
        values.put("Tracking-URL", batch.tracking());
        new ClusterReport(values).write(directory);
    }

    @Override
    public JobState look(RunDirectory directory) throws IOException {
        if (ContainerFiles.isTaken(directory)) {
            return new JobState.Ended();
        }
        LivyRun run = new LivyRun(storage, directory);
        Optional<LivyClient.Batch> batch = client.find(run.name());
        if (batch.isPresent() && !run.isPrevented()) {
            return batch.get().hasEnded() ? new JobState.Ended() : new JobState.Running(0);
        }
        return run.preventStart() ? new JobState.NeverStarted() : new JobState.Ended();
    }

    @Override
    public ExitStatus resume(RunDirectory directory, Job.Limits limits, OutputStream console, Cancellation cancellation)
            throws IOException {
        LivyRun run = new LivyRun(storage, directory);
        LivyClient.Batch batch = ContainerFiles.isTaken(directory)
                ? null
                : client.find(run.name()).orElse(null);
        return untilEnd(run, batch, limits, console, cancellation);
    }

    @Override
    public Map<String, Object> outcome(RunDirectory directory) {
        return ClusterReport.of(directory).map(ClusterReport::facts).orElse(Map.of());
    }

    @Override
    public void release(RunDirectory directory) throws IOException {
        new LivyRun(storage, directory).remove();
    }
}

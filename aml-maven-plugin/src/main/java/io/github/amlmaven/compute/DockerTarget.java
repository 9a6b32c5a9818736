package io.github.amlmaven.compute;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A container on a Docker engine: the script runs in an image that holds what its dependency file asks for.
 *
 * <p>The run folder is mounted into the container, or copied in before it is started and out once it has stopped; the visible
 * result is the same.
 */
public final class DockerTarget implements ComputeTarget {
    private final Settings settings;
    private final ProjectId project;
    private final Credentials credentials;
    private final DockerEngine engine;
    private EnvironmentImage.@Nullable Prepared image;

    private DockerTarget(Settings settings, ProjectId project, Credentials credentials, DockerEngine engine) {
        this.settings = settings;
        this.project = project;
        this.credentials = credentials;
        this.engine = engine;
    }

    /**
     * The keys of a {@code .compute} file of type {@code docker} or {@code remotedocker}.
     *
     * @param baseDockerImage the image to start from; null: {@value #DEFAULT_IMAGE}
     * @param sharedVolumes whether the run folder is mounted into the container; else it is copied in and out
     * @param nativeSharedDirectory the base of the share folder on the computer of the engine, {@code ~} allowed; null: no
     *     share folder
     * @param login the computer of the engine; null: this one, or what {@code DOCKER_HOST} says
     */
    public record Settings(
            String name,
            @Nullable String baseDockerImage,
            boolean sharedVolumes,
            @Nullable String nativeSharedDirectory,
            Hardware hardware,
            @Nullable SshLogin login)
            implements TargetSettings {
        /**
         * The image where the file names none: it has conda and mamba, so that it can build whatever a dependency file asks
         * for. Of one day, and not the latest, so that a run of next year starts from the same.
         */
        public static final String DEFAULT_IMAGE = "condaforge/miniforge3:25.11.0-0";

        @Override
        public String type() {
            return login == null ? "docker" : "remotedocker";
        }

        @Override
        public ComputeTarget open(ProjectId project, Credentials credentials) {
            return open(project, credentials, RemoteShell.PATIENCE);
        }

        /** @param patience for another computer that is away while a job runs there */
        ComputeTarget open(ProjectId project, Credentials credentials, Duration patience) {
            DockerEngine engine =
                    login == null ? new DockerEngine(DockerLookup.find()) : engine(login, credentials, patience);
            engine.greet();
            return new DockerTarget(this, project, credentials, engine);
        }

        private static DockerEngine engine(SshLogin login, Credentials credentials, Duration patience) {
            return new DockerEngine(new RemoteEngine(new RemoteShell(new SshConnection(login, credentials), patience)));
        }

        @Override
        public TargetPlan plan(Job job, ProjectId project) {
            return new ContainerPlan(this, job, project).plan();
        }

        /** The target of a run that another process began, as far as the end of the run needs it. */
        static ComputeTarget reopen(String name, Map<?, ?> facts, ProjectId project, Credentials credentials) {
            SshLogin login = facts.get("username") == null ? null : SshLogin.of(facts);
            Settings settings = new Settings(
                    name, null, Boolean.TRUE.equals(facts.get("shared_volumes")), null, Hardware.NONE, login);
            Path certificates = facts.get("certificates") instanceof String folder ? Path.of(folder) : null;
            DockerEngine engine = login == null
                    ? new DockerEngine(
                            new DockerAddress(String.valueOf(facts.get("engine")), certificates, "the journal"))
                    : engine(login, credentials, RemoteShell.SHORT);
            return new DockerTarget(settings, project, credentials, engine);
        }
    }

    /**
     * What of the computer a container gets.
     *
     * @param nvidiaDocker whether it gets the graphics cards
     * @param dockerNetwork the network, as {@code docker run --network} names it; null: the engine's default
     * @param memory bytes, swap included; null: no limit
     * @param cpus processors, such as 1.5; null: no limit
     * @param shmSize bytes of {@code /dev/shm}; null: the engine's default, 64 MB
     */
    public record Hardware(
            boolean nvidiaDocker,
            @Nullable String dockerNetwork,
            @Nullable Long memory,
            @Nullable Double cpus,
            @Nullable Long shmSize) {
        /** What every container gets. */
        public static final Hardware NONE = new Hardware(false, null, null, null, null);
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new HashMap<>();
        SshLogin login = settings.login();
        DockerAddress address = engine.address();
        facts.put("type", settings.type());
        facts.put("name", settings.name());
        facts.put("shared_volumes", settings.sharedVolumes());
        if (login == null) {
            facts.put("engine", address.host());
        } else {
            facts.putAll(login.facts());
        }
        if (address.certificates() != null) {
            facts.put("certificates", address.certificates().toAbsolutePath().toString());
        }
        return facts;
    }

    @Override
    public void remarks(Consumer<String> listener) {
        RemoteEngine remote = engine.remote();
        if (remote != null) {
            remote.shell().remarks(listener);
        }
    }

    @Override
    public Optional<String> describe() {
        EngineFacts facts = engine.facts();
        DockerAddress address = engine.address();
        return Optional.of("Docker " + facts.version() + (facts.rootless() ? ", rootless," : "") + " at " + address
                + " (" + address.source() + ")");
    }

    @Override
    public List<String> check(Job job) {
        List<String> remarks = new ArrayList<>();
        new ContainerCommand(job).check();
        EngineFacts facts = engine.facts();
        EnvironmentImage wanted = environmentImage(job.requirements());
        Optional<EnvironmentImage.Prepared> found = wanted.find();
        if (found.isEmpty() && !job.requirements().mayPrepare()) {
            throw wanted.notPrepared(job.requirements().configuration());
        }
        image = found.orElse(null);
        RemoteEngine remote = engine.remote();
        if (remote != null) {
            remote.check(settings.sharedVolumes(), settings.nativeSharedDirectory(), project);
        } else if (settings.nativeSharedDirectory() != null) {
            ShareDirectory.of(settings.nativeSharedDirectory(), project).create();
        }
        if (settings.hardware().nvidiaDocker() && !facts.nvidia() && found.isPresent()) {
            GraphicsCards.check(engine, found.get().id());
        }
        return remarks;
    }

    private EnvironmentImage environmentImage(Requirements requirements) {
        String base = settings.baseDockerImage() == null ? Settings.DEFAULT_IMAGE : settings.baseDockerImage();
        return new EnvironmentImage(engine, base, requirements, credentials, project);
    }

    @Override
    public Map<String, Object> prepare(Job job, OutputStream log, Cancellation cancellation) throws IOException {
        EnvironmentImage.Prepared prepared =
                image == null ? environmentImage(job.requirements()).prepare(log, cancellation) : image;
        image = prepared;
        Map<String, Object> facts = new HashMap<>(prepared.facts());
        facts.put("docker_engine", engine.facts().version());
        return facts;
    }

    @Override
    public ExitStatus run(Job job, RunDirectory directory, OutputStream console, Cancellation cancellation)
            throws IOException {
        ContainerStart start = start(job, directory, console, cancellation);
        return run(directory).start(start, job.limits(), console, cancellation);
    }

    @Override
    public boolean launch(Job job, RunDirectory directory, Cancellation cancellation) throws IOException {
        ContainerStart start = start(job, directory, OutputStream.nullOutputStream(), cancellation);
        start.create(cancellation);
        return !cancellation.requested() && start.start(cancellation);
    }

    private ContainerStart start(Job job, RunDirectory directory, OutputStream log, Cancellation cancellation)
            throws IOException {
        if (image == null) {
            prepare(job, log, cancellation);
        }
        return new ContainerStart(
                RunContainer.of(engine, directory), directory, job, project, settings, Objects.requireNonNull(image));
    }

    @Override
    public JobState look(RunDirectory directory) throws IOException {
        return run(directory).look();
    }

    @Override
    public ExitStatus resume(RunDirectory directory, Job.Limits limits, OutputStream console, Cancellation cancellation)
            throws IOException {
        return run(directory).resume(limits, console, cancellation);
    }

    private ContainerRun run(RunDirectory directory) {
        return new ContainerRun(RunContainer.of(engine, directory), directory, settings.sharedVolumes());
    }

    @Override
    public void release(RunDirectory directory) throws IOException {
        run(directory).release();
    }

    @Override
    public void close() {
        ContainerLog.close(engine);
    }

    @Override
    public Optional<String> prepared(Requirements requirements) {
        return environmentImage(requirements).built();
    }

    @Override
    public List<Leftovers> leftovers(@Nullable RunsFolder runs) {
        return EngineLeftovers.places(engine, project, runs);
    }
}

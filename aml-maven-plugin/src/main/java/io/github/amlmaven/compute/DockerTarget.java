package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container on a Docker engine: the script runs in an image that holds what its dependency file asks for. */
public final class DockerTarget implements ComputeTarget {
    private final Settings settings;
    private final ProjectId project;
    private final Credentials credentials;

    private DockerTarget(Settings settings, ProjectId project, Credentials credentials) {
        this.settings = settings;
        this.project = project;
        this.credentials = credentials;
    }

    /**
     * The keys of a {@code .compute} file of type {@code docker}.
     *
     * @param baseDockerImage the image to start from; null: {@value #DEFAULT_IMAGE}
     * @param sharedVolumes whether the run folder is mounted into the container; else it is copied in and out
     * @param nativeSharedDirectory the base of the share folder on this computer, {@code ~} allowed; null: no share folder
     */
    public record Settings(
            String name,
            @Nullable String baseDockerImage,
            boolean sharedVolumes,
            @Nullable String nativeSharedDirectory,
            Hardware hardware)
            implements TargetSettings {
        /**
         * The image where the file names none: it has conda and mamba, so that it can build whatever a dependency file asks
         * for. Of one day, and not the latest, so that a run of next year starts from the same.
         */
        public static final String DEFAULT_IMAGE = "condaforge/miniforge3:25.11.0-0";

        @Override
        public String type() {
            return "docker";
        }

        @Override
        public ComputeTarget open(ProjectId project, Credentials credentials) {
            return new DockerTarget(this, project, credentials);
        }

        /** The settings of a run that another process began, as far as its end needs them. */
        static Settings of(String name, Map<?, ?> facts) {
            return new Settings(name, null, Boolean.TRUE.equals(facts.get("shared_volumes")), null, Hardware.NONE);
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
        public static final Hardware NONE = new Hardware(false, null, null, null, null);
    }

    @Override
    public Map<String, Object> facts() {
        return Map.of("type", settings.type(), "name", settings.name(), "shared_volumes", settings.sharedVolumes());
    }

    @Override
    public List<String> check(Job job) {
        throw new AmlException("not yet", "soon " + project + credentials);
    }

    @Override
    public ExitStatus run(Job job, RunDirectory directory, OutputStream console, Cancellation cancellation)
            throws IOException {
        throw new AmlException("not yet", "soon");
    }

    @Override
    public JobState look(RunDirectory directory) throws IOException {
        throw new AmlException("not yet", "soon");
    }

    @Override
    public ExitStatus resume(RunDirectory directory, Job.Limits limits, OutputStream console, Cancellation cancellation)
            throws IOException {
        throw new AmlException("not yet", "soon");
    }
}

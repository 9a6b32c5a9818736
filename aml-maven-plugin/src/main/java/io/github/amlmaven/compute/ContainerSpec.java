package io.github.amlmaven.compute;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import io.github.amlmaven.AmlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the container of a run is made of; the user's wishes are those of {@link DockerTarget.Hardware} and no others: no
 * privileges, no sockets, no devices, no folders of the computer but the run folder and the share folder.
 *
 * @param image the id of the image
 * @param share the share folder on the computer of the engine; null: there is none
 * @param runFolder the run folder on the computer of the engine, to be mounted; null: it is copied
 */
record ContainerSpec(
        String image,
        ContainerUser user,
        @Nullable String runFolder,
        @Nullable String share,
        DockerTarget.Hardware hardware) {
    /** Of Docker's usual ones, those that programs of root need on files and processes of their own container. */
    private static final Capability[] CAPABILITIES = {
        Capability.CHOWN,
        Capability.DAC_OVERRIDE,
        Capability.FOWNER,
        Capability.FSETID,
        Capability.KILL,
        Capability.SETGID,
        Capability.SETUID
    };

    private static final long MOST_PROCESSES = 32_768;
    private static final double NANOS = 1e9;

    /** Makes the container and does not start it. */
    void create(
            RunContainer container,
            EngineFacts facts,
            Map<String, String> labels,
            List<String> command,
            List<String> environment) {
        List<String> variables = new ArrayList<>(environment);
        // Whoever else stops the container (docker stop, the engine's own end) is heard by the script, too.
        variables.add("TINI_KILL_PROCESS_GROUP=1");
        try {
            container.engine().ask("creating the container", () -> container
                    .engine()
                    .calls()
                    .createContainerCmd(image)
                    .withName(container.name())
                    .withLabels(labels)
                    .withUser(user.words())
                    .withWorkingDir(RunContainer.ROOT)
                    .withEntrypoint("/bin/sh")
                    .withCmd(command)
                    .withEnv(variables)
                    .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
                    .withHostConfig(hostConfig(facts))
                    .exec());
        } catch (ConflictException e) {
            throw new AmlException(
                    "the container " + container.name() + " is there already",
                    "run again: the next run gets a new name",
                    e);
        } catch (DockerException e) {
            throw refused(DockerEngine.words(e), e);
        }
    }

    private HostConfig hostConfig(EngineFacts facts) {
        List<String> security = new ArrayList<>(List.of("no-new-privileges"));
        if (facts.selinux()) {
            security.add("label=disable");
        }
        HostConfig host = HostConfig.newHostConfig()
                .withInit(true)
                .withMounts(mounts())
                .withCapDrop(Capability.ALL)
                .withCapAdd(CAPABILITIES)
                .withSecurityOpts(security)
                .withPidsLimit(MOST_PROCESSES);
        if (facts.remapsUsers()) {
            host.withUsernsMode("host");
        }
        if (hardware.dockerNetwork() != null) {
            host.withNetworkMode(hardware.dockerNetwork());
        }
        if (hardware.memory() != null) {
            host.withMemory(hardware.memory()).withMemorySwap(hardware.memory());
        }
        if (hardware.cpus() != null) {
            host.withNanoCPUs(Math.round(hardware.cpus() * NANOS));
        }
        if (hardware.shmSize() != null) {
            host.withShmSize(hardware.shmSize());
        }
        if (hardware.nvidiaDocker()) {
            host.withDeviceRequests(
                    List.of(new DeviceRequest().withCount(-1).withCapabilities(List.of(List.of("gpu")))));
        }
        return host;
    }

    private List<Mount> mounts() {
        List<Mount> mounts = new ArrayList<>();
        if (runFolder != null) {
            mounts.add(bind(runFolder, RunContainer.ROOT));
        }
        if (share != null) {
            mounts.add(bind(share, RunContainer.SHARE));
        }
        return mounts;
    }

    private static Mount bind(String folder, String target) {
        return new Mount().withType(MountType.BIND).withSource(folder).withTarget(target);
    }

    /** What the engine says no to when a container is made or started. */
    static AmlException refused(String words, DockerException cause) {
        if (words.contains("bind source path does not exist") || words.contains("Mounts denied")) {
            return new AmlException(
                    "the Docker engine does not see the folders of this computer: " + words,
                    "let the run be copied in and out instead; in the .compute file: sharedVolumes: false",
                    cause);
        }
        if (words.contains("could not select device driver") || words.contains("nvidia-container")) {
            return new AmlException(
                    "nvidiaDocker is true, and the Docker engine hands out no NVIDIA graphics card: " + words,
                    "install the NVIDIA Container Toolkit and restart the engine, or write nvidiaDocker: false",
                    cause);
        }
        if (words.contains("/bin/sh")) {
            return new AmlException(
                    "the image has no /bin/sh, which starts the script: " + words,
                    "name an image with a shell in the .compute file: baseDockerImage: python:3.11-slim",
                    cause);
        }
        if (words.contains("docker-init") || words.contains("catatonit")) {
            return new AmlException(
                    "the Docker engine lacks the small program that is process 1 of a container: " + words,
                    "install it where the engine is (Debian: sudo apt-get install tini; for Podman catatonit)",
                    cause);
        }
        if (words.matches("(?s).*network \\S+ not found.*|.*[Nn]o such network.*")) {
            return new AmlException(
                    "the Docker engine refuses the network: " + words,
                    "see which there are (docker network ls), and name one in the .compute file: dockerNetwork: bridge",
                    cause);
        }
        return new AmlException(
                "the Docker engine refuses the container: " + words,
                "correct the keys of the .compute file that this names; docker info tells what the engine can do",
                cause);
    }
}

package io.github.amlmaven.compute;

import io.github.amlmaven.ProjectId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run in a container would do, told without asking the engine. */
record ContainerPlan(DockerTarget.Settings settings, Job job, ProjectId project) {
    /** @throws io.github.amlmaven.AmlException for a job that no engine could run */
    TargetPlan plan() {
        ContainerCommand command = new ContainerCommand(job);
        command.check();
        return new TargetPlan(target(), environment(), command.words(), List.of());
    }

    private Map<String, Object> target() {
        Map<String, Object> target = new LinkedHashMap<>();
        String folder = settings.nativeSharedDirectory();
        SshLogin login = settings.login();
        if (login == null) {
            DockerAddress named = DockerLookup.findNamed();
            target.put("place", "a container on this computer's Docker engine");
            target.put(
                    "engine",
                    named == null
                            ? "the first of the usual sockets that answers"
                            : named.host() + " (" + named.source() + ")");
        } else {
            target.putAll(login.plan());
            target.put("engine", "the Docker engine there, through the SSH connection");
        }
        target.put(
                "run_folder",
                RunContainer.ROOT + (settings.sharedVolumes() ? ", mounted" : ", copied in before and out afterwards"));
        if (folder != null) {
            target.put(
                    "share_folder",
                    (login == null
                                    ? ShareDirectory.of(folder, project).variable()
                                    : ShareDirectory.elsewhere(folder, project))
                            + ", mounted at " + RunContainer.SHARE);
        }
        hardware(target, settings.hardware());
        return target;
    }

    private static void hardware(Map<String, Object> target, DockerTarget.Hardware hardware) {
        if (hardware.nvidiaDocker()) {
            target.put("graphics_cards", "all");
        }
        if (hardware.dockerNetwork() != null) {
            target.put("network", hardware.dockerNetwork());
        }
        if (hardware.memory() != null) {
            target.put("memory_bytes", hardware.memory());
        }
        if (hardware.cpus() != null) {
            target.put("cpus", hardware.cpus());
        }
        if (hardware.shmSize() != null) {
            target.put("shared_memory_bytes", hardware.shmSize());
        }
    }

    private Map<String, Object> environment() {
        String base =
                settings.baseDockerImage() == null ? DockerTarget.Settings.DEFAULT_IMAGE : settings.baseDockerImage();
        Requirements.PythonPackages python = job.requirements().wanted();
        Map<String, Object> environment = new LinkedHashMap<>();
        if (python == null) {
            environment.put("image", base);
        } else {
            // Reads the files that it names, and misses those that are not there, as the run would.
            new EnvironmentRecipe("", python).name();
            environment.put(
                    "image",
                    EnvironmentRecipe.PREFIX
                            + "<hash of the base image's id, of what is below, and of how it is made>");
            environment.put("base_image", base);
        }
        environment.putAll(EnvironmentPlan.of(job.requirements(), "in the image"));
        return environment;
    }
}

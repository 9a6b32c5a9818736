package io.github.amlmaven.config;

import io.github.amlmaven.compute.DockerTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code environment.docker} of the format of 2018, which kept in the run configuration what a {@code
 * .compute} file of a Docker target says; null where it says nothing.
 *
 * @param place where the section begins
 */
record LaterContainer(
        @Nullable String image,
        @Nullable Boolean sharedVolumes,
        boolean graphics,
        @Nullable Long shmSize,
        Place place) {
    /** The section, checked; null: the script runs in no container. */
    static @Nullable LaterContainer read(Section environment) {
        Section docker = environment.section("docker");
        if (docker == null) {
            return null;
        }
        LaterContainer container = null;
        Boolean shared = docker.flag("sharedVolumes");
        Text registry = registry(docker);
        if (docker.flag("enabled", false)) {
            String image = ContainerKeys.image(docker, "baseImage", TargetType.DOCKER);
            container = new LaterContainer(
                    image == null || registry == null ? image : inRegistry(docker, registry, image),
                    shared,
                    ContainerKeys.graphics(docker, "gpuSupport", TargetType.DOCKER),
                    Amount.bytes(docker, "shmSize", 1),
                    docker.place());
            warnOfArguments(docker);
        } else {
            // Every generated file has the section, filled in; what is switched off concerns nobody.
            List.of("baseImage", "gpuSupport", "shmSize", "arguments").forEach(docker::find);
        }
        UnknownKeys.report(docker);
        return container;
    }

    /** A target with what the run configuration says about its container. */
    DockerTarget.Settings over(DockerTarget.Settings target, Findings findings) {
        boolean shared = sharedVolumes == null ? target.sharedVolumes() : sharedVolumes;
        String folder = target.nativeSharedDirectory();
        if (folder != null && !shared) {
            findings.warn(
                    place,
                    "nativeSharedDirectory of " + ConfigFolder.computeFile(Shown.plain(target.name()))
                            + " has no effect while environment.docker.sharedVolumes is false: the script gets no"
                            + " AZUREML_NATIVE_SHARE_DIRECTORY",
                    "write sharedVolumes: true, or delete nativeSharedDirectory there");
        }
        DockerTarget.Hardware before = target.hardware();
        return new DockerTarget.Settings(
                target.name(),
                image == null ? target.baseDockerImage() : image,
                shared,
                shared ? folder : null,
                new DockerTarget.Hardware(
                        graphics || before.nvidiaDocker(),
                        before.dockerNetwork(),
                        before.memory(),
                        before.cpus(),
                        shmSize == null ? before.shmSize() : shmSize),
                target.login());
    }

    private static void warnOfArguments(Section docker) {
        List<Node> arguments = docker.items("arguments");
        if (arguments != null && !arguments.isEmpty()) {
            docker.findings()
                    .warn(
                            arguments.get(0).place(),
                            docker.name("arguments") + " has no effect",
                            "delete it; for network, memory and processors there are the keys dockerNetwork, memory and"
                                    + " cpus of a .compute file of type docker");
        }
    }

    /** The address of the registry that images come from; null: none is named. */
    private static @Nullable Text registry(Section docker) {
        Section registry = docker.section("baseImageRegistry");
        if (registry == null) {
            return null;
        }
        Text address = registry.text("address");
        Text user = registry.text("username");
        if (user != null) {
            docker.findings()
                    .warn(
                            user.place(),
                            registry.name("username") + " has no effect",
                            "log in with docker login, or with a <server> in settings.xml whose id is the registry's"
                                    + " address");
        }
        UnknownKeys.checkReference(
                registry, "password", "delete the value here and change the secret; log in with: docker login");
        UnknownKeys.report(registry);
        return address;
    }

    private static String inRegistry(Section docker, Text registry, String image) {
        String address = registry.value();
        if (!ImageName.isRegistry(address)) {
            docker.findings()
                    .mistake(
                            registry.place(),
                            docker.name("baseImageRegistry.address") + " is " + Shown.value(address)
                                    + ", which is no address of a registry",
                            "write its host alone, such as myregistry.azurecr.io");
        }
        return image.startsWith(address + "/") ? image : address + "/" + image;
    }
}

package io.github.amlmaven.compute;

/** With the run folder mounted into the container. */
class MountedDockerTargetTest extends DockerTargetContract {
    @Override
    boolean sharedVolumes() {
        return true;
    }
}

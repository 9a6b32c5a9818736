package io.github.amlmaven.compute;

/** With a run folder of the other computer mounted into the container. */
class MountedRemoteDockerTargetTest extends RemoteDockerTargetContract {
    @Override
    boolean sharedVolumes() {
        return true;
    }
}

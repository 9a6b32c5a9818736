package io.github.amlmaven.compute;

/** With the run folder copied into the container and out of it, through the SSH connection. */
class CopiedRemoteDockerTargetTest extends RemoteDockerTargetContract {
    @Override
    boolean sharedVolumes() {
        return false;
    }
}

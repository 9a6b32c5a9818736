package io.github.amlmaven.compute;

import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.nio.file.Files;

/** The run folder that a container mounts: that of this computer, or a copy of it on the computer of the engine. */
record MountedFolder(DockerEngine engine, RunDirectory directory) {
    /** Whether it is the one of this computer. */
    boolean isHere() {
        return engine.remote() == null;
    }

    /** Its path on the computer of the engine. */
    String path() throws IOException {
        RemoteEngine remote = engine.remote();
        return remote == null
                ? directory.root().toString()
                : there(remote).root(remote.account().home());
    }

    /** Brings it there, complete with a file of the run that is never on this computer; nothing when it is here. */
    void stage(ProjectId project, String name, byte[] content, Cancellation cancellation) throws IOException {
        RemoteEngine remote = engine.remote();
        if (remote != null) {
            there(remote).stage(project, name, content, cancellation);
        }
    }

    /**
     * Gives back to its owner what belongs to somebody else, if that may be done without a container.
     *
     * @return how many entries still belong to somebody else
     */
    long giveBack(Cancellation cancellation) throws IOException {
        RemoteEngine remote = engine.remote();
        if (remote != null) {
            return there(remote).giveBack(cancellation);
        }
        if (!directory.root().getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return 0;
        }
        return RunOwnership.of((Integer) Files.getAttribute(directory.root(), "unix:uid"), (Integer)
                        Files.getAttribute(directory.root(), "unix:gid"))
                .restore(directory);
    }

    /** Brings back what a container that has ended has left in it. */
    void fetch(Job.Limits limits, Cancellation cancellation) throws IOException {
        RemoteEngine remote = engine.remote();
        if (remote != null) {
            new RemoteFetch(there(remote)).take(limits.outputSizeLimit(), cancellation);
        }
    }

    /** Removes the copy, unless something is in it that was too large to be brought back. */
    void remove() throws IOException {
        RemoteEngine remote = engine.remote();
        if (remote != null) {
            there(remote).remove();
        }
    }

    private RemoteRun there(RemoteEngine remote) {
        return new RemoteRun(remote.shell(), directory);
    }
}

package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Puts into words that an engine cannot be reached, or does not answer. */
record EngineAbsence(DockerAddress address, @Nullable RemoteEngine remote) {
    /**
     * What is wrong, and what to do.
     *
     * @param doing what for, to be read after "while"
     * @param cause what the connection said
     * @param waited how long it has been silent; null: it was not
     * @param failure how that came to us
     */
    AmlException explained(String doing, Throwable cause, @Nullable Duration waited, RuntimeException failure) {
        String silence = waited == null ? null : "no answer for " + waited.toSeconds() + " s";
        return remote == null
                ? here(doing, cause, silence, failure)
                : there(remote, doing, silence == null ? String.valueOf(cause.getMessage()) : silence, failure);
    }

    private String place() {
        return "the Docker engine at " + address + " (" + address.source() + ")";
    }

    private AmlException here(String doing, Throwable cause, @Nullable String silence, RuntimeException failure) {
        if (silence != null) {
            return new AmlException(
                    silence + " from " + place() + " while " + doing,
                    "see what holds it up: docker ps; sudo systemctl status docker; sudo systemctl restart docker",
                    new DockerEngine.AwayException(failure));
        }
        return new AmlException(
                "cannot reach " + place() + ": " + cause.getMessage() + ", while " + doing,
                address.host().startsWith("tcp:")
                        ? "see that it listens there (port 2376 wants DOCKER_TLS_VERIFY=1), or use this"
                                + " computer's: unset DOCKER_HOST"
                        : "start it (sudo systemctl start docker; on Windows or macOS: Docker Desktop), or name"
                                + " another: DOCKER_HOST=<address>",
                new DockerEngine.AwayException(failure));
    }

    /** From here a connection that has broken looks like an engine that has ended: both may be there again. */
    private AmlException there(RemoteEngine engine, String doing, String what, RuntimeException failure) {
        AmlException broken = engine.failure();
        if (broken != null && SshConnection.isAway(broken)) {
            return new AmlException(broken.problem(), broken.remedy(), new SshConnection.AwayException(failure));
        } else if (broken != null) {
            return broken; // such as another host key: to wait would be of no use
        }
        SshAddress computer = engine.shell().connection().login().address();
        return new AmlException(
                "cannot reach " + place() + ": " + what + ", while " + doing,
                "see that it answers: ssh " + (computer.port() == null ? "" : "-p " + computer.port() + " ")
                        + computer.user() + "@" + computer.host() + " docker version",
                new SshConnection.AwayException(failure));
    }
}

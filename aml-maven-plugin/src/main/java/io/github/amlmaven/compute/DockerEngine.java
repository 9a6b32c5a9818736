package io.github.amlmaven.compute;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.github.amlmaven.AmlException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Docker engine, spoken to in the version of its API that both sides know, and what it answers put into our words.
 *
 * <p>Debian's engine speaks 1.41, engines from 29 on refuse less than 1.44: neither can be pinned.
 */
final class DockerEngine implements Closeable {
    /** An engine that does not answer for so long is taken for one that hangs. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(DockerEngine.class);
    /** What it gets after that, until it answers again: whoever is to hear of it does not wait for each thing to be tidied. */
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private static final Duration CONNECTING = Duration.ofSeconds(5);
    /** The newest version whose answers this code was written for. */
    private static final RemoteApiVersion NEWEST = RemoteApiVersion.create(1, 44);

    static {
        EngineLogs.quieten();
    }

    private final DockerAddress address;
    private final @Nullable RemoteEngine remote;
    private @Nullable DockerClient calls;
    private @Nullable DockerClient streams;
    private @Nullable RemoteApiVersion version;
    private volatile Duration patience = PATIENCE;
    private volatile FutureTask<EngineFacts> facts = new FutureTask<>(this::askFacts);

    DockerEngine(DockerAddress address) {
        this.address = address;
        this.remote = null;
    }

    /** That of another computer. */
    DockerEngine(RemoteEngine remote) {
        this.address = remote.address();
        this.remote = remote;
    }

    /** A call to the engine; what it throws is put into words. */
    interface Call<T, E extends Exception> {
        T make() throws E;
    }

    /** An engine that cannot be reached, or does not answer. */
    static final class AwayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AwayException(Throwable cause) {
            super(cause);
        }
    }

    /** Begins to talk to it, in a thread of its own: there is something else to do until it is needed. */
    void greet() {
        Thread greeting = new Thread(facts, "aml-docker");
        greeting.setDaemon(true);
        greeting.start();
    }

    /** What it says of itself; asked once, so that one that hangs is waited for once. */
    EngineFacts facts() {
        FutureTask<EngineFacts> asked = facts;
        asked.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return asked.get();
                } catch (InterruptedException e) {
                    interrupted = true; // whoever wants the end is heard soon enough: this takes PATIENCE at most
                }
            }
        } catch (ExecutionException e) {
            if (remote != null) {
                facts = new FutureTask<>(this::askFacts); // it may be there again when somebody asks again
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private EngineFacts askFacts() {
        return ask(
                "asking what it can do", () -> EngineFacts.of(calls().infoCmd().exec()));
    }

    DockerAddress address() {
        return address;
    }

    /** The other computer that it is on; null: it is reached without SSH. */
    @Nullable
    RemoteEngine remote() {
        return remote;
    }

    /** How long it may be away before a run is left to itself. */
    Duration endurance() {
        return remote == null ? PATIENCE : remote.shell().patience();
    }

    /**
     * Has something done; over SSH until it is done, since a connection may break: it can be done more than once.
     *
     * @param cancellation while the computer is away, a request for the end ends the waiting
     */
    <T> T steadily(Cancellation cancellation, RemoteShell.Attempt<T> attempt) throws IOException {
        return remote == null ? attempt.make() : remote.shell().steadily(cancellation, attempt);
    }

    /** For calls that are answered at once: each is given up after {@link #PATIENCE}. */
    synchronized DockerClient calls() {
        if (calls == null) {
            calls = open(PATIENCE);
        }
        return calls;
    }

    /** For calls that take as long as they take, such as a build: whoever makes one looks at {@link #calls} beside it. */
    synchronized DockerClient streams() {
        if (streams == null) {
            streams = open(Duration.ZERO);
        }
        return streams;
    }

    /**
     * Asks the engine something that it answers at once. Who interrupts the thread meanwhile, as an IDE does for Ctrl-C, is
     * heard after that: a container must not be left running because the call that ends it was broken off.
     *
     * @param doing what for, to be read after "while": {@code starting the container}
     * @throws DockerException what the engine says no to, for whoever knows what that means
     * @throws AmlException when it cannot be reached or does not answer within {@link #PATIENCE}; see {@link #isAway}
     */
    <T, E extends Exception> T ask(String doing, Call<T, E> call) throws E {
        return converse(doing, () -> {
            try (EngineWatch watch = new EngineWatch(patience)) {
                watch.waiting();
                watch.postponeInterruption();
                while (true) {
                    try {
                        T answer = call.make();
                        patience = PATIENCE;
                        return answer;
                    } catch (RuntimeException e) {
                        if (!watch.postponeInterruption()) {
                            throw watch.explained(e);
                        }
                    }
                }
            }
        });
    }

    /** As {@link #ask}, for what takes as long as it takes: whoever does that sees to it that silence is noticed. */
    <T, E extends Exception> T converse(String doing, Call<T, E> call) throws E {
        try {
            return call.make();
        } catch (DockerException e) {
            patience = PATIENCE;
            throw e;
        } catch (AmlException e) {
            throw e;
        } catch (RuntimeException e) {
            throw away(doing, e);
        }
    }

    /** Whether a failure says that the engine cannot be reached or does not answer. */
    static boolean isAway(AmlException failure) {
        if (SshConnection.isAway(failure)) {
            return true;
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof AwayException) {
                return true;
            }
        }
        return false;
    }

    /** What the engine said no to, in words that fit behind a colon. */
    static String words(DockerException refusal) {
        String body = String.valueOf(refusal.getMessage());
        int message = body.indexOf("{\"message\":\"");
        return message < 0
                ? body.strip()
                : body.substring(message + 12, Math.max(message + 12, body.lastIndexOf("\"}")))
                        .replace("\\n", "\n")
                        .replace("\\\"", "\"")
                        .strip();
    }

    private AmlException away(String doing, RuntimeException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        if (!(cause instanceof IOException)) {
            throw failure;
        }
        boolean silent = cause instanceof java.net.SocketTimeoutException;
        long waited = patience.toSeconds();
        patience = silent ? AGAIN : PATIENCE;
        LOG.debug("no Docker engine while {}", doing, failure);
        if (remote != null) {
            return away(remote, doing, silent ? "no answer for " + waited + " s" : cause.getMessage(), failure);
        }
        String place = "the Docker engine at " + address + " (" + address.source() + ")";
        return new AmlException(
                (silent
                                ? "no answer for " + waited + " s from " + place
                                : "cannot reach " + place + ": " + cause.getMessage() + ",")
                        + " while " + doing,
                silent
                        ? "see what holds it up: docker ps; sudo systemctl status docker; sudo systemctl restart docker"
                        : address.host().startsWith("tcp:")
                                ? "see that it listens there (port 2376 wants DOCKER_TLS_VERIFY=1), or use this"
                                        + " computer's: unset DOCKER_HOST"
                                : "start it (sudo systemctl start docker; on Windows or macOS: Docker Desktop), or name"
                                        + " another: DOCKER_HOST=<address>",
                new AwayException(failure));
    }

    /** From here a connection that has broken looks like an engine that has ended: both may be there again. */
    private AmlException away(RemoteEngine engine, String doing, @Nullable String what, RuntimeException failure) {
        AmlException broken = engine.failure();
        if (broken != null && !SshConnection.isAway(broken)) {
            return broken; // such as another host key: to wait would be of no use
        }
        SshAddress there = engine.shell().connection().login().address();
        return new AmlException(
                broken != null
                        ? broken.problem()
                        : "cannot reach the Docker engine at " + address + " (" + address.source() + "): " + what
                                + ", while " + doing,
                broken != null
                        ? broken.remedy()
                        : "see that it answers: ssh " + (there.port() == null ? "" : "-p " + there.port() + " ")
                                + there.user() + "@" + there.host() + " docker version",
                new SshConnection.AwayException(failure));
    }

    private DockerClient open(Duration longest) {
        DockerAddress way = remote == null ? address : new DockerAddress(remote.host(), null, address.source());
        DockerHttpClient http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(java.net.URI.create(way.host()))
                .sslConfig(address.certificates() == null ? null : new DockerTls(address.certificates()))
                .connectionTimeout(CONNECTING)
                .responseTimeout(longest)
                .build();
        if (version == null) {
            version = negotiate(http);
        }
        return DockerClientImpl.getInstance(new DockerSettings(way, version), http);
    }

    private static RemoteApiVersion negotiate(DockerHttpClient http) {
        DockerHttpClient.Request ping = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/_ping")
                .build();
        try (DockerHttpClient.Response answer = http.execute(ping)) {
            for (Map.Entry<String, List<String>> header : answer.getHeaders().entrySet()) {
                if (header.getKey().equalsIgnoreCase("Api-Version")) {
                    RemoteApiVersion newest =
                            RemoteApiVersion.parseConfig(header.getValue().get(0));
                    return newest.isGreaterOrEqual(NEWEST) ? NEWEST : newest;
                }
            }
            return RemoteApiVersion.UNKNOWN_VERSION;
        }
    }

    /** Ends the connections; another call makes new ones. */
    @Override
    public synchronized void close() throws IOException {
        DockerClient open = calls;
        calls = null;
        if (open != null) {
            open.close();
        }
        open = streams;
        streams = null;
        if (open != null) {
            open.close();
        }
        if (remote != null) {
            remote.close();
        }
    }
}

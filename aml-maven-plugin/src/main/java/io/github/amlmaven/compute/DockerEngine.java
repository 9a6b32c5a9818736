package io.github.amlmaven.compute;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import io.github.amlmaven.AmlException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
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

    static {
        EngineLogs.quieten();
    }

    private final DockerAddress address;
    private final @Nullable RemoteEngine remote;
    private final EngineClients clients;
    private volatile Duration patience = PATIENCE;
    private volatile FutureTask<EngineFacts> facts = new FutureTask<>(this::askFacts);

    DockerEngine(DockerAddress address) {
        this.address = address;
        this.remote = null;
        this.clients = new EngineClients(address, null);
    }

    /** That of another computer. */
    DockerEngine(RemoteEngine remote) {
        this.address = remote.address();
        this.remote = remote;
        this.clients = new EngineClients(address, remote);
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
    DockerClient calls() {
        return clients.calls(PATIENCE);
    }

    /** For calls that take as long as they take, such as a build: whoever makes one looks at {@link #calls} beside it. */
    DockerClient streams() {
        return clients.streams();
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
        Duration waited = patience;
        patience = silent ? AGAIN : PATIENCE;
        LOG.debug("no Docker engine while {}", doing, failure);
        return new EngineAbsence(address, remote).explained(doing, cause, silent ? waited : null, failure);
    }

    /** Ends the connections; another call makes new ones. */
    @Override
    public void close() throws IOException {
        clients.close();
    }
}

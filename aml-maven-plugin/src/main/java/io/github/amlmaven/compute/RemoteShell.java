package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Another computer whose calls are made again, for half an hour, while it is away: each can be made more than once. */
final class RemoteShell {
    /** How long a computer may be away before its run is left to itself. */
    static final Duration PATIENCE = Duration.ofMinutes(30);

    /** How long a goal waits that looks after the run of another one, before it leaves it to the next. */
    static final Duration SHORT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(RemoteShell.class);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final long POLL_MILLIS = 100;

    private final SshConnection connection;
    private final Duration patience;
    private volatile Consumer<String> remarks = remark -> LOG.debug("{}", remark);

    RemoteShell(SshConnection connection) {
        this(connection, PATIENCE);
    }

    RemoteShell(SshConnection connection, Duration patience) {
        this.connection = connection;
        this.patience = patience;
    }

    /** Something that may be done again. */
    interface Attempt<T> {
        T make() throws IOException;
    }

    SshConnection connection() {
        return connection;
    }

    /** Who is told that the computer is away, and that it is there again. */
    void remarks(Consumer<String> listener) {
        remarks = listener;
    }

    /** Tells whoever is told. */
    void tell(String remark) {
        remarks.accept(remark);
    }

    /** How long a computer may be away. */
    Duration patience() {
        return patience;
    }

    /** A call that is made once. */
    <T> T call(String doing, RemoteCall call, RemoteCall.Answer<T> answer) throws IOException {
        return connection.call(doing, call, answer);
    }

    /** As the other, for one that prints only a few lines. */
    String call(String doing, RemoteCall call) throws IOException {
        return connection.call(doing, call, RemoteAnswer::text);
    }

    /**
     * Has something done until it is done.
     *
     * @param cancellation while the computer is away, a request for the end ends the waiting
     * @throws AmlException when the computer was away for too long, {@link SshConnection#isAway}
     */
    <T> T steadily(Cancellation cancellation, Attempt<T> attempt) throws IOException {
        long away = 0;
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                T result = attempt.make();
                if (away != 0) {
                    remarks.accept(connection.login().address() + " is there again");
                }
                return result;
            } catch (AmlException e) {
                if (!SshConnection.isAway(e)) {
                    throw e;
                }
                long now = System.nanoTime();
                if (away == 0) {
                    away = now;
                    remarks.accept(goesOn(e));
                }
                if (now - away > patience.toNanos() || cancellation.requested()) {
                    throw e;
                }
                LOG.debug("away", e);
                pause(pause, cancellation);
                pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
            }
        }
    }

    /** What is told of a computer that is away and waited for. */
    String goesOn(AmlException away) {
        return away.problem() + "; trying again for "
                + (patience.toMinutes() > 0 ? patience.toMinutes() + " minutes" : patience.toSeconds() + " seconds");
    }

    private static void pause(long millis, Cancellation cancellation) {
        for (long waited = 0; waited < millis && !cancellation.requested(); waited += POLL_MILLIS) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                cancellation.request();
            }
        }
    }

    void close() {
        connection.close();
    }
}

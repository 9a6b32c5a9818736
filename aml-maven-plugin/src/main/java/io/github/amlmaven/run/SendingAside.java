package io.github.amlmaven.run;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.Cancellation;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.SentRun;
import io.github.amlmaven.history.TransferListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Brings a run to where it belongs in a thread aside, which is left to itself soon after the user has asked for the end: a
 * large file takes its time, and what is stopped in the middle of it waits in the outbox.
 */
final class SendingAside implements TransferListener {
    /** For what is nearly there; less than a second Ctrl-C leaves. */
    private static final Duration AFTER_STOP = Duration.ofSeconds(3);

    private static final long POLL_MILLIS = 50;

    private final TransferListener listener;
    private final Cancellation cancellation;
    private boolean over;

    SendingAside(TransferListener listener, Cancellation cancellation) {
        this.listener = listener;
        this.cancellation = cancellation;
    }

    /**
     * Brings a run, as {@link Outbox#send} does.
     *
     * @throws CancellationException when the user did not want to wait for it
     */
    Optional<SentRun> send(Outbox outbox, ProjectId project, RunId run) throws IOException {
        FutureTask<Optional<SentRun>> sending = new FutureTask<>(() -> outbox.send(project, run, this));
        Thread thread = new Thread(sending, "aml-sending");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        long deadline = Long.MAX_VALUE;
        try {
            while (true) {
                if (deadline == Long.MAX_VALUE && (interrupted || cancellation.requested())) {
                    deadline = System.nanoTime() + AFTER_STOP.toNanos();
                }
                try {
                    return sending.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (deadline != Long.MAX_VALUE && System.nanoTime() - deadline > 0) {
                        leave();
                        throw new CancellationException("stopped before the run had been sent");
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException failure) {
            throw failure;
        }
        return cause instanceof IOException failure ? failure : new IOException(cause);
    }

    private synchronized void leave() {
        listener.ended();
        over = true;
    }

    @Override
    public synchronized void begun(RunId run, int files, long bytes) {
        if (!over) {
            listener.begun(run, files, bytes);
        }
    }

    @Override
    public synchronized void moved(long bytes) {
        if (!over) {
            listener.moved(bytes);
        }
    }

    @Override
    public synchronized void ended() {
        if (!over) {
            listener.ended();
        }
    }
}

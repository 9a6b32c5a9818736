package io.github.amlmaven.compute;

import com.github.dockerjava.api.async.ResultCallback;
import io.github.amlmaven.AmlException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A long answer of an engine, such as that to a build, read item by item until it ends, the user wants no more of it, or
 * the engine is found not to answer other questions. Silence is none of these: a compiler may say nothing for minutes.
 */
final class EngineStream<T> implements ResultCallback<T> {
    private static final Logger LOG = LoggerFactory.getLogger(EngineStream.class);
    private static final long POLL_MILLIS = 50;
    private static final long PAUSE_MILLIS = 1000;

    private final Reader<T> reader;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Throwable failure;
    /** The reader's own failure, which says nothing about the engine. */
    private @Nullable IOException unread;

    private @Nullable Closeable connection;
    private boolean closed;

    private EngineStream(Reader<T> reader) {
        this.reader = reader;
    }

    /** Takes the items, one after the other. */
    interface Reader<T> {
        void read(T item) throws IOException;
    }

    /**
     * Asks and reads.
     *
     * @param doing what for, to be read after "while"
     * @param ask makes the call on {@link DockerEngine#streams}
     * @return whether the answer was read to its end; else the cancellation was requested
     * @throws com.github.dockerjava.api.exception.DockerException when the engine says no
     * @throws AmlException when it cannot be reached, or does not answer for {@link DockerEngine#PATIENCE}
     */
    static <T> boolean read(
            DockerEngine engine,
            String doing,
            Cancellation cancellation,
            Consumer<ResultCallback<T>> ask,
            Reader<T> reader)
            throws IOException {
        try (EngineStream<T> stream = new EngineStream<>(reader)) {
            boolean complete = engine.converse(doing, () -> {
                ask.accept(stream);
                stream.watch(engine, doing);
                return stream.await(cancellation);
            });
            stream.rethrowReaders();
            return complete;
        }
    }

    private boolean await(Cancellation cancellation) {
        while (!cancellation.requested()) {
            try {
                if (ended.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    rethrow();
                    return true;
                }
            } catch (InterruptedException e) {
                cancellation.request();
            }
        }
        return false;
    }

    private synchronized void rethrow() {
        if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    private synchronized void rethrowReaders() throws IOException {
        if (unread != null) {
            throw unread;
        }
    }

    /** Asks the engine something small now and then: on the stream alone, one that hangs looks like one that works. */
    private void watch(DockerEngine engine, String doing) {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (!ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                            engine.ask(doing, () -> engine.calls().pingCmd().exec());
                        }
                    } catch (RuntimeException e) {
                        fail(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "aml-engine-watch");
        watch.setDaemon(true);
        watch.start();
    }

    @Override
    public void onStart(Closeable opened) {
        boolean late;
        synchronized (this) {
            connection = opened;
            late = closed;
        }
        if (late) {
            disconnect(opened);
        }
    }

    @Override
    public void onNext(T item) {
        synchronized (this) {
            if (closed || failure != null || unread != null) {
                return;
            }
        }
        try {
            reader.read(item);
        } catch (IOException e) {
            synchronized (this) {
                unread = e;
            }
            ended.countDown();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        // Not the reader's: what the connection throws says that the engine is away.
        fail(thrown instanceof IOException e ? new UncheckedIOException(e) : thrown);
    }

    /** The first failure counts; what comes after it comes from it. */
    private synchronized void fail(Throwable thrown) {
        if (failure == null && ended.getCount() > 0) {
            failure = thrown;
        }
        ended.countDown();
    }

    @Override
    public void onComplete() {
        ended.countDown();
    }

    /** Has the engine drop what it is doing, if it is still at it. */
    @Override
    public void close() {
        Closeable opened;
        synchronized (this) {
            closed = true;
            opened = connection;
        }
        ended.countDown();
        if (opened != null) {
            disconnect(opened);
        }
    }

    private static void disconnect(Closeable connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("the connection was gone before it was closed", e);
        }
    }
}

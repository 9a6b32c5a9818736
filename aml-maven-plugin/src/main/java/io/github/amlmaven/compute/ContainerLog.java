package io.github.amlmaven.compute;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a container prints to the driver log on this computer while it runs; the log in the container is the truth,
 * and what this has missed is added from there in the end.
 */
final class ContainerLog extends ResultCallback.Adapter<Frame> {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerLog.class);
    private static final long LAST_WORDS_SECONDS = 2;

    private final Path file;
    private final OutputStream out;
    private long known;
    private volatile boolean over;

    private ContainerLog(Path file) throws IOException {
        this.file = file;
        this.out = Files.newOutputStream(file, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    }

    /** Of a container that is about to be started: byte for byte, whatever keeps the engine's own logs. */
    static ContainerLog attach(RunContainer container, RunDirectory directory) throws IOException {
        ContainerLog log = new ContainerLog(directory.driverLog());
        container.engine().ask("listening to the container", () -> container
                .engine()
                .streams()
                .attachContainerCmd(container.name())
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(log));
        log.awaitConnection();
        return log;
    }

    /** Or what a fast script prints first would be missed. */
    private void awaitConnection() {
        try {
            awaitStarted(DockerEngine.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of a container that somebody else has started: from the engine's log, past what is there. */
    static ContainerLog follow(RunContainer container, RunDirectory directory) throws IOException {
        return read(container, directory, true);
    }

    /** Brings what a container has printed until now, while nobody looks after it. */
    static void catchUp(RunContainer container, RunDirectory directory) throws IOException {
        if (directory.isIntact(directory.driverLog())) {
            try (ContainerLog log = read(container, directory, false)) {
                log.finish(new Cancellation());
            }
        }
    }

    private static ContainerLog read(RunContainer container, RunDirectory directory, boolean follow)
            throws IOException {
        ContainerLog log = new ContainerLog(directory.driverLog());
        log.known = Files.size(directory.driverLog());
        container.engine().ask("listening to the container", () -> container
                .engine()
                .streams()
                .logContainerCmd(container.name())
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(follow)
                .exec(log));
        return log;
    }

    @Override
    public void onNext(Frame frame) {
        byte[] bytes = frame.getPayload();
        if (bytes == null) {
            return;
        }
        int skipped = (int) Math.min(known, bytes.length);
        known -= skipped;
        try {
            out.write(bytes, skipped, bytes.length - skipped);
        } catch (IOException e) {
            // A full disk, or a script's folder that is gone: the container has it all.
            LOG.debug("{} does not grow any more", file, e);
            close(this);
        }
    }

    @Override
    public void onError(Throwable failure) {
        LOG.debug("the container is no longer heard; its log is brought in the end", failure);
        over = true;
        super.onError(failure);
    }

    @Override
    public void onComplete() {
        over = true;
        super.onComplete();
    }

    /** Whether nothing more comes: the container has ended, or the connection. */
    boolean isOver() {
        return over;
    }

    /** Waits for the last words of a container that has ended. */
    void finish(Cancellation cancellation) {
        try {
            if (!awaitCompletion(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
                LOG.debug("the engine has not ended its log of {}", file);
            }
        } catch (InterruptedException e) {
            cancellation.request();
        } catch (RuntimeException e) {
            LOG.debug("the log of {} broke off", file, e);
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        out.close();
    }

    /** Ends listening to an engine, which may be gone. */
    static void close(@Nullable Closeable stream) {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException e) {
            LOG.debug("the engine is no longer listened to", e);
        }
    }
}

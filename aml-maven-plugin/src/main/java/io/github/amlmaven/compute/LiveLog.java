package io.github.amlmaven.compute;

import com.github.dockerjava.api.exception.DockerException;
import io.github.amlmaven.AmlException;
import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a container prints, brought here while it runs, over SSH also after a connection has broken. */
final class LiveLog implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveLog.class);

    private final RunContainer container;
    private final RunDirectory directory;
    private ContainerLog log;

    private LiveLog(RunContainer container, RunDirectory directory, ContainerLog log) {
        this.container = container;
        this.directory = directory;
        this.log = log;
    }

    /** Of a container that is about to be started. */
    static LiveLog attach(RunContainer container, RunDirectory directory, Cancellation cancellation)
            throws IOException {
        return new LiveLog(
                container,
                directory,
                container.engine().steadily(cancellation, () -> ContainerLog.attach(container, directory)));
    }

    /** Of a container that somebody else has started. */
    static LiveLog follow(RunContainer container, RunDirectory directory, Cancellation cancellation)
            throws IOException {
        return new LiveLog(
                container,
                directory,
                container.engine().steadily(cancellation, () -> ContainerLog.follow(container, directory)));
    }

    /** Goes on where the log here ends, when the container, which is running, is no longer heard. */
    void goOn() {
        if (container.engine().remote() == null || !log.isOver()) {
            return;
        }
        ContainerLog.close(log);
        try {
            log = ContainerLog.follow(container, directory);
        } catch (AmlException | DockerException | IOException e) {
            LOG.debug("{} is not heard again yet", container.name(), e);
        }
    }

    /** Waits for the last words of a container that has ended. */
    void finish(Cancellation cancellation) {
        log.finish(cancellation);
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}

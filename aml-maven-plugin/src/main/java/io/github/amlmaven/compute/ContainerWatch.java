package io.github.amlmaven.compute;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.WaitResponse;
import io.github.amlmaven.AmlException;
import java.io.Closeable;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a running container: the engine says when it has ended, and is asked now and then besides, so that one that has
 * gone or hangs is noticed.
 */
final class ContainerWatch implements JobWatch.Watched, JobWatch.Processes, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerWatch.class);
    private static final long ASKED_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final RunContainer container;
    private final Runnable running;
    private volatile CountDownLatch news = new CountDownLatch(1);
    private ResultCallback.@Nullable Adapter<WaitResponse> listening;
    private long listened;
    private long asked = System.nanoTime();
    private long answered = System.nanoTime();
    private boolean away;

    private ContainerWatch(RunContainer container, Runnable running) {
        this.container = container;
        this.running = running;
    }

    /**
     * Watches a container that has been started.
     *
     * @param running is run whenever it has been seen running
     */
    static ContainerWatch start(RunContainer container, Runnable running) {
        ContainerWatch watch = new ContainerWatch(container, running);
        watch.listen();
        return watch;
    }

    private void listen() {
        CountDownLatch heard = new CountDownLatch(1);
        news = heard;
        listened = System.nanoTime();
        listening = container
                .engine()
                .streams()
                .waitContainerCmd(container.name())
                .exec(new ResultCallback.Adapter<>() {
                    @Override
                    public void onNext(WaitResponse response) {
                        heard.countDown();
                    }

                    @Override
                    public void onError(Throwable failure) {
                        LOG.debug("{} is no longer waited for; it is asked for", container.name(), failure);
                        heard.countDown();
                    }
                });
    }

    /** @throws AmlException when the engine has not answered for {@link DockerEngine#endurance} */
    @Override
    public boolean waitFor(long millis) throws InterruptedException {
        if (news.await(millis, TimeUnit.MILLISECONDS)) {
            // It counts once, and only together with the state: an engine that is restarted may say anything.
            news = new CountDownLatch(1);
            ContainerLog.close(listening);
            listening = null;
        } else if (System.nanoTime() - asked < ASKED_NANOS) {
            return false;
        }
        asked = System.nanoTime();
        try {
            Optional<RunContainer.State> state = container.state("looking after the container");
            answered = System.nanoTime();
            tell(null);
            if (state.isEmpty() || !state.get().isRunning()) {
                return true;
            }
            if (listening == null && answered - listened > ASKED_NANOS) {
                listen();
            }
            running.run();
            return false;
        } catch (AmlException e) {
            if (!DockerEngine.isAway(e)
                    || System.nanoTime() - answered
                            > container.engine().endurance().toNanos()) {
                throw e;
            }
            tell(e);
            LOG.debug("the engine is away; asked again", e);
            return false;
        }
    }

    /** Tells, once each, that another computer is away, and that it is there again. */
    private void tell(@Nullable AmlException failure) {
        RemoteEngine remote = container.engine().remote();
        if (remote != null && away != (failure != null)) {
            RemoteShell shell = remote.shell();
            shell.tell(
                    failure == null ? shell.connection().login().address() + " is there again" : shell.goesOn(failure));
        }
        away = failure != null;
    }

    @Override
    public boolean terminate() {
        return container.terminate();
    }

    @Override
    public void kill() {
        destroyForcibly();
    }

    @Override
    public void destroyForcibly() {
        container.kill();
    }

    @Override
    public void close() {
        ContainerLog.close(listening);
    }
}

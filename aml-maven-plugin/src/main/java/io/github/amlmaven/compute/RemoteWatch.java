package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a run on another computer from a thread of its own: brings what it prints to the driver log here, and hears of
 * its end. A connection that breaks is made again, and goes on where the log here ends.
 */
final class RemoteWatch implements JobWatch.Watched, JobWatch.Processes, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteWatch.class);
    private static final int BUFFER = 64 * 1024;

    private final RemoteRun run;
    private final @Nullable ClusterApplication application;
    private final Path log;
    private final Cancellation cancellation;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Cancellation closed = new Cancellation();
    private final Thread thread = new Thread(this::watch, "aml-remote");
    private volatile @Nullable Exception failure;

    private RemoteWatch(RemoteRun run, @Nullable ClusterApplication application, Cancellation cancellation) {
        this.run = run;
        this.application = application;
        this.log = run.directory().driverLog();
        this.cancellation = cancellation;
    }

    /** @param application what has to be ended with the processes; null: nothing */
    static RemoteWatch start(RemoteRun run, @Nullable ClusterApplication application, Cancellation cancellation) {
        RemoteWatch watch = new RemoteWatch(run, application, cancellation);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /** Brings what a script has printed until now, while nobody looks after it. */
    static void catchUp(RemoteRun run) throws IOException {
        if (run.directory().isIntact(run.directory().driverLog())) {
            new RemoteWatch(run, null, new Cancellation()).listen("once");
        }
    }

    private void watch() {
        try {
            while (!run.shell().steadily(closed, () -> listen("always"))) {
                LOG.debug("{} is listened to again", run.directory());
            }
        } catch (AmlException | IOException e) {
            failure = e;
        } finally {
            ended.countDown();
        }
    }

    /** False: the script has changed its log meanwhile, so that its end was not heard of. */
    private boolean listen(String often) throws IOException {
        long known = Files.isRegularFile(log, LinkOption.NOFOLLOW_LINKS) ? Files.size(log) : 0;
        return run.shell()
                .call(
                        "looking after the script",
                        run.call("remote_watch.sh", Long.toString(known), often),
                        in -> read(in, known));
    }

    private boolean read(InputStream in, long known) throws IOException {
        long place = known;
        for (String line = RemoteAnswer.line(in); line != null; line = RemoteAnswer.line(in)) {
            if (line.equals("ended") || line.equals("shown")) {
                return true;
            }
            if (line.startsWith("log ")) {
                long count = Long.parseLong(line.substring("log ".length()));
                if (!copy(in, place, count)) {
                    return false;
                }
                place += count;
            }
        }
        // The exit code, or the broken connection, says why.
        throw new EOFException("the end of the script was not heard of");
    }

    /** Written where it belongs: somebody else may be bringing the same at the same time. */
    private boolean copy(InputStream in, long place, long count) throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER, count)];
        long left = count;
        try (FileChannel out = FileChannel.open(log, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            out.position(place);
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new EOFException("the log broke off");
                }
                for (ByteBuffer some = ByteBuffer.wrap(buffer, 0, read); some.hasRemaining(); ) {
                    out.write(some);
                }
                left -= read;
            }
        }
        return in.read() == '\n';
    }

    @Override
    public boolean waitFor(long millis) throws InterruptedException {
        if (!ended.await(millis, TimeUnit.MILLISECONDS)) {
            return false;
        }
        if (failure instanceof AmlException problem) {
            throw problem;
        }
        if (failure instanceof IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return true;
    }

    @Override
    public boolean terminate() {
        boolean heard = signal("TERM", "no") > 0;
        if (heard && application != null) {
            try {
                application.stop(cancellation);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return heard;
    }

    @Override
    public void kill() {
        signal("KILL", "no");
    }

    private int signal(String signal, String alsoToSupervisor) {
        try {
            String count = run.shell().steadily(cancellation, () -> run.shell()
                    .call("stopping the script", run.call("remote_stop.sh", signal, alsoToSupervisor)));
            return Integer.parseInt(count.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void destroyForcibly() {
        signal("KILL", "yes");
    }

    @Override
    public void close() {
        closed.request();
        if (thread.isAlive()) {
            thread.interrupt();
        }
    }
}

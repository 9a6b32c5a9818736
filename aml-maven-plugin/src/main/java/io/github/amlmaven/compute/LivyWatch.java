package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after a batch of Livy, which is asked every second, and may be away for half an hour. */
final class LivyWatch implements JobWatch.Watched, JobWatch.Processes {
    private static final Logger LOG = LoggerFactory.getLogger(LivyWatch.class);
    private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final LivyClient client;
    private final LivyRun run;
    private final Job.Limits limits;
    private final Consumer<String> remarks;
    private final int id;
    private LivyClient.@Nullable Batch batch;
    private long asked;
    private long away;
    private boolean ended;

    LivyWatch(LivyClient client, LivyRun run, LivyClient.Batch batch, Job.Limits limits, Consumer<String> remarks) {
        this.client = client;
        this.run = run;
        this.id = batch.id();
        this.batch = batch;
        this.limits = limits;
        this.remarks = remarks;
        this.asked = System.nanoTime() - PERIOD_NANOS;
    }

    /** The batch as it was seen last; null: Livy has forgotten it. */
    LivyClient.@Nullable Batch batch() {
        return batch;
    }

    @Override
    public boolean waitFor(long millis) throws InterruptedException {
        if (ended) {
            return true;
        }
        if (System.nanoTime() - asked < PERIOD_NANOS) {
            Thread.sleep(millis);
            return false;
        }
        asked = System.nanoTime();
        try {
            run.catchUp();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ask();
        return ended;
    }

    private void ask() {
        try {
            Optional<LivyClient.Batch> found = client.find(id);
            // Its address tells nothing any more once it has ended.
            if (found.isPresent() && batch != null && found.get().tracking().isEmpty()) {
                LivyClient.Batch now = found.get();
                found = Optional.of(
                        new LivyClient.Batch(now.id(), now.name(), now.state(), now.application(), batch.tracking()));
            }
            batch = found.orElse(null);
            ended = batch == null || batch.hasEnded();
            if (away != 0) {
                away = 0;
                remarks.accept("Livy is there again");
            }
        } catch (IOException e) {
            LOG.debug("away", e);
            if (away == 0) {
                away = System.nanoTime();
                remarks.accept("Livy does not answer (" + e.getMessage() + "); trying again for " + PATIENCE.toMinutes()
                        + " minutes");
            } else if (System.nanoTime() - away > PATIENCE.toNanos()) {
                throw new AmlException(
                        "Livy has not answered for " + PATIENCE.toMinutes() + " minutes: " + e.getMessage(),
                        "see that it is up; the next goal goes on with the run",
                        e);
            }
        }
    }

    @Override
    public boolean terminate() {
        try {
            run.cancel(limits);
            return true;
        } catch (IOException e) {
            LOG.debug("the script cannot be asked to end", e);
            kill();
            return true;
        }
    }

    @Override
    public void kill() {
        try {
            client.delete(id);
        } catch (IOException e) {
            LOG.debug("the batch is not ended", e);
        }
    }

    @Override
    public void destroyForcibly() {
        kill();
    }
}

package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.Cancellation;
import io.github.amlmaven.compute.RunsFolder;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.history.WaitingRuns;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the runs of a sweep, so many at once. One that fails costs the others nothing; once the whole has been asked to stop,
 * or too many have failed, none is begun any more.
 */
final class SweepRuns {
    private static final Logger LOG = LoggerFactory.getLogger(SweepRuns.class);

    private final SweepPlan plan;
    private final RunHome home;
    private final Cancellation whole;
    private final SweepListener listener;
    private final Function<RunListener, Experiment> experiments;
    private final Function<SweepCombination, RunRequest> requests;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failures = new AtomicInteger();

    SweepRuns(
            SweepPlan plan,
            RunHome home,
            Cancellation whole,
            SweepListener listener,
            Function<RunListener, Experiment> experiments,
            Function<SweepCombination, RunRequest> requests) {
        this.plan = plan;
        this.home = home;
        this.whole = whole;
        this.listener = listener;
        this.experiments = experiments;
        this.requests = requests;
    }

    /** In the order of the combinations. */
    List<SweepChild> make() {
        AtomicInteger threads = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(
                Math.max(1, Math.min(plan.parallel(), plan.combinations().size())),
                task -> new Thread(task, "aml-sweep-" + threads.incrementAndGet()));
        try {
            List<Future<SweepChild>> futures = new ArrayList<>();
            for (int i = 0; i < plan.combinations().size(); i++) {
                int index = i + 1;
                SweepCombination combination = plan.combinations().get(i);
                futures.add(workers.submit(() -> one(index, combination)));
            }
            List<SweepChild> children = new ArrayList<>();
            for (Future<SweepChild> future : futures) {
                children.add(awaited(future));
            }
            return children;
        } finally {
            workers.shutdown();
        }
    }

    /** An interruption of this thread is how an IDE says Ctrl-C. */
    private SweepChild awaited(Future<SweepChild> future) {
        while (true) {
            try {
                return future.get();
            } catch (InterruptedException e) {
                whole.request();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException bug ? bug : new IllegalStateException(e.getCause());
            }
        }
    }

    private boolean isOver() {
        return whole.requested() || (plan.maxFailures() > 0 && failures.get() >= plan.maxFailures());
    }

    private SweepChild one(int index, SweepCombination combination) {
        if (isOver()) {
            return SweepChild.notBegun(combination);
        }
        Hearing hearing = new Hearing(index, combination);
        SweepChild child;
        try (hearing) {
            RunResult result = experiments.apply(hearing).run(requests.apply(combination), whole.part());
            child = new SweepChild(combination, hearing.number, result.record(), result.failure());
            tidy(result);
        } catch (AmlException | IOException e) {
            if (hearing.number == 0 && whole.requested()) {
                return SweepChild.notBegun(combination);
            }
            String why = e instanceof AmlException known ? known.problem() : e.toString();
            child = new SweepChild(combination, hearing.number, null, why);
        }
        if (!child.completed()) {
            failures.incrementAndGet();
        }
        synchronized (listener) {
            listener.ended(child);
        }
        return child;
    }

    /** Of a thousand runs nobody looks at the folders, unless there is more in one than was kept. */
    private void tidy(RunResult result) {
        RunRecord record = result.record();
        if (record == null
                || record.status() != RunStatus.COMPLETED
                || !record.notCollected().isEmpty()
                || !result.leftBehind().isEmpty()) {
            return;
        }
        try {
            if (!home.isUnfinished(result.id())) {
                RunsFolder.reopen(result.id(), result.runFolder()).delete();
            }
        } catch (AmlException | IOException e) {
            LOG.debug("left for aml:gc: {}", result.runFolder(), e);
        }
    }

    /** One run; what all of them have to say is told once. */
    private final class Hearing implements RunListener, AutoCloseable {
        private final int index;
        private final SweepCombination combination;
        private volatile int number;
        private volatile OutputStream console = OutputStream.nullOutputStream();

        Hearing(int index, SweepCombination combination) {
            this.index = index;
            this.combination = combination;
        }

        @Override
        public void info(String remark) {
            if (told.add(remark)) {
                synchronized (listener) {
                    listener.info(remark);
                }
            }
        }

        @Override
        public void warning(String remark) {
            if (told.add(remark)) {
                synchronized (listener) {
                    listener.warning(remark);
                }
            }
        }

        @Override
        public void claimed(RunId run, int claimed) {
            number = claimed;
            synchronized (listener) {
                listener.begun(index, claimed, combination);
                console = listener.console(run, claimed);
            }
        }

        @Override
        public void close() throws IOException {
            console.close();
        }

        @Override
        public OutputStream console() {
            return console;
        }

        @Override
        public void waits(WaitingRuns waiting, @Nullable Exception why) {
            if (told.add("waits")) {
                synchronized (listener) {
                    listener.waits(waiting, why);
                }
            }
        }
    }
}

package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All processes of one run: what descends from the supervisor and, where there is a {@code /proc}, what {@link
 * ProcessMarks} tells for a child that has left the family ({@code nohup}, {@code setsid}, a double fork).
 *
 * <p>The supervisor itself is spared: it writes the exit code once its script is gone.
 */
final class ProcessTree implements JobWatch.Processes {
    private static final Path PROC = Path.of("/proc");
    private static final long POLL_MILLIS = 20;
    private static final int SWEEPS = 3;
    private static final Duration FORCE_WORKS_WITHIN = Duration.ofSeconds(1);

    private final @Nullable ProcessHandle supervisor;
    private final ProcessMarks marks;

    /**
     * @param supervisor null when it is gone
     */
    ProcessTree(@Nullable ProcessHandle supervisor, RunDirectory directory) {
        this.supervisor = supervisor;
        this.marks = new Supervisor(directory).marks(supervisor == null ? ProcessMarks.NO_SESSION : supervisor.pid());
    }

    /**
     * What a script had left running.
     *
     * @param found how many processes
     * @param left those that even force has not ended, such as another user's
     */
    record Stragglers(int found, List<Long> left) {}

    @Override
    public boolean terminate() {
        Map<Long, ProcessHandle> processes = alive();
        processes.values().forEach(ProcessHandle::destroy);
        return !processes.isEmpty();
    }

    @Override
    public void kill() {
        alive().values().forEach(ProcessHandle::destroyForcibly);
    }

    /**
     * Ends what the script has left running: asks, waits, then uses force, more than once against what multiplies.
     *
     * @param cancellation cuts the waiting short when it is at once
     */
    Stragglers endStragglers(Duration gracePeriod, Cancellation cancellation) {
        Map<Long, ProcessHandle> left = alive();
        int found = left.size();
        if (found > 0) {
            left.values().forEach(ProcessHandle::destroy);
            waitFor(left, gracePeriod, cancellation);
            left = alive();
        }
        for (int sweep = 0; sweep < SWEEPS && !left.isEmpty(); sweep++) {
            left.values().forEach(ProcessHandle::destroyForcibly);
            waitFor(left, FORCE_WORKS_WITHIN, new Cancellation());
            left = alive();
        }
        return new Stragglers(found, List.copyOf(left.keySet()));
    }

    private static void waitFor(Map<Long, ProcessHandle> processes, Duration longest, Cancellation cancellation) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < longest.toNanos() && !cancellation.atOnce() && anyAlive(processes)) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                cancellation.request();
            }
        }
    }

    private static boolean anyAlive(Map<Long, ProcessHandle> processes) {
        for (ProcessHandle process : processes.values()) {
            if (isAlive(process)) {
                return true;
            }
        }
        return false;
    }

    /** A dead process whose parent does not ask for it, as process 1 of many a container does not, is not alive. */
    static boolean isAlive(ProcessHandle process) {
        return process.isAlive() && !ProcessMarks.isDead(PROC.resolve(Long.toString(process.pid())));
    }

    private Map<Long, ProcessHandle> alive() {
        Map<Long, ProcessHandle> processes = new TreeMap<>();
        if (supervisor != null) {
            supervisor.descendants().forEach(process -> processes.put(process.pid(), process));
        }
        addMarked(processes);
        if (supervisor != null) {
            processes.remove(supervisor.pid());
        }
        processes.remove(ProcessHandle.current().pid());
        processes.values().removeIf(process -> !isAlive(process));
        return processes;
    }

    private void addMarked(Map<Long, ProcessHandle> processes) {
        if (!Files.isDirectory(PROC)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path entry : entries) {
                if (marks.areOn(entry)) {
                    ProcessHandle.of(Long.parseLong(entry.getFileName().toString()))
                            .ifPresent(process -> processes.put(process.pid(), process));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new IllegalStateException("cannot list the processes in " + PROC, e);
        }
    }
}

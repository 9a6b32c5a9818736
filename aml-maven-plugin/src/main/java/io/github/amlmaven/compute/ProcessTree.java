package io.github.amlmaven.compute;

import io.github.amlmaven.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All processes of one run: what descends from the supervisor, and what carries the run's id in its environment.
 *
 * <p>The second finds children that have left the family ({@code nohup}, {@code setsid}, a double fork); it needs
 * {@code /proc}. The supervisor itself is spared: it writes the exit code once its script is gone.
 */
final class ProcessTree {
    private static final Path PROC = Path.of("/proc");
    private static final long POLL_MILLIS = 20;

    private final ProcessHandle supervisor;
    private final byte[] cookie;

    ProcessTree(ProcessHandle supervisor, RunId run) {
        this.supervisor = supervisor;
        this.cookie = ("\0AZUREML_RUN_ID=" + run.value() + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /** Asks every process to end (TERM). */
    void terminate() {
        alive().values().forEach(ProcessHandle::destroy);
    }

    /** Ends every process by force (KILL). */
    void kill() {
        alive().values().forEach(ProcessHandle::destroyForcibly);
    }

    /**
     * Ends what the script has left running: asks, waits, then uses force.
     *
     * @return how many processes there were
     */
    int endStragglers(Duration gracePeriod) {
        Map<Long, ProcessHandle> stragglers = alive();
        if (stragglers.isEmpty()) {
            return 0;
        }
        stragglers.values().forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + gracePeriod.toNanos();
        while (System.nanoTime() < deadline && anyAlive(stragglers)) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        kill();
        return stragglers.size();
    }

    private static boolean anyAlive(Map<Long, ProcessHandle> processes) {
        return processes.values().stream().anyMatch(ProcessHandle::isAlive);
    }

    private Map<Long, ProcessHandle> alive() {
        Map<Long, ProcessHandle> processes = new TreeMap<>();
        supervisor.descendants().forEach(process -> processes.put(process.pid(), process));
        addByCookie(processes);
        // The shell that becomes the script inherits our pid rules; ourselves and the supervisor are not to be ended.
        processes
                .keySet()
                .removeAll(Set.of(supervisor.pid(), ProcessHandle.current().pid()));
        return processes;
    }

    private void addByCookie(Map<Long, ProcessHandle> processes) {
        if (!Files.isDirectory(PROC)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path entry : entries) {
                if (carriesCookie(entry)) {
                    ProcessHandle.of(Long.parseLong(entry.getFileName().toString()))
                            .filter(ProcessHandle::isAlive)
                            .ifPresent(process -> processes.put(process.pid(), process));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new IllegalStateException("cannot list the processes in " + PROC, e);
        }
    }

    private boolean carriesCookie(Path process) {
        byte[] environment;
        try {
            environment = Files.readAllBytes(process.resolve("environ"));
        } catch (IOException e) {
            return false; // it has just ended, or belongs to another user and so cannot be ours
        }
        return startsWith(environment, cookie, 1) || contains(environment, cookie);
    }

    private static boolean startsWith(byte[] text, byte[] wanted, int from) {
        if (text.length < wanted.length - from) {
            return false;
        }
        for (int i = from; i < wanted.length; i++) {
            if (text[i - from] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(byte[] text, byte[] wanted) {
        for (int start = 0; start <= text.length - wanted.length; start++) {
            int i = 0;
            while (i < wanted.length && text[start + i] == wanted[i]) {
                i++;
            }
            if (i == wanted.length) {
                return true;
            }
        }
        return false;
    }
}

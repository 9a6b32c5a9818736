package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.compute.ProjectContainers;
import io.github.amlmaven.compute.TestEngine;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.store.Stores;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A project with its history, journal and run folders, and processes of builds that work on them until they are killed. */
final class CrashScene implements Closeable {
    /** Tells outside the run folder that it was started and which outputs it has completed. */
    static final String SCRIPT = """
            echo "$AZUREML_RUN_ID" >> %1$s/starts
            i=0
            while [ $i -lt 5 ]; do
              i=$((i+1))
              echo "$AZUREML_RUN_ID $i" > outputs/$i.txt
              echo "$AZUREML_RUN_ID $i" >> %1$s/written
              echo "{\\"name\\": \\"Loss\\", \\"value\\": $i}" >> "$AZUREML_METRICS_FILE"
              sleep 0.04
            done
            """;

    private static final long HEALED_WITHIN_MILLIS = 10_000;

    final ProjectId id = new ProjectId(
            "local",
            "default",
            "kill" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    final Path folder;
    final CrashTarget target;
    final RunHistory history;
    final Journal journal;
    boolean ownProcesses = true;
    int graceSeconds = 10;
    /** 0: none. */
    int timeoutSeconds;

    /** The address of the engine of containers. */
    String engine = TestEngine.HOST;

    long slowestRecovery;
    private final @Nullable Witness witness;
    private int processes;
    private int claimedBefore;

    CrashScene(Path folder, String script) throws IOException {
        this(folder, script, CrashTarget.LOCAL);
    }

    CrashScene(Path folder, String script, CrashTarget target) throws IOException {
        this.folder = folder.toRealPath();
        this.target = target;
        Path configuration = Files.createDirectories(this.folder.resolve("project/aml_config"));
        Files.writeString(configuration.resolve("target.compute"), target.compute(this.folder));
        Files.writeString(
                configuration.resolve("local.runconfig"),
                "ArgumentVector: [train.sh]\nTarget: target\nFramework: Python\n");
        Files.writeString(configuration.resolveSibling("train.sh"), script.formatted(target.told(this.folder)));
        history = new RunHistory(Stores.open("history", this.folder), id);
        journal = new Journal(this.folder.resolve("journal"));
        witness = target == CrashTarget.COPIED ? Witness.start(this, heard()) : null;
    }

    private Path heard() {
        return target.heard(folder, id);
    }

    /** A process that is about to do its work; {@link #go} lets it. */
    Process ready(String what, String... prefix) throws IOException {
        List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BuildProcess.class.getName(),
                what,
                folder.toString(),
                id.project(),
                Integer.toString(graceSeconds),
                Boolean.toString(ownProcesses),
                Integer.toString(timeoutSeconds)));
        Path output = folder.resolve("output-" + ++processes);
        claimedBefore = history.newest();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("DOCKER_HOST", engine);
        Process process = builder.start();
        while (!said().contains("ready")) {
            assertThat(process.isAlive()).as(said()).isTrue();
            pause(5);
        }
        return process;
    }

    static Process go(Process ready) throws IOException {
        ready.outputWriter().write("\n");
        ready.outputWriter().flush();
        return ready;
    }

    /** What the newest process has said. */
    String said() throws IOException {
        Path output = folder.resolve("output-" + processes);
        return Files.exists(output) ? Files.readString(output) : "";
    }

    /** How long the work takes that nobody disturbs, in milliseconds. */
    long undisturbed(String what) throws Exception {
        Process process = ready(what);
        long start = System.nanoTime();
        go(process);
        assertThat(process.waitFor()).as(said()).isZero();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /**
     * Waits for some moment of a build's life, at most until its end; more often than not, where containers take their time,
     * for one after its run has been claimed.
     *
     * @param span about how long it takes, in milliseconds
     */
    void awaitMoment(Process build, Random random, long span) throws Exception {
        if (target.isContainer() && random.nextInt(4) > 0) {
            while (build.isAlive() && history.newest() == claimedBefore) {
                pause(5);
            }
            build.waitFor(random.nextLong(span * 2 / 3), TimeUnit.MILLISECONDS);
        } else {
            build.waitFor(random.nextLong(span), TimeUnit.MILLISECONDS);
        }
    }

    static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    static void killAfter(Process process, long millis) throws InterruptedException {
        process.waitFor(millis, TimeUnit.MILLISECONDS);
        kill(process);
    }

    /** What following goals do: a sweep, and another as long as a script goes on. */
    void recover() throws Exception {
        List<String> running = new ArrayList<>();
        RecoveryListener listener = new RecoveryListener() {
            @Override
            public void stillRunning(UnfinishedRun run) {
                running.add(run.name());
            }

            @Override
            public void failed(UnfinishedRun run, Exception failure) {
                throw new AssertionError("not healed: " + run, failure);
            }
        };
        if (target.isContainer()) {
            List<String> containers = containers().runs();
            assertThat(new HashSet<>(containers)).as("runs with a container").hasSameSizeAs(containers);
        }
        do {
            running.clear();
            long start = System.nanoTime();
            new Recovery(journal, listener, Duration.ofSeconds(graceSeconds)).sweep();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            slowestRecovery = Math.max(slowestRecovery, millis);
            assertThat(millis).as("milliseconds to heal").isLessThan(HEALED_WITHIN_MILLIS);
            if (!running.isEmpty()) {
                pause(20);
            }
        } while (!running.isEmpty());
    }

    /** What scripts have told so far: {@code starts}, {@code written}. */
    List<String> lines(String told) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.isDirectory(heard())) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(heard(), "*" + told)) {
                for (Path file : files) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
        }
        return lines;
    }

    /** The containers of the project. */
    ProjectContainers containers() {
        return new ProjectContainers(engine, id);
    }

    List<String> names(String of) throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(folder.resolve(of))) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.resolve(of))) {
                entries.forEach(entry -> names.add(entry.getFileName().toString()));
            }
        }
        return names;
    }

    /** All that the processes have said. */
    String saidByAll() throws IOException {
        StringBuilder said = new StringBuilder();
        for (int process = 1; process <= processes; process++) {
            said.append(Files.readString(folder.resolve("output-" + process)));
        }
        return said.toString();
    }

    /** The processes that carry the mark of a run of this project. */
    List<ProcessHandle> marked() {
        return ProcessHandle.allProcesses()
                .filter(process -> isMarked(process.pid()))
                .toList();
    }

    private boolean isMarked(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "environ"), StandardCharsets.ISO_8859_1)
                    .contains("AZUREML_RUN_ID=" + id.project() + "_");
        } catch (IOException e) {
            return false; // it has just ended
        }
    }

    /** Ends what is left of a scene that has failed. */
    @Override
    public void close() throws IOException {
        if (witness != null) {
            witness.close();
        }
        if (target.isContainer()) {
            containers().remove();
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

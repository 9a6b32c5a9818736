package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.compute.Job;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.store.Stores;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A process that does what a goal does, for a test to kill: {@code <run|recover> <folder> <project name> <grace, s>
 * <own processes> <time limit, s; 0: none>}. It says "ready" and waits for a line, so that the moment counts from there.
 */
final class BuildProcess {
    private BuildProcess() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        Journal journal = new Journal(folder.resolve("journal"));
        Duration grace = Duration.ofSeconds(Long.parseLong(args[3]));
        System.out.println("ready");
        int first = System.in.read();
        if (first < 0) {
            return; // not needed any more
        }
        try {
            if (args[0].equals("run")) {
                ProjectId id = new ProjectId("local", "default", args[2]);
                long limit = Long.parseLong(args[5]);
                Duration timeout = limit == 0 ? null : Duration.ofSeconds(limit);
                run(folder, id, journal, new Job.Limits(timeout, grace, Boolean.parseBoolean(args[4]), 536_870_912));
            } else {
                new Recovery(journal, new Teller(), grace).sweep();
            }
        } catch (AmlException | IOException e) {
            System.out.println("failed: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Path folder, ProjectId id, Journal journal, Job.Limits limits) throws IOException {
        RunHistory history = new RunHistory(Stores.open("history", folder), id);
        RunSettings settings = new RunSettings(
                26_214_400,
                limits.outputSizeLimit(),
                limits.timeout(),
                limits.gracePeriod(),
                limits.ownProcesses(),
                folder.resolve("runs"),
                List.of(),
                Set.of(),
                Credentials.NONE,
                "1");
        try (Interruption interruption =
                Interruption.listen(() -> System.out.println("stopping"), limits.gracePeriod())) {
            RunResult result = new Experiment(folder.resolve("project"), history, journal, settings, new Console())
                    .run(new RunRequest(null, null, null, Map.of()), interruption);
            System.out.println("ended: " + result.failure());
        }
    }

    /** Shows what the script prints. */
    private static final class Console implements RunListener {
        @Override
        public OutputStream console() {
            return System.out;
        }
    }

    private static final class Teller implements RecoveryListener {
        @Override
        public void stillRunning(UnfinishedRun run) {
            System.out.println("running: " + run.name());
        }

        @Override
        public void recovered(UnfinishedRun run, RunRecord record) {
            System.out.println("recovered: " + run.name() + " " + record.status());
        }

        @Override
        public void failed(UnfinishedRun run, Exception failure) {
            System.out.println("failed: " + run.name() + ": " + failure.getMessage());
        }
    }
}

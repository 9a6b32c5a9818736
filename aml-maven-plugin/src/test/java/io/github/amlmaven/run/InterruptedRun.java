package io.github.amlmaven.run;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.Cancellation;
import io.github.amlmaven.compute.ComputeTarget;
import io.github.amlmaven.compute.Job;
import io.github.amlmaven.compute.LocalTarget;
import io.github.amlmaven.compute.Requirements;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.compute.RunsFolder;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.Metrics;
import io.github.amlmaven.history.NotCollected;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunOutcome;
import io.github.amlmaven.history.RunStart;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.store.Stores;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A run as a build leaves it that ends at some step: the same steps as {@link Experiment}'s, one by one. */
final class InterruptedRun {
    static final ProjectId PROJECT = new ProjectId("local", "default", "iris");

    final RunHistory history;
    final Journal journal;
    private final RunsFolder runs;
    private final JournalEntry entry;
    private OpenRun run;
    private RunDirectory directory;

    InterruptedRun(Path temp, boolean tracked) throws IOException {
        this(temp, tracked, PROJECT);
    }

    InterruptedRun(Path temp, boolean tracked, ProjectId project) throws IOException {
        history = new RunHistory(Stores.open("history", temp), project);
        journal = new Journal(temp.resolve("journal"));
        runs = RunsFolder.at(temp.resolve("runs"));
        entry = journal.begin(history, history.newest(), tracked);
    }

    OpenRun claim() throws IOException {
        run = history.claim(new RunStart("train.sh", List.of(), "local", "local", Map.of()), entry);
        return run;
    }

    RunDirectory stage(String script) throws IOException {
        entry.staging(run.id(), run.number(), runs.pathOf(run.id()));
        directory = runs.create(run.id());
        Files.writeString(directory.root().resolve("train.sh"), script);
        directory.addRunFolders();
        return directory;
    }

    JournalEntry launch() throws IOException {
        return launch(Map.of("type", "local", "name", "local"));
    }

    JournalEntry launch(Map<String, Object> target) throws IOException {
        run.started(Map.of());
        entry.launching(target, 1_000_000);
        return entry;
    }

    /** Runs the script to its end. */
    void execute() throws IOException {
        Job job = new Job(
                directory.root(),
                "train.sh",
                List.of(),
                new Job.Environment(Map.of(), List.of(), true),
                Requirements.NONE,
                new Job.Limits(null, Duration.ofSeconds(10), false, Long.MAX_VALUE));
        target().run(job, directory, OutputStream.nullOutputStream(), new Cancellation());
    }

    /** Runs the script and looks away. */
    Thread executeAside() {
        Thread thread = new Thread(() -> {
            try {
                execute();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static ComputeTarget target() {
        return new LocalTarget.Settings("local", null, null).open(PROJECT, Credentials.NONE);
    }

    /** Brings it to its end, but for what is left behind. */
    RunId end(NotCollected... left) throws IOException {
        run.complete(new RunOutcome(
                RunStatus.COMPLETED, null, 0, null, Instant.now(), Metrics.NONE, List.of(left), List.of()));
        entry.close();
        return run.id();
    }

    /** Makes the build look as if it had ended: its process number is one that no process has. */
    InterruptedRun orphan() throws IOException {
        edit("\"pid\":[0-9]+", "\"pid\":4194305");
        return this;
    }

    /** Makes it look as if the computer had been restarted since. */
    InterruptedRun reboot() throws IOException {
        edit("\"boot\":\"[^\"]*\"", "\"boot\":\"an-earlier-one\"");
        return this;
    }

    private void edit(String pattern, String replacement) throws IOException {
        Path begin = Path.of(entry.toString(), "begin.json");
        Files.writeString(begin, Files.readString(begin).replaceAll(pattern, replacement));
    }
}

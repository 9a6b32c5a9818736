package io.github.amlmaven.compute;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a test on a target: their folders, and what became of them. */
abstract class TargetRuns {
    static final ProjectId PROJECT = new ProjectId("local", "default", "iris");

    @TempDir
    Path temp;

    private final List<RunDirectory> directories = new ArrayList<>();

    /** Whether scripts get a set of process numbers of their own. */
    boolean ownProcesses() {
        return false;
    }

    /** Those of all runs of the test. */
    List<RunDirectory> directories() {
        return directories;
    }

    Job.Limits limits() {
        return new Job.Limits(null, Duration.ofSeconds(10), ownProcesses(), Long.MAX_VALUE);
    }

    /** A run directory with nothing in it. */
    RunDirectory prepareEmpty() throws IOException {
        RunId run = RunId.of(PROJECT, 1_500_000_000_001L + directories.size());
        RunDirectory directory = RunsFolder.at(temp.resolve("azureml_runs")).create(run);
        directories.add(directory);
        return directory;
    }

    /** A run directory with the script staged into it. */
    Prepared prepare(Job.Limits limits, String script, String... arguments) throws IOException {
        RunDirectory directory = prepareEmpty();
        Files.writeString(directory.root().resolve("script.sh"), script);
        directory.addRunFolders();
        Job job = new Job(
                directory.root(),
                "script.sh",
                List.of(arguments),
                new Job.Environment(Map.of("USERS_OWN", "own value"), List.of(), true),
                Requirements.NONE,
                limits);
        return new Prepared(job, directory);
    }

    record Prepared(Job job, RunDirectory directory) {
        Result run(ComputeTarget target, Cancellation cancellation) {
            ByteArrayOutputStream console = new ByteArrayOutputStream();
            try {
                List<String> remarks = new ArrayList<>(target.check(job));
                ExitStatus status = target.run(job, directory, console, cancellation);
                return new Result(job, directory, status, console, console.toString(StandardCharsets.UTF_8), remarks);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    record Result(
            Job job,
            RunDirectory directory,
            ExitStatus status,
            ByteArrayOutputStream raw,
            String console,
            List<String> remarks) {}
}

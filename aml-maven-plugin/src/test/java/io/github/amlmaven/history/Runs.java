package io.github.amlmaven.history;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.store.FolderStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Runs for tests, with a clock that stands still unless it is told to move. */
final class Runs {
    static final ProjectId PROJECT = new ProjectId("local", "default", "iris");
    static final Instant START = Instant.parse("2017-09-08T12:31:21.116Z");

    private Runs() {}

    static RunHistory history(Path store) {
        return new RunHistory(new FolderStore(store), PROJECT, Clock.fixed(START, ZoneOffset.UTC));
    }

    static RunStart start() {
        return new RunStart("iris_sklearn.py", List.of("0.1"), "local", "local", Map.of("user_id", "ada"));
    }

    static RunOutcome completed() {
        return new RunOutcome(
                RunStatus.COMPLETED, null, 0, START, START.plusMillis(4892), Metrics.NONE, List.of(), List.of());
    }

    static RunOutcome failed(int exitCode) {
        return new RunOutcome(
                RunStatus.FAILED,
                Reason.exitCode(exitCode),
                exitCode,
                START,
                START.plusSeconds(1),
                Metrics.NONE,
                List.of(),
                List.of());
    }

    static void add(OpenRun run, Path scratch, String path, String content) throws IOException {
        run.add(new ArtifactPath(path), Files.writeString(Files.createTempFile(scratch, "output", null), content));
    }

    /** The folder of a project in a store's folder. */
    static Path project(Path store) {
        return store.resolve(PROJECT.path());
    }
}

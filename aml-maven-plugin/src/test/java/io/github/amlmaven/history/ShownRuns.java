package io.github.amlmaven.history;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs for the tests of pages, which are in another package. */
public final class ShownRuns {
    private final RunHistory history;
    private final Path scratch;

    /** @param folder gets the history and what is about to be moved there */
    public ShownRuns(Path folder) throws IOException {
        this.history = new RunHistory(new FolderStore(store(folder)), Runs.PROJECT);
        this.scratch = Files.createDirectories(folder.resolve("scratch"));
    }

    private static Path store(Path folder) {
        return folder.resolve("store");
    }

    /** The folder of the project. */
    public Path project() {
        return scratch;
    }

    public RunHistory history() {
        return history;
    }

    /** A run that has completed. */
    public RunRecord completed(List<String> arguments, Map<String, Object> metrics, Map<String, byte[]> artifacts)
            throws IOException {
        return completed(
                new RunStart("iris.py", arguments, "local", "local", Map.of("user_id", "ada")), metrics, artifacts);
    }

    public RunRecord completed(RunStart start, Map<String, Object> metrics, Map<String, byte[]> artifacts)
            throws IOException {
        OpenRun run = history.claim(start);
        run.started(Map.of());
        for (Map.Entry<String, byte[]> artifact : artifacts.entrySet()) {
            Path file = Files.write(Files.createTempFile(scratch, "output", null), artifact.getValue());
            run.add(new ArtifactPath(artifact.getKey()), file);
        }
        return run.complete(new RunOutcome(
                RunStatus.COMPLETED,
                null,
                0,
                Runs.START,
                Runs.START.plus(Duration.ofMillis(4892)),
                new Metrics(new LinkedHashMap<>(metrics), List.of()),
                List.of(new NotCollected("outputs/big.bin", 600_000_000, "over the limit of 536870912 bytes")),
                List.of()));
    }

    /** A run that has completed, of a project with these files. */
    public RunRecord completed(Map<String, String> project) throws IOException {
        Path root = Files.createTempDirectory(scratch, "project");
        List<SnapshotFile> files = new ArrayList<>();
        for (Map.Entry<String, String> file : project.entrySet()) {
            Path written = Files.writeString(root.resolve(file.getKey()), file.getValue());
            String sha256 = Sha256.of(Files.readAllBytes(written));
            files.add(new SnapshotFile(file.getKey(), "file", 0644, Files.size(written), sha256, null));
        }
        OpenRun run = history.claim(Runs.start());
        run.snapshot(files, root);
        run.started(Map.of());
        return end(run);
    }

    /** A run that has completed and left one file, which is moved. */
    public RunRecord completed(String path, Path file) throws IOException {
        OpenRun run = history.claim(Runs.start());
        run.started(Map.of());
        run.add(new ArtifactPath(path), file);
        return end(run);
    }

    /** A run of this process that goes on until it is ended. */
    public OpenRun running() throws IOException {
        OpenRun run = history.claim(Runs.start());
        run.started(Map.of());
        return run;
    }

    /** Ends it. */
    public static RunRecord end(OpenRun run) throws IOException {
        return run.complete(Runs.completed());
    }

    /** A history with so many runs that have ended, each as small as runs are; all are in the index, some in the store. */
    public static ShownRuns many(Path folder, int runs) throws IOException {
        Layout layout = new Layout(Runs.PROJECT);
        Owner owner = Owner.current();
        SortedMap<Integer, byte[]> index = new TreeMap<>();
        for (int number = 1; number <= runs; number++) {
            Map<String, byte[]> objects = HistoryBench.fabricated(layout, owner, number);
            if (number % 100 == 0 || number > runs - 200) {
                for (Map.Entry<String, byte[]> object : objects.entrySet()) {
                    Path file = store(folder).resolve(object.getKey());
                    Files.createDirectories(file.getParent());
                    Files.write(file, object.getValue());
                }
            }
            index.put(number, objects.get(layout.end(RunId.of(Runs.PROJECT, Runs.START.toEpochMilli() + number))));
        }
        new RunIndex(new FolderStore(store(folder)).derived(Runs.PROJECT.path())).replace(index);
        return new ShownRuns(folder);
    }
}

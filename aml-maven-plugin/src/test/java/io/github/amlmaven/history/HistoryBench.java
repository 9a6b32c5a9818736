package io.github.amlmaven.history;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes and lists large histories, each call in a Java of its own so that whole processes can be timed.
 *
 * <p>{@code generate <store> <runs>} fabricates runs in the formats of the production code, in a folder, without forcing
 * each to the disk, or in a container, which the environment opens; {@code newest <store>}, {@code json <store>}, {@code failed <store>}, {@code nothing <store>}, {@code run <store>},
 * {@code add <store> <file>...}, {@code hash <store> <file>}, {@code snapshot <store> <folder>} and {@code tree <store> <folder>} are what is timed.
 */
final class HistoryBench {
    private HistoryBench() {}

    public static void main(String[] args) throws IOException {
        if (args[0].equals("generate") && args[1].startsWith("http")) {
            fill(Stores.open(args[1], Path.of("")), Integer.parseInt(args[2]));
            return;
        }
        Path folder = Path.of(args[1]);
        RunHistory history = new RunHistory(new FolderStore(folder), Runs.PROJECT);
        switch (args[0]) {
            case "generate" -> generate(folder, Integer.parseInt(args[2]));
            case "newest" -> print(history.list(RunFilter.newest(20)));
            case "failed" -> print(history.list(new RunFilter(RunStatus.FAILED, 20)));
            case "json" -> json(history.list(RunFilter.ALL));
            case "run" -> run(history, folder);
            case "add" -> add(new FolderStore(folder), args);
            case "snapshot" -> snapshot(history, Path.of(args[2]));
            case "tree" -> tree(history, Path.of(args[2]));
            case "hash" -> {
                for (int i = 2; i < args.length; i++) {
                    System.out.println(hash(Path.of(args[i])));
                }
            }
            case "nothing" -> System.out.println(history.hashCode());
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void print(RunList list) {
        for (RunRecord run : list.runs()) {
            System.out.println(
                    run.number() + " " + run.id() + " " + run.status().label() + " " + run.metrics());
        }
    }

    private static void json(RunList list) throws IOException {
        List<Object> all = new ArrayList<>();
        for (RunRecord run : list.runs()) {
            all.add(run.fields());
        }
        Json.pretty(all, System.out);
        System.out.flush();
    }

    private static void run(RunHistory history, Path folder) throws IOException {
        OpenRun run = history.claim(Runs.start());
        run.started(Map.of());
        Runs.add(run, Files.createDirectories(folder), "azureml-logs/driver_log.txt", "hello");
        System.out.println(run.complete(Runs.completed()).id());
    }

    private static void add(Store store, String[] args) throws IOException {
        for (int i = 2; i < args.length; i++) {
            Path source = Path.of(args[i]);
            System.out.println(
                    store.add("added/" + source.getFileName(), source).sha256());
        }
        store.create("added/done" + System.nanoTime(), new byte[0]);
    }

    /** Keeps every file of a folder as a snapshot. */
    private static void snapshot(RunHistory history, Path root) throws IOException {
        List<SnapshotFile> files = new ArrayList<>();
        for (Path file : filesOf(root)) {
            files.add(new SnapshotFile(
                    root.relativize(file).toString(), "file", 0644, Files.size(file), hash(file), null));
        }
        OpenRun run = history.claim(Runs.start());
        long start = System.nanoTime();
        Snapshot snapshot = run.snapshot(files, root);
        System.out.println(snapshot + " in " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    /** Moves every file of a folder in as an output. */
    private static void tree(RunHistory history, Path root) throws IOException {
        List<Path> files = filesOf(root);
        OpenRun run = history.claim(Runs.start());
        long start = System.nanoTime();
        for (Path file : files) {
            run.add(new ArtifactPath("outputs/" + root.relativize(file)), file);
        }
        run.complete(Runs.completed());
        System.out.println(files.size() + " in " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    private static List<Path> filesOf(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** What there is no way around: reading and hashing once. */
    private static String hash(Path file) throws IOException {
        MessageDigest digest = Sha256.start();
        byte[] buffer = new byte[256 * 1024];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return Sha256.finish(digest);
    }

    /** The objects of one run. */
    static Map<String, byte[]> fabricated(Layout layout, Owner owner, int number) throws IOException {
        RunId id = RunId.of(Runs.PROJECT, Runs.START.toEpochMilli() + number);
        Map<String, Object> claimed = new LinkedHashMap<>();
        claimed.put("run_id", id.value());
        claimed.put("created_utc", Timestamp.format(Runs.START));
        claimed.put("owner", owner.toMap());
        Numbers.Claim claim = new Numbers.Claim(number, id, claimed);
        Map<String, Object> document = RunDocument.open(Runs.PROJECT, claim, Runs.start());
        byte[] open = Json.bytes(document);
        RunDocument.end(document, outcome(number), artifacts(number));
        Map<String, byte[]> objects = new LinkedHashMap<>();
        objects.put(layout.number(number), Json.bytes(claimed));
        objects.put(layout.open(id), open);
        objects.put(layout.end(id), Json.bytes(new TreeMap<>(document)));
        return objects;
    }

    private static void generate(Path folder, int runs) throws IOException {
        Layout layout = new Layout(Runs.PROJECT);
        SortedMap<Integer, byte[]> index = new TreeMap<>();
        Owner owner = Owner.current();
        for (int number = 1; number <= runs; number++) {
            for (Map.Entry<String, byte[]> object :
                    fabricated(layout, owner, number).entrySet()) {
                write(folder, object.getKey(), object.getValue());
                index.put(number, object.getValue()); // the end is the last
            }
        }
        new RunIndex(new FolderStore(folder).derived(Runs.PROJECT.path())).replace(index);
    }

    /** Without an index: who lists it is there for the first time. */
    private static void fill(Store store, int runs) throws IOException {
        Layout layout = new Layout(Runs.PROJECT);
        Owner owner = Owner.current();
        List<Integer> numbers = IntStream.rangeClosed(1, runs).boxed().toList();
        TransferThreads.each(store.parallelism(), numbers, number -> {
            for (Map.Entry<String, byte[]> object :
                    fabricated(layout, owner, number).entrySet()) {
                store.create(object.getKey(), object.getValue());
            }
        });
    }

    private static RunOutcome outcome(int number) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("Accuracy", 1 - 1.0 / (number % 97 + 2));
        values.put("Regularization Rate", 0.01 * (number % 50));
        values.put("loss", List.of(0.9, 0.5, 0.25, 0.125 / (number % 7 + 1)));
        Instant end = Runs.START.plusMillis(4000 + number);
        boolean failed = number % 11 == 0;
        return new RunOutcome(
                failed ? RunStatus.FAILED : RunStatus.COMPLETED,
                failed ? Reason.exitCode(1) : null,
                failed ? 1 : 0,
                Runs.START,
                end,
                new Metrics(values, List.of()),
                List.of(),
                List.of());
    }

    private static List<Artifact> artifacts(int number) {
        String sha256 = "0123456789abcdef".repeat(4);
        return List.of(
                new Artifact(new ArtifactPath("azureml-logs/driver_log.txt"), number, sha256),
                new Artifact(new ArtifactPath("outputs/model.pkl"), 1000L + number, sha256));
    }

    private static void write(Path folder, String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}

package io.github.amlmaven.store;

import io.github.amlmaven.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Moves files between this computer and a container as a run's transfer and {@code aml:download} do, each call in a Java of
 * its own so that whole processes can be timed.
 *
 * <p>{@code hash <folder> <list>} writes down what is in a folder, as a run does when it takes its outputs in; {@code send
 * <address> <folder> <list>} brings that to a container, hashed again on the way, and looks before and after for what is
 * missing; {@code fetch <address> <list> <new folder>} brings it back, checked.
 */
final class BlobStoreBench {
    private BlobStoreBench() {}

    /** What is done to each file. */
    private interface Step {
        void take(StoredFile file) throws IOException;
    }

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "hash" -> hash(Path.of(args[1]), Path.of(args[2]));
            case "send" -> send(open(args[1]), Path.of(args[2]), list(Path.of(args[3])));
            case "fetch" -> fetch(open(args[1]), list(Path.of(args[2])), Path.of(args[3]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static Store open(String container) {
        BlobAddress address = BlobAddress.parse(container);
        BlobCredential key =
                new BlobCredential.SharedKey(TestAzurite.ACCOUNT, new Secret(TestAzurite.KEY), "the bench");
        BlobOpening opening = new BlobOpening(() -> key);
        BlobCalls calls = new BlobCalls(
                address.endpoint() + "/" + address.container(), opening::policy, BlobCalls.Limits.USUAL, null);
        return new AzureBlobStore(address, opening, calls, Path.of("cache"));
    }

    private static void hash(Path folder, Path list) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try (InputStream content = Files.newInputStream(file)) {
                    lines.add(Files.size(file) + " " + Sha256.of(content) + " " + file.getFileName());
                }
            }
        }
        Files.write(list, lines);
    }

    private static List<StoredFile> list(Path list) throws IOException {
        List<StoredFile> files = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            String[] parts = line.split(" ", 3);
            files.add(new StoredFile("outputs/" + parts[2], Long.parseLong(parts[0]), parts[1]));
        }
        return files;
    }

    private static void send(Store store, Path folder, List<StoredFile> files) throws Exception {
        each(
                store,
                store.missing("outputs", files),
                file -> store.copy(file.name(), folder.resolve(plain(file)), file.sha256()));
        List<StoredFile> missing = store.missing("outputs", files);
        if (!missing.isEmpty()) {
            throw new IOException(missing.size() + " files are not there");
        }
    }

    private static void fetch(Store store, List<StoredFile> files, Path folder) throws Exception {
        Files.createDirectories(folder);
        each(store, files, file -> {
            Path part = folder.resolve(plain(file) + ".part");
            store.fetch(file, part, TransferProgress.NONE);
            Files.move(part, folder.resolve(plain(file)));
        });
    }

    private static String plain(StoredFile file) {
        return file.name().substring("outputs/".length());
    }

    private static void each(Store store, List<StoredFile> files, Step step) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(store.parallelism());
        List<Future<?>> work = new ArrayList<>();
        for (StoredFile file : files) {
            work.add(threads.submit(() -> {
                step.take(file);
                return file;
            }));
        }
        threads.shutdown();
        for (Future<?> each : work) {
            each.get();
        }
    }
}

package io.github.amlmaven.store;

import io.github.amlmaven.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Sends a folder of files to a container, or fetches and checks what {@code send} has written down; for bench.sh. */
final class BlobStoreBench {
    private BlobStoreBench() {}

    /** {@code send <address> <folder> <list>} or {@code fetch <address> <list> <new folder>}. */
    public static void main(String[] args) throws Exception {
        BlobAddress address = BlobAddress.parse(args[1]);
        BlobCredential key = new BlobCredential.SharedKey("devstoreaccount1", new Secret(TestAzurite.KEY), "bench");
        BlobOpening opening = new BlobOpening(() -> key);
        BlobCalls calls = new BlobCalls(
                address.endpoint() + "/" + address.container(), opening::policy, BlobCalls.Limits.USUAL, null);
        Store store = new AzureBlobStore(address, opening, calls, Path.of("cache"));
        ExecutorService threads = Executors.newFixedThreadPool(store.parallelism());
        List<Future<StoredFile>> work = new ArrayList<>();
        if (args[0].equals("send")) {
            for (Path file : files(Path.of(args[2]))) {
                work.add(threads.submit(() -> send(store, file)));
            }
            List<String> lines = new ArrayList<>();
            for (Future<StoredFile> each : work) {
                StoredFile object = each.get();
                lines.add(object.size() + " " + object.sha256() + " " + object.name());
            }
            Files.write(Path.of(args[3]), lines);
        } else {
            Path folder = Files.createDirectories(Path.of(args[3]));
            for (String line : Files.readAllLines(Path.of(args[2]))) {
                String[] parts = line.split(" ", 3);
                StoredFile object = new StoredFile(parts[2], Long.parseLong(parts[0]), parts[1]);
                work.add(threads.submit(() -> {
                    store.fetch(object, folder.resolve(object.name()), TransferProgress.NONE);
                    return object;
                }));
            }
            for (Future<StoredFile> each : work) {
                each.get();
            }
        }
        threads.shutdownNow();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.sorted().toList();
        }
    }

    /** As a run's output is sent: the file stays, its content is hashed on the way. */
    private static StoredFile send(Store store, Path file) throws IOException {
        Path link = file.resolveSibling(".aml-bench-" + file.getFileName());
        Files.createLink(link, file);
        return store.add(file.getFileName().toString(), link);
    }
}

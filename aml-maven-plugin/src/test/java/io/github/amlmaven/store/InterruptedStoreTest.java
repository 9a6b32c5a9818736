package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An interrupt at any moment, as Maven daemons and IDEs send it, neither loses a file nor breaks the store. */
class InterruptedStoreTest {
    private static final int CALLS = Boolean.getBoolean("aml.long") ? 3000 : 300;

    @TempDir
    Path folder;

    @AfterEach
    void clearTheFlag() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasBegunIsFinishedAndTheThreadIsInterruptedAgain(boolean hardLinks) throws IOException {
        Random random = new Random(SmallDisk.seed());
        FolderStore store = new FolderStore(folder.resolve("store"), hardLinks);
        Map<String, String> written = new TreeMap<>();
        for (int i = 0; i < CALLS; i++) {
            String name = "p/" + i;
            byte[] content = new byte[random.nextInt(10) == 0 ? 9_000_000 : random.nextInt(200_000)];
            random.nextBytes(content);
            Path source = Files.write(folder.resolve("source"), content);
            Thread interrupter = interrupter(random.nextInt(content.length > 1_000_000 ? 20_000_000 : 1_500_000));
            boolean done = call(store, name, source, content, i % 4);
            join(interrupter);
            assertThat(done).isTrue();
            assertThat(Thread.interrupted()).isTrue();
            written.put(name, Sha256.of(content));
            assertThat(Files.exists(source)).isEqualTo(i % 4 != 1);
            Files.deleteIfExists(source);
        }
        for (Map.Entry<String, String> object : written.entrySet()) {
            assertThat(Sha256.of(store.read(object.getKey()).orElseThrow())).isEqualTo(object.getValue());
        }
        try (Stream<Path> files = Files.list(folder.resolve("store/p"))) {
            assertThat(files).hasSize(written.size());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aThreadThatWasInterruptedBeforeWritesAllTheSame(boolean hardLinks) throws IOException {
        FolderStore store = new FolderStore(folder.resolve("store"), hardLinks);
        Thread.currentThread().interrupt();
        assertThat(store.create("a", new byte[] {1})).isTrue();
        assertThat(store.read("a")).hasValue(new byte[] {1});
        assertThat(Thread.interrupted()).isTrue();
    }

    private static boolean call(Store store, String name, Path source, byte[] content, int kind) throws IOException {
        switch (kind) {
            case 0 -> {
                return store.create(name, content);
            }
            case 1 -> store.add(name, source);
            case 2 -> store.copy(name, source, Sha256.of(content));
            default -> store.replace(name, content);
        }
        return true;
    }

    private static Thread interrupter(int nanos) {
        Thread writer = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            long end = System.nanoTime() + nanos;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            writer.interrupt();
        });
        interrupter.start();
        return interrupter;
    }

    /** The interrupt may come while this waits. */
    private static void join(Thread interrupter) {
        boolean interrupted = false;
        while (interrupter.isAlive()) {
            try {
                interrupter.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

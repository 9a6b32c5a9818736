package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.OutputException;
import io.github.amlmaven.compute.OutputIntake;
import io.github.amlmaven.compute.Outputs;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.compute.RunsFolder;
import io.github.amlmaven.store.FolderStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A script left running exchanges folders and files for links and pipes while they are collected and removed. */
@Timeout(900)
class SwappedOutputsTest {
    private static final int ROUNDS = Boolean.getBoolean("aml.long") ? 10_000 : 300;
    private static final int MOST_ROUNDS = 100 * ROUNDS;

    @TempDir
    Path temp;

    private Path outside;
    private Path pipe;
    private RunDirectory directory;

    @BeforeEach
    void makeRun() throws Exception {
        outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("file"), "CANARY");
        pipe = temp.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        directory = RunsFolder.at(temp.resolve("runs")).create(new RunId("iris_1500000000000"));
        directory.addRunFolders();
    }

    @Test
    void nothingOutsideIsCollectedOrTouched() throws Exception {
        FolderStore store = new FolderStore(temp.resolve("store"));
        Map<String, String> before = Collection.files(outside);
        AtomicBoolean stop = new AtomicBoolean();
        Thread swapper = swapper(directory.outputs().resolve("d"), stop);
        int kept = 0;
        int refused = 0;
        try {
            // On a busy computer the folder may not be there when it is looked for, round after round.
            for (int round = 0; round < ROUNDS || (kept == 0 && round < MOST_ROUNDS); round++) {
                Outputs outputs = Outputs.of(directory, Collection.LIMIT);
                try (OutputIntake intake = new OutputIntake(directory, Collection.LIMIT)) {
                    for (Outputs.Output output : outputs.files()) {
                        if (!output.path().value().startsWith("outputs/")) {
                            continue;
                        }
                        try {
                            store.add("round" + round + "/" + output.path().value(), intake.take(output));
                            kept++;
                        } catch (OutputException e) {
                            assertThat(e.reason()).isNotBlank();
                            refused++;
                        }
                    }
                }
                assertThat(Collection.files(outside)).as("round %d", round).isEqualTo(before);
            }
        } finally {
            stop.set(true);
            swapper.join();
        }
        assertThat(kept).isPositive();
        if (Files.exists(temp.resolve("store"))) {
            assertThat(Collection.files(temp.resolve("store")).values()).containsOnly("inside");
        }
        System.out.println("SwappedOutputsTest: " + ROUNDS + " rounds, " + kept + " kept, " + refused
                + " refused, 0 bytes from outside");
    }

    @Test
    void nothingOutsideIsRemoved() throws Exception {
        Map<String, String> before = Collection.files(outside);
        AtomicBoolean stop = new AtomicBoolean();
        Thread swapper = swapper(directory.outputs().resolve("d"), stop);
        int unfinished = 0;
        try {
            for (int round = 0; round < ROUNDS; round++) {
                try {
                    directory.delete();
                } catch (IOException e) {
                    unfinished++; // the swapper put something there in the end: said, and nothing of ours is harmed
                }
                assertThat(Collection.files(outside)).as("round %d", round).isEqualTo(before);
                Files.createDirectories(directory.outputs());
            }
        } finally {
            stop.set(true);
            swapper.join();
        }
        directory.delete();
        assertThat(directory.root()).doesNotExist();
        System.out.println("SwappedOutputsTest: removed " + ROUNDS + " times, " + unfinished + " with something left");
    }

    /** Puts now a folder, now a link to the outside, now a pipe under the same name, as fast as it can. */
    private Thread swapper(Path name, AtomicBoolean stop) {
        Thread thread = new Thread(() -> {
            for (int i = 0; !stop.get(); i++) {
                try {
                    Path next = temp.resolve("next" + i);
                    switch (i % 3) {
                        case 0 -> Files.writeString(Files.createDirectory(next).resolve("file"), "inside");
                        case 1 -> Files.createSymbolicLink(next, outside);
                        default -> Files.createLink(next, pipe);
                    }
                    Files.move(next, name, StandardCopyOption.ATOMIC_MOVE);
                    Thread.onSpinWait();
                    Files.move(name, temp.resolve("old" + i), StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException e) {
                    Thread.onSpinWait(); // outputs or the entry was removed meanwhile: swap again
                }
            }
        });
        thread.start();
        return thread;
    }
}

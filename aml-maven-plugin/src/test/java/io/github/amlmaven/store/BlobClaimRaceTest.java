package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.history.ClaimedRun;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.RunStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes at once, each as on a computer of its own, claim the runs of one container. */
class BlobClaimRaceTest {
    private static final boolean LONG = Boolean.getBoolean("aml.long");
    private static final int PROCESSES = LONG ? 32 : 8;
    private static final int CLAIMS = LONG ? 1 : 4;

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void allGetNumbersOfTheirOwnWithoutAGap() throws Exception {
        TestAzurite azurite = TestStores.azurite();
        String address = azurite.address(azurite.newContainer());
        List<Process> processes = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                Path computer = Files.createDirectory(folder.resolve("computer" + i));
                processes.add(ForkedJava.start(Claimer.class, address, computer.toString(), Integer.toString(CLAIMS)));
            }
            for (Process process : processes) {
                assertThat(process.inputReader(StandardCharsets.UTF_8).readLine())
                        .isEqualTo("ready");
            }
            long start = System.nanoTime();
            Files.createFile(folder.resolve("go"));
            List<Integer> numbers = new ArrayList<>();
            for (Process process : processes) {
                process.inputReader(StandardCharsets.UTF_8)
                        .lines()
                        .map(Integer::valueOf)
                        .forEach(numbers::add);
                assertThat(process.waitFor()).isZero();
            }
            assertThat(numbers)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, PROCESSES * CLAIMS).boxed().toList());
            System.out.println(PROCESSES + " processes claimed " + numbers.size() + " numbers in "
                    + (System.nanoTime() - start) / 1_000_000 + " ms");
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    /** The program of one process. */
    static final class Claimer {
        private Claimer() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            Path computer = Path.of(args[1]);
            Outbox outbox =
                    new Outbox(TestStores.at(args[0], computer, BlobCalls.Limits.USUAL), computer.resolve("outbox"));
            Journal journal = new Journal(computer.resolve("journal"));
            System.out.println("ready");
            while (!Files.exists(computer.resolveSibling("go"))) {
                Thread.sleep(1);
            }
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                ClaimedRun run = outbox.claim(
                        new ProjectId("local", "default", "iris"),
                        new RunStart("train.py", List.of(), "local", "local", Map.of()),
                        journal,
                        false);
                System.out.println(
                        run.provisional()
                                ? "no number"
                                : Integer.toString(run.run().number()));
            }
        }
    }
}

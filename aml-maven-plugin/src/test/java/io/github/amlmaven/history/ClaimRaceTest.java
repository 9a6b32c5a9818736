package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.store.FolderStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many processes at once, each a Java of its own, claim run numbers. */
class ClaimRaceTest {
    private static final int PROCESSES = 32;
    private static final int CLAIMS = Boolean.getBoolean("aml.long") ? 20 : 3;

    @TempDir
    Path folder;

    @Test
    void thirtyTwoProcessesGetDistinctNumbersWithoutAGap() throws Exception {
        Path start = folder.resolve("start");
        List<Process> processes = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(claimer(start));
            }
            for (Process process : processes) {
                assertThat(process.inputReader(StandardCharsets.UTF_8).readLine())
                        .isEqualTo("ready");
            }
            Files.createFile(start);
            Set<Integer> numbers = new TreeSet<>();
            Set<String> ids = new TreeSet<>();
            for (Process process : processes) {
                for (String line :
                        process.inputReader(StandardCharsets.UTF_8).lines().toList()) {
                    numbers.add(Integer.valueOf(line.substring(0, line.indexOf(' '))));
                    ids.add(line.substring(line.indexOf(' ') + 1));
                }
                assertThat(process.waitFor()).isZero();
            }
            assertThat(numbers).hasSize(PROCESSES * CLAIMS).first().isEqualTo(1);
            assertThat(numbers).last().isEqualTo(PROCESSES * CLAIMS);
            assertThat(ids).hasSize(PROCESSES * CLAIMS);
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private Process claimer(Path start) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-Xmx32m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Claimer.class.getName(),
                        folder.resolve("store").toString(),
                        start.toString(),
                        String.valueOf(CLAIMS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The program of one process. */
    static final class Claimer {
        private Claimer() {}

        public static void main(String[] args) throws Exception {
            RunHistory history = new RunHistory(new FolderStore(Path.of(args[0])), Runs.PROJECT);
            System.out.println("ready");
            while (!Files.exists(Path.of(args[1]))) {
                Thread.sleep(2);
            }
            int claims = Integer.parseInt(args[2]);
            for (int i = 0; i < claims; i++) {
                OpenRun run = history.claim(Runs.start());
                System.out.println(run.number() + " " + run.id());
            }
        }
    }
}

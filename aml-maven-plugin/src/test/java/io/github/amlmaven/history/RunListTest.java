package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists are right whatever has become of the index. */
class RunListTest {
    private static final int RUNS = 30;

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private Path store;
    private Path index;
    private byte[] good;

    @BeforeAll
    static void makeRuns() throws IOException {
        for (int number = 1; number <= RUNS; number++) {
            OpenRun run = Runs.history(made).claim(Runs.start());
            if (number % 10 != 5) {
                run.complete(number % 3 == 0 ? Runs.failed(1) : Runs.completed());
            }
        }
    }

    @BeforeEach
    void copyRuns() throws IOException {
        store = folder.resolve("store");
        try (Stream<Path> files = Files.walk(made)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, store.resolve(made.relativize(file)));
            }
        }
        index = Runs.project(store).resolve(".derived/runs.jsonl");
        good = Files.readAllBytes(index);
    }

    @Test
    void newestFirst() throws IOException {
        assertThat(numbers(RunFilter.ALL)).isEqualTo(expected(RUNS));
        assertThat(numbers(RunFilter.newest(20))).isEqualTo(expected(20));
        assertThat(history().list(RunFilter.newest(7)).total()).isEqualTo(RUNS);
        assertThat(numbers(RunFilter.newest(1000))).isEqualTo(expected(RUNS));
    }

    @Test
    void byStatus() throws IOException {
        assertThat(numbers(new RunFilter(RunStatus.FAILED, 3))).containsExactly(30, 27, 24);
        assertThat(numbers(new RunFilter(RunStatus.PREPARING, 0))).containsExactly(25, 15, 5);
        assertThat(numbers(new RunFilter(RunStatus.CANCELED, 5))).isEmpty();
    }

    @Test
    void theIndexHasEachEndedRunOnceAndSavesReadingTheStore() throws IOException {
        List<String> lines = Files.readAllLines(index);
        assertThat(lines).hasSize(RUNS - 3);
        assertThat(lines.get(0)).startsWith("1 ").contains("\"run_number\":1");
        Path end = Runs.project(store).resolve("runs/iris_" + (Runs.START.toEpochMilli() + 3) + "/final.json");
        Files.delete(end);
        assertThat(history().list(RunFilter.ALL).runs().get(RUNS - 4).status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void aDeletedIndexIsRebuilt() throws IOException {
        Files.delete(index);
        assertThat(numbers(RunFilter.newest(4))).isEqualTo(expected(4));
        assertThat(Files.readAllLines(index)).hasSize(4);
        assertThat(numbers(RunFilter.ALL)).isEqualTo(expected(RUNS));
        assertThat(Files.readAllLines(index)).hasSize(RUNS - 3);
        assertThat(Files.readAllBytes(index)).isEqualTo(good);
    }

    @Test
    void anyDamageIsSeenAndMended() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            byte[] bad = good.clone();
            switch (random.nextInt(4)) {
                case 0 -> bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bad = Arrays.copyOf(bad, random.nextInt(bad.length));
                case 2 -> Arrays.fill(bad, random.nextInt(bad.length), bad.length, (byte) 0);
                default -> bad = Arrays.copyOfRange(bad, random.nextInt(bad.length), bad.length);
            }
            Files.write(index, bad);
            int limit = random.nextInt(RUNS + 1);
            assertThat(describe(limit)).as("round " + round).isEqualTo(describeFromTruth(limit));
        }
    }

    @Test
    void longRecordsAreInTheIndexOnceHoweverOftenTheyAreListed() throws IOException {
        Metrics loss = new Metrics(Map.of("loss", "x".repeat(100_000)), List.of());
        for (int i = 0; i < 3; i++) {
            OpenRun run = Runs.history(store).claim(Runs.start());
            run.complete(
                    new RunOutcome(RunStatus.COMPLETED, null, 0, Runs.START, Runs.START, loss, List.of(), List.of()));
        }
        long size = Files.size(index);
        for (int i = 0; i < 3; i++) {
            assertThat(numbers(RunFilter.newest(5))).isEqualTo(List.of(33, 32, 31, 30, 29));
        }
        assertThat(Files.size(index)).isEqualTo(size);
    }

    @Test
    void aTornLineDoesNotSpoilTheNextOne() throws IOException {
        Files.write(index, Arrays.copyOf(good, good.length - 30));
        history().claim(Runs.start()).complete(Runs.completed());
        List<String> lines = Files.readAllLines(index);
        assertThat(lines.get(lines.size() - 1)).startsWith("31 ").endsWith("}");
        assertThat(numbers(RunFilter.newest(3))).containsExactly(31, 30, 29);
    }

    @Test
    void linesOfManyWritersInAnyOrderAndTwiceAreSortedOut() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(index));
        lines.addAll(Files.readAllLines(index));
        Collections.shuffle(lines, new Random(3));
        Files.write(index, lines);
        assertThat(numbers(RunFilter.newest(20))).isEqualTo(expected(20));
        assertThat(numbers(RunFilter.ALL)).isEqualTo(expected(RUNS));
        assertThat(Files.readAllBytes(index)).isEqualTo(good);
    }

    @Test
    void theIndexOfAnotherHistoryIsThrownAway() throws IOException {
        String foreign = new String(good, StandardCharsets.UTF_8).replace("iris_15048738", "iris_16048738");
        List<String> lines = new ArrayList<>();
        for (String line : foreign.lines().toList()) {
            java.io.ByteArrayOutputStream rewritten = new java.io.ByteArrayOutputStream();
            String[] parts = line.split(" ", 3);
            IndexWindow.writeLine(rewritten, Integer.parseInt(parts[0]), parts[2].getBytes(StandardCharsets.UTF_8));
            lines.add(rewritten.toString(StandardCharsets.UTF_8).stripTrailing());
        }
        Files.write(index, lines);
        assertThat(history().list(RunFilter.newest(1)).runs().get(0).id())
                .hasToString("iris_" + (Runs.START.toEpochMilli() + RUNS - 1));
    }

    @Test
    void anIndexThatCannotBeWrittenTakesNothingAway() throws IOException {
        Files.delete(index);
        Files.delete(index.getParent());
        Files.writeString(index.getParent(), "in the way");
        assertThat(numbers(RunFilter.ALL)).isEqualTo(expected(RUNS));
        assertThat(history().claim(Runs.start()).complete(Runs.completed()).number())
                .isEqualTo(RUNS + 1);
    }

    @Test
    void aHistoryThatOnlyGrewElsewhereIsSeen() throws IOException {
        Files.write(index, Arrays.copyOf(good, new String(good, StandardCharsets.UTF_8).indexOf("\n20 ") + 1));
        assertThat(numbers(RunFilter.newest(20))).isEqualTo(expected(20));
        Files.write(index, good, StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(numbers(RunFilter.newest(20))).isEqualTo(expected(20));
    }

    private List<String> describe(int limit) throws IOException {
        List<String> all = new ArrayList<>();
        for (RunRecord run : history().list(RunFilter.newest(limit)).runs()) {
            all.add(Json.write(run.fields()));
        }
        return all;
    }

    private List<String> describeFromTruth(int limit) throws IOException {
        List<String> all = new ArrayList<>();
        for (int number = RUNS; number > (limit == 0 ? 0 : RUNS - limit); number--) {
            all.add(Json.write(history().find(String.valueOf(number)).fields()));
        }
        return all;
    }

    private RunHistory history() {
        return Runs.history(store);
    }

    private List<Integer> numbers(RunFilter filter) throws IOException {
        return history().list(filter).runs().stream().map(RunRecord::number).toList();
    }

    private static List<Integer> expected(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int number = RUNS; number > RUNS - count; number--) {
            numbers.add(number);
        }
        return numbers;
    }
}

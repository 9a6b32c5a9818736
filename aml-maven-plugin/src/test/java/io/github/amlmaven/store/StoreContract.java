package io.github.amlmaven.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store must do; the test of a store only says how to make one. */
abstract class StoreContract {
    @TempDir
    Path folder;

    Store store;

    /** A new and empty store. */
    abstract Store open(Path folder) throws IOException;

    /** The smallest difference that the clock of the store tells. */
    Duration clockTick() {
        return Duration.ofMillis(30);
    }

    @BeforeEach
    void openStore() throws IOException {
        store = open(Files.createDirectory(folder.resolve("store")));
    }

    @Test
    void createsOnceAndKeepsTheFirstContent() throws IOException {
        assertThat(store.create("a/b", bytes("first"))).isTrue();
        assertThat(store.create("a/b", bytes("second"))).isFalse();
        assertThat(store.read("a/b")).hasValue(bytes("first"));
        assertThat(store.size("a/b")).hasValue(5);
    }

    @Test
    void whatIsNotThereReadsAsEmpty() throws IOException {
        assertThat(store.read("no/such")).isEmpty();
        assertThat(store.open("no/such")).isEmpty();
        assertThat(store.size("no/such")).isEmpty();
        assertThat(store.age("no/such")).isEmpty();
        assertThat(store.list("no")).isEmpty();
    }

    @Test
    void replacesAsAWhole() throws IOException {
        store.replace("heartbeat", bytes("a long one"));
        store.replace("heartbeat", bytes("short"));
        assertThat(store.read("heartbeat")).hasValue(bytes("short"));
        assertThat(store.list("heartbeat")).isEmpty();
    }

    @Test
    void anEmptyObjectIsAnObject() throws IOException {
        assertThat(store.create("empty", new byte[0])).isTrue();
        assertThat(store.read("empty")).hasValue(new byte[0]);
        assertThat(store.size("empty")).hasValue(0);
    }

    @Test
    void ofManyCreatorsOneWins() throws Exception {
        int racers = 32;
        for (int round = 0; round < 20; round++) {
            String name = "race/" + round;
            List<Callable<Boolean>> tasks = new ArrayList<>();
            CountDownLatch start = new CountDownLatch(racers);
            for (int i = 0; i < racers; i++) {
                byte[] mine = bytes("racer " + i);
                tasks.add(() -> {
                    start.countDown();
                    start.await();
                    boolean won = store.create(name, mine);
                    assertThat(store.read(name).orElseThrow().length).isGreaterThan(0);
                    return won && store.read(name).orElseThrow()[6] == mine[6];
                });
            }
            assertThat(inThreads(tasks).stream().filter(won -> won)).hasSize(1);
        }
    }

    @Test
    void readersOfAReplacedObjectSeeOldOrNewAndNeverAMixture() throws Exception {
        store.replace("beat", bytes("0".repeat(5000)));
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 200; i++) {
                try {
                    store.replace("beat", bytes(String.valueOf(i % 10).repeat(5000)));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        });
        writer.start();
        while (writer.isAlive()) {
            byte[] seen = store.read("beat").orElseThrow();
            assertThat(seen).hasSize(5000).containsOnly(seen[0]);
        }
        writer.join();
    }

    @Test
    void addMovesAFileInAndTellsWhatItIs() throws IOException {
        Path source = Files.writeString(folder.resolve("model.pkl"), "abc");
        StoredFile stored = store.add("run/outputs/model.pkl", source);
        assertThat(stored)
                .isEqualTo(new StoredFile(
                        "run/outputs/model.pkl",
                        3,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        assertThat(source).doesNotExist();
        try (InputStream in = store.open("run/outputs/model.pkl").orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo(bytes("abc"));
        }
    }

    @Test
    void addNeverReplaces() throws IOException {
        store.create("x", bytes("old"));
        Path source = Files.writeString(folder.resolve("x"), "new");
        assertThatThrownBy(() -> store.add("x", source)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(source).hasContent("new");
        assertThat(store.read("x")).hasValue(bytes("old"));
    }

    @Test
    void addAgainAfterACrashFinishesTheMove() throws IOException {
        store.create("x", bytes("same"));
        Path source = Files.writeString(folder.resolve("x"), "same");
        assertThat(store.add("x", source).size()).isEqualTo(4);
        assertThat(source).doesNotExist();
        assertThat(store.list("x")).isEmpty();
        assertThat(store.read("x")).hasValue(bytes("same"));
    }

    @Test
    void addOpensNothingButRegularFiles() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Path link = Files.createSymbolicLink(folder.resolve("link"), secret);
        Path directory = Files.createDirectory(folder.resolve("directory"));
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        for (Path source : List.of(link, directory, pipe)) {
            assertThatThrownBy(() -> store.add("y", source))
                    .isInstanceOf(IOException.class)
                    .hasMessage(source + " is not a regular file");
            assertThatThrownBy(() -> store.copy("y", source, Sha256.of("secret")))
                    .isInstanceOf(IOException.class)
                    .hasMessage(source + " is not a regular file");
        }
        assertThat(store.read("y")).isEmpty();
        assertThatThrownBy(() -> store.add("y", folder.resolve("none")))
                .isInstanceOf(SourceException.class)
                .hasMessage(folder.resolve("none") + " vanished while it was collected");
    }

    /** On a busy computer the writer may be at rest whenever the store looks: then what it takes is one state of the file. */
    @Test
    void aFileThatIsStillWrittenIsRefused() throws Exception {
        Path source = folder.resolve("growing");
        Thread writer = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    Files.write(source, new byte[] {1}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                } catch (IOException e) {
                    return; // interrupted in the middle of a write: the end of the test
                }
            }
        });
        writer.start();
        try {
            SourceException refusal = null;
            for (int round = 0; refusal == null; round++) {
                assertThat(round).isLessThan(100);
                // Small enough not to be forced to the disk meanwhile, which would hold the writer up.
                Files.write(source, new byte[7_000_000]);
                try {
                    StoredFile stored = store.add("growing" + round, source);
                    assertThat(Sha256.of(store.read("growing" + round).orElseThrow()))
                            .isEqualTo(stored.sha256());
                } catch (SourceException e) {
                    refusal = e;
                    assertThat(store.read("growing" + round)).isEmpty();
                }
            }
            assertThat(refusal).hasMessage(source + " kept changing while it was read");
            assertThat(source).exists();
        } finally {
            writer.interrupt();
            writer.join();
        }
    }

    @Test
    void aFileThatHasAnotherNameElsewhereCannotChangeTheObjectLater() throws IOException {
        Path source = Files.writeString(folder.resolve("model"), "as it was");
        Path other = Files.createLink(folder.resolve("share"), source);
        store.add("model", source);
        Files.writeString(other, "changed!!");
        assertThat(store.read("model")).hasValue(bytes("as it was"));
        assertThat(source).doesNotExist();
        assertThat(other).hasContent("changed!!");
    }

    @Test
    void copyKeepsTheSourceAndChecksTheContent() throws IOException {
        Path source = Files.writeString(folder.resolve("train.py"), "print(1)");
        store.copy("content", source, Sha256.of("print(1)"));
        assertThat(source).hasContent("print(1)");
        assertThat(store.read("content")).hasValue(bytes("print(1)"));
        assertThatThrownBy(() -> store.copy("other", source, Sha256.of("print(2)")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(source + " is not what it was");
        assertThat(store.read("other")).isEmpty();
        assertThat(store.list("")).isEqualTo(List.of("content"));
    }

    @Test
    void copyOfWhatIsThereKeepsIt() throws IOException {
        store.create("content", bytes("one"));
        store.copy("content", Files.writeString(folder.resolve("f"), "two"), Sha256.of("two"));
        assertThat(store.read("content")).hasValue(bytes("one"));
    }

    @Test
    void fetchBringsWhatIsExpectedAndNothingElse() throws IOException {
        for (int size : new int[] {0, 1, 4 * 1024 * 1024, 9_000_000}) {
            byte[] content = new byte[size];
            new Random(size).nextBytes(content);
            StoredFile object = store.add("of" + size, Files.write(folder.resolve("f"), content));
            Path back = folder.resolve("back" + size);
            AtomicLong told = new AtomicLong();
            store.fetch(object, back, told::addAndGet);
            assertThat(Sha256.of(Files.readAllBytes(back))).isEqualTo(Sha256.of(content));
            assertThat(told).hasValue(size);
            StoredFile another = new StoredFile(object.name(), size, Sha256.of("another"));
            assertThatThrownBy(() -> store.fetch(another, folder.resolve("x" + size), TransferProgress.NONE))
                    .isInstanceOf(DamagedObjectException.class)
                    .hasMessageContaining("instead of");
            StoredFile longer = new StoredFile(object.name(), size + 1, object.sha256());
            assertThatThrownBy(() -> store.fetch(longer, folder.resolve("y" + size), TransferProgress.NONE))
                    .isInstanceOf(DamagedObjectException.class);
        }
        StoredFile none = new StoredFile("none", 3, Sha256.of("abc"));
        assertThatThrownBy(() -> store.fetch(none, folder.resolve("z"), TransferProgress.NONE))
                .isInstanceOf(DamagedObjectException.class)
                .hasMessageContaining("it is gone");
    }

    @Test
    void fetchReplacesNoFile() throws IOException {
        StoredFile object = store.add("model", Files.writeString(folder.resolve("f"), "abc"));
        Path mine = Files.writeString(folder.resolve("mine"), "my own");
        assertThatThrownBy(() -> store.fetch(object, mine, TransferProgress.NONE))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(mine).hasContent("my own");
    }

    @Test
    void tellsWhatIsMissing() throws IOException {
        StoredFile there = store.add("p/run/a", Files.writeString(folder.resolve("f"), "abc"));
        StoredFile gone = new StoredFile("p/run/b", 3, there.sha256());
        StoredFile other = new StoredFile("p/run/a", 4, there.sha256());
        assertThat(store.missing("p/run", List.of(there, gone))).containsExactly(gone);
        assertThat(store.missing("p/run", List.of(other))).containsExactly(other);
        assertThat(store.missing("no/such", List.of())).isEmpty();
    }

    @Test
    void copyTellsOfEveryByteOnce() throws IOException {
        byte[] content = new byte[9_000_000];
        Path source = Files.write(folder.resolve("f"), content);
        store.remember(List.of(new StoredFile("first", content.length, Sha256.of(content))));
        for (String name : List.of("first", "second", "second")) {
            AtomicLong told = new AtomicLong();
            store.copy(name, source, Sha256.of(content), told::addAndGet);
            assertThat(told).as(name).hasValue(content.length);
            assertThat(store.size(name)).hasValue(content.length);
        }
        assertThat(source).exists();
    }

    @Test
    void tellsTheSizesOfWhatIsBelowAFolder() throws IOException {
        store.create("p/b/c", bytes("123"));
        store.create("p/a", new byte[0]);
        store.create("q", bytes("1"));
        assertThat(store.sizes("p")).containsExactly(Map.entry("p/a", 0L), Map.entry("p/b/c", 3L));
        assertThat(store.sizes("none")).isEmpty();
    }

    @Test
    void removesAnObjectAndWhatIsGoneIsRemoved() throws IOException {
        store.create("p/a", bytes("first"));
        store.create("p/b", bytes("other"));
        store.remove("p/a");
        store.remove("p/a");
        store.remove("no/such");
        assertThat(store.read("p/a")).isEmpty();
        assertThat(store.list("p")).containsExactly("p/b");
        assertThat(store.create("p/a", bytes("second"))).isTrue();
        assertThat(store.read("p/a")).hasValue(bytes("second"));
    }

    @Test
    void movesAnObjectAndBack() throws IOException {
        byte[] large = new byte[5_000_000];
        new Random(1).nextBytes(large);
        store.add("p/a", Files.write(folder.resolve("f"), large));
        assertThat(store.move("p/a", "q/new/a")).isTrue();
        assertThat(store.move("p/a", "q/new/a")).isFalse();
        assertThat(store.size("p/a")).isEmpty();
        assertThat(store.read("q/new/a")).hasValue(large);
        // Somebody needs it again, and brings it, before it comes back.
        store.copy("p/a", Files.write(folder.resolve("f"), large), Sha256.of(large));
        assertThat(store.move("q/new/a", "p/a")).isTrue();
        assertThat(store.read("p/a")).hasValue(large);
        assertThat(store.list("")).containsExactly("p/a");
        store.fetch(
                new StoredFile("p/a", large.length, Sha256.of(large)), folder.resolve("back"), TransferProgress.NONE);
    }

    @Test
    void listsWhatIsBelowAFolderAtAnyDepthInOrder() throws IOException {
        for (String name : List.of("p/runs/b/final.json", "p/runs/a", "p/runs/b/c/d", "p/other", "q/runs/z")) {
            store.create(name, bytes(name));
        }
        assertThat(store.list("p/runs")).containsExactly("p/runs/a", "p/runs/b/c/d", "p/runs/b/final.json");
        assertThat(store.list("p")).hasSize(4);
        assertThat(store.list("p/run")).isEmpty();
    }

    @Test
    void carriesAnyNameAndListsItAsItWas() throws IOException {
        List<String> names = new ArrayList<>(List.of(
                "n/with blank.txt",
                "n/Ümläut-日本-\uD83D\uDE00.pkl",
                "n/back\\slash",
                "n/line\nfeed\u0001\u007f",
                "n/..",
                "n/.hidden/x",
                "n/trailing./x",
                "n/trailing blank /x",
                "n/100%",
                "n/%2E%2E",
                "n/%41",
                "n/a:b*c?\"<>|",
                "n/Case",
                "n/case",
                "n/e\u0301",
                "n/\u00e9",
                "n/half\uD83D",
                "n/\uFFFE"));
        for (String name : names) {
            assertThat(store.create(name, bytes(name.replace("\uD83D", "?"))))
                    .as(name)
                    .isTrue();
        }
        names.sort(null);
        assertThat(store.list("n")).isEqualTo(names);
        for (String name : names) {
            assertThat(store.size(name)).as(name).isPresent();
        }
    }

    @Test
    void namesThatAreTooLongAreKeptApartAndFoundAgain() throws IOException {
        String longComponent = "n/" + "é".repeat(200) + "/x";
        String deep = "n" + "/folder".repeat(200) + "/end";
        for (String name : List.of(longComponent, deep, deep + "2")) {
            assertThat(store.create(name, bytes(name))).isTrue();
            assertThat(store.read(name)).hasValue(bytes(name));
        }
        List<String> listed = store.list("n");
        assertThat(listed).hasSize(3).doesNotHaveDuplicates();
        for (String name : listed) {
            assertThat(store.read(name)).as(name).isPresent();
        }
    }

    @Test
    void toldTheAgeByItsOwnClock() throws Exception {
        store.create("beat", bytes(""));
        assertThat(store.age("beat").orElseThrow()).isBetween(Duration.ZERO, Duration.ofSeconds(20));
        Thread.sleep(clockTick().multipliedBy(2).toMillis());
        assertThat(store.age("beat").orElseThrow()).isGreaterThanOrEqualTo(clockTick());
    }

    @Test
    void whatIsDerivedIsNotAnObject() throws IOException {
        Path derived = Files.createDirectories(store.derived("p"));
        Files.writeString(derived.resolve("runs.jsonl"), "anything");
        store.create("p/a", bytes(""));
        assertThat(store.list("p")).containsExactly("p/a");
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static <T> List<T> inThreads(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}

package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.NotCollected;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trees of links, pipes, sockets, devices, giants and depths: every file is kept, everything else named, nothing touched. */
@Timeout(900)
class HostileOutputsTest {
    private static final int TREES = Boolean.getBoolean("aml.long") ? 300 : 8;

    @TempDir
    Path temp;

    private Path outside;

    @BeforeEach
    void putSomethingOutside() throws IOException {
        outside = Files.createDirectory(temp.resolve("outside"));
        Files.createDirectory(outside.resolve("folder"));
        Files.writeString(outside.resolve("folder/secret"), "CANARY");
        Files.writeString(outside.resolve("secret"), "CANARY");
        Files.writeString(outside.resolve("open"), "another name for this file is in outputs");
    }

    @Test
    void everyFileIsKeptExactlyAndEverythingElseIsNamed() throws Exception {
        long seed = Long.getLong("aml.seed", System.nanoTime());
        System.out.println("HostileOutputsTest: -Daml.seed=" + seed + ", " + TREES + " trees");
        Random random = new Random(seed);
        int kept = 0;
        int refused = 0;
        for (int i = 0; i < TREES; i++) {
            Collection run = new Collection(temp, "tree" + i);
            HostileTree tree = new HostileTree(run.outputs(), outside, random);
            tree.fill(10 + random.nextInt(60));
            Map<String, String> before = state();

            RunRecord record = run.complete();

            assertThat(state()).as("outside, tree %d", i).isEqualTo(before);
            assertThat(record.notCollected())
                    .as("tree %d", i)
                    .extracting(NotCollected::path)
                    .containsExactlyInAnyOrderElementsOf(tree.refused);
            Map<String, String> back = run.download(record, temp.resolve("back" + i));
            back.keySet().removeIf(name -> name.startsWith("azureml-logs/"));
            assertThat(Collection.difference(tree.kept, back)).as("tree %d", i).isEmpty();
            assertSharesNothing(run.store);
            run.directory.delete();
            assertThat(run.directory.root()).doesNotExist();
            assertThat(state()).as("outside, tree %d removed", i).isEqualTo(before);
            kept += tree.kept.size();
            refused += tree.refused.size();
        }
        System.out.println("HostileOutputsTest: " + TREES + " trees, " + kept + " files byte for byte, " + refused
                + " entries refused with a reason");
    }

    @Test
    void aTreeInThePlaceOfOutputsIsNotFollowed() throws Exception {
        Collection run = new Collection(temp, "link");
        Files.delete(run.outputs());
        Files.createSymbolicLink(run.outputs(), outside);
        Map<String, String> before = state();

        RunRecord record = run.complete();

        assertThat(record.notCollected()).containsExactly(new NotCollected("outputs", 0, "is not a folder any more"));
        assertThat(record.artifacts()).hasSize(2);
        run.directory.delete();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aPathLongerThanTheSystemCanOpenIsRefusedAndRemoved() throws Exception {
        Collection run = new Collection(temp, "deep");
        Files.writeString(run.outputs().resolve("kept"), "kept");
        Path chain = Files.createDirectory(temp.resolve("0".repeat(200)));
        for (int i = 0; i < 1000; i++) {
            Path above = Files.createDirectory(temp.resolve("above"));
            Files.move(chain, above.resolve("0".repeat(200)));
            chain = Files.move(above, temp.resolve("0".repeat(200)));
        }
        Files.move(chain, run.outputs().resolve("0".repeat(200)));

        RunRecord record = run.complete();

        assertThat(record.artifacts())
                .extracting(artifact -> artifact.path().value())
                .contains("outputs/kept");
        assertThat(record.notCollected()).singleElement().satisfies(not -> {
            assertThat(not.path()).startsWith("outputs/000");
            assertThat(not.reason()).isEqualTo("cannot be listed: File name too long; what is in it is not kept");
        });
        run.directory.delete();
        assertThat(run.directory.root()).doesNotExist();
    }

    @Test
    void whatAnInterruptedCollectionHadTakenIsCollectedUnderItsName() throws Exception {
        Collection run = new Collection(temp, "healed");
        String name = "outputs/" + "\u00e9 %_/".repeat(40) + "..x";
        Path taken = Files.createDirectory(run.directory.root().resolve(".aml-taken"));
        String encoded = name.replace("%", "%25").replace('/', '|');
        Path file = taken.resolve("_" + encoded.substring(0, 150)).resolve("_" + encoded.substring(150));
        Files.createDirectories(file.getParent());
        Files.writeString(file, "taken");
        Files.writeString(taken.resolve("junk"), "what a script may have put there");

        RunRecord record = run.complete();

        assertThat(record.artifact(name).size()).isEqualTo(5);
        assertThat(record.notCollected()).isEmpty();
        assertThat(taken.resolve("junk")).exists();
    }

    /** No file of the store is also one outside: a change of the one would change the other. */
    private void assertSharesNothing(Path store) throws IOException {
        Object shared = Files.getAttribute(outside.resolve("open"), "unix:ino");
        try (Stream<Path> files = Files.walk(store)) {
            assertThat(files.filter(Files::isRegularFile)).noneMatch(file -> {
                try {
                    return Files.getAttribute(file, "unix:ino").equals(shared)
                            || (Files.size(file) == 6 && Files.readString(file).equals("CANARY"));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        }
    }

    private Map<String, String> state() throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> entries = Files.walk(outside)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                state.put(
                        entry.toString(),
                        Files.getAttribute(entry, "unix:mode", LinkOption.NOFOLLOW_LINKS) + " "
                                + Files.getLastModifiedTime(entry)
                                + (Files.isRegularFile(entry) ? Files.readString(entry) : ""));
            }
        }
        return state;
    }
}

package io.github.amlmaven.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A folder on a file system without hard links, as exFAT and some network folders are. */
class FolderStoreWithoutLinksTest extends StoreContract {
    @Override
    Store open(Path folder) {
        return new FolderStore(folder, false);
    }

    @Test
    void whatAWriterHadClaimedWhenItDiedIsFinishedByTheNext() throws IOException {
        Files.writeString(claimed().resolve(".aml-tmp-1"), "first");
        assertThat(store.create("final.json", bytes("second"))).isFalse();
        assertThat(store.read("final.json")).hasValue(bytes("first"));
        assertOnly("final.json");
    }

    @Test
    void aClaimThatCameTooLateIsNeverPublished() throws IOException {
        store.create("final.json", bytes("first"));
        Path late = Files.writeString(claimed().resolve(".aml-tmp-1"), "second");
        // Seen by a writer that had looked for the object before it was there.
        new ClaimFolder(folder.resolve("store/final.json"), folder.resolve("store/.aml-tmp-2"), mode())
                .publish(Files.writeString(folder.resolve("store/.aml-tmp-3"), "third"));
        assertThat(store.read("final.json")).hasValue(bytes("first"));
        store.add("other", Files.writeString(folder.resolve("f"), "x"));
        assertThat(late).exists(); // nobody needs the name any more; the sweep takes it
    }

    @Test
    void anEmptyClaimIsInNobodysWay() throws IOException {
        claimed();
        assertThat(store.create("final.json", bytes("{}"))).isTrue();
        assertOnly("final.json");
    }

    /** Finishers, late comers and writers that die holding a claim: the first content under a name is the last. */
    @Test
    void whoeverDiesAndWheneverThereIsOneContentAndOneWinner() throws Exception {
        for (int round = 0; round < 50; round++) {
            String name = "object" + round;
            Path target = folder.resolve("store").resolve(name);
            AtomicInteger winners = new AtomicInteger();
            List<Callable<String>> racers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                byte[] mine = bytes("racer " + i);
                boolean dies = i % 4 == 3;
                racers.add(() -> {
                    if (dies) {
                        die(target, mine);
                    } else if (store.create(name, mine)) {
                        winners.incrementAndGet();
                        assertThat(store.read(name)).hasValue(mine);
                    }
                    return store.read(name)
                            .map(content -> new String(content, UTF_8))
                            .orElse("none");
                });
            }
            List<String> seen = inThreads(racers);
            String last = new String(store.read(name).orElseThrow(), UTF_8);
            assertThat(seen).allMatch(content -> content.equals(last) || content.equals("none"));
            boolean ofTheDead = last.equals("racer 3") || last.equals("racer 7");
            assertThat(winners.get()).isEqualTo(ofTheDead ? 0 : 1);
        }
    }

    /** As a writer that is killed when it has just claimed the name. */
    private static void die(Path target, byte[] content) throws IOException {
        String nonce = ".aml-tmp-" + Long.toHexString(System.nanoTime()) + content[6];
        Path own = Files.createDirectory(target.resolveSibling(nonce));
        Files.write(own.resolve(nonce), content);
        Path claim = target.resolveSibling(".aml-claim-" + Sha256.of(String.valueOf(target.getFileName())));
        new ProcessBuilder("mv", "-T", own.toString(), claim.toString())
                .redirectErrorStream(true)
                .start()
                .onExit()
                .join();
    }

    private Path claimed() throws IOException {
        return Files.createDirectory(folder.resolve("store/.aml-claim-" + Sha256.of("final.json")));
    }

    private void assertOnly(String name) {
        assertThat(folder.resolve("store").toFile().list()).containsExactly(name);
    }

    private static FileAttribute<?>[] mode() {
        return new FileAttribute<?>[0];
    }
}

package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A store whose wire loses, cuts, doubles, delays and changes what goes over it. */
class BlobFaultsTest {
    private static final int BLOCK = BlobBuffers.BLOCK;
    private static final boolean LONG = Boolean.getBoolean("aml.long");

    @TempDir
    Path folder;

    private TestAzurite azurite;
    private BlobProxy proxy;
    private String container;
    private AzureBlobStore store;

    @BeforeEach
    void standBetween() throws IOException {
        azurite = TestStores.azurite();
        proxy = new BlobProxy(azurite.port());
        container = azurite.newContainer();
        store = TestStores.at(proxy.address(azurite.address(container)), folder, TestStores.SHORT);
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
    }

    static List<Fault> passing() {
        return List.of(
                Fault.dropAnswer(),
                Fault.delayAnswer(Duration.ofMillis(150)),
                Fault.cutAnswer(0),
                Fault.cutRequest(3),
                Fault.duplicate(),
                Fault.flipRequest(11),
                Fault.flipAnswer(13),
                Fault.reply(500),
                Fault.reply(503));
    }

    /**
     * Each call of a sequence in turn meets the fault, in the short form every third of them, beginning elsewhere for each
     * fault; the sequence ends as if nothing had been.
     */
    @ParameterizedTest
    @MethodSource("passing")
    @Timeout(240)
    void everyCallMayGoWrongOnce(Fault fault) throws IOException {
        int calls = sequence("clean");
        int step = LONG ? 1 : 3;
        for (int call = passing().indexOf(fault) % step; call < calls; call += step) {
            proxy.forget();
            proxy.at(call, fault);
            sequence("with fault at " + call);
            proxy.heal();
        }
    }

    @Test
    void aBusyServiceIsLeftAloneForAsLongAsItWants() throws IOException {
        proxy.once(line -> true, Fault.reply(503, "Retry-After: 1"));
        long start = System.nanoTime();
        assertThat(store.read("x")).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    private int sequence(String name) throws IOException {
        proxy.forget();
        byte[] small = content(3_000, 1);
        byte[] large = content(2 * BLOCK + 77, 2);
        assertThat(store.create(name + "/claim", small)).isTrue();
        store.replace(name + "/beat", small);
        Path file = Files.write(folder.resolve("large"), large);
        assertThat(store.add(name + "/large", file).sha256()).isEqualTo(Sha256.of(large));
        Path source = Files.write(folder.resolve("small"), small);
        store.copy(name + "/small", source, Sha256.of(small));
        assertThat(store.read(name + "/claim")).hasValue(small);
        StoredFile object = new StoredFile(name + "/large", large.length, Sha256.of(large));
        StoredFile other = new StoredFile(name + "/small", small.length, Sha256.of(small));
        assertThat(store.missing(name, List.of(object, other))).isEmpty();
        Path back = folder.resolve("back");
        Files.deleteIfExists(back);
        store.fetch(object, back, TransferProgress.NONE);
        assertThat(Arrays.equals(Files.readAllBytes(back), large)).isTrue();
        assertThat(store.list(name)).hasSize(4);
        return proxy.calls();
    }

    @Test
    @Timeout(120)
    void aServiceThatIsSilentIsGivenUpInTime() throws IOException {
        proxy.always(line -> true, Fault.silence());
        long start = System.nanoTime();
        assertThatThrownBy(() -> store.create("x", new byte[10]))
                .isInstanceOf(StoreAwayException.class)
                .hasMessageContaining("does not answer")
                .hasMessageContaining("\n-> ");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        // What is said in the user's words holds for the limits that are used.
        BlobCalls.Limits usual = BlobCalls.Limits.USUAL;
        assertThat(usual.total().plus(Duration.ofSeconds(5))).isLessThanOrEqualTo(Duration.ofSeconds(90));
    }

    @Test
    @Timeout(120)
    void aServiceThatIsSilentInTheMiddleOfALargeFileIsGivenUpInTime() throws IOException {
        Path file = Files.write(folder.resolve("large"), content(12 * BLOCK, 4));
        proxy.always(line -> line.contains("comp=block&"), Fault.silence());
        assertThatThrownBy(() -> store.add("large", file)).isInstanceOf(StoreAwayException.class);
        assertThat(file).exists();
        proxy.heal();
        assertThat(store.add("large", file).size()).isEqualTo(12L * BLOCK);
    }

    @Test
    @Timeout(120)
    void aServiceThatCannotBeReachedIsSaidToBeAway() throws IOException {
        proxy.stop();
        assertThatThrownBy(() -> store.read("x")).isInstanceOf(StoreAwayException.class);
        proxy.startAgain();
        assertThat(store.read("x")).isEmpty();
    }

    @Test
    void aRedirectIsNotFollowed() {
        proxy.always(line -> true, Fault.redirect("http://127.0.0.1:1/elsewhere"));
        assertThatThrownBy(() -> store.read("x"))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("elsewhere");
    }

    /** Blocks that are there from an attempt that ended are not sent again, and nothing is seen of it before the end. */
    @Test
    void anUploadGoesOnInsideAFile() throws IOException {
        byte[] content = content(10 * BLOCK + 5, 5);
        Path file = Files.write(folder.resolve("large"), content);
        proxy.always(line -> line.contains("comp=blocklist") && line.startsWith("PUT"), Fault.reply(403));
        assertThatThrownBy(() -> store.add("large", file)).isInstanceOf(AmlException.class);
        assertThat(azurite.names(container)).isEmpty();
        proxy.heal();
        proxy.forget();
        AzureBlobStore another = TestStores.at(proxy.address(azurite.address(container)), folder, TestStores.SHORT);
        AtomicLong told = new AtomicLong();
        another.copy("large", file, Sha256.of(content), told::addAndGet);
        assertThat(proxy.up.get()).isLessThan(10_000);
        assertThat(told).hasValue(content.length);
        assertThat(another.missing("", List.of(new StoredFile("large", content.length, Sha256.of(content)))))
                .isEmpty();
    }

    @Test
    void contentThatIsThereIsCopiedOnTheServer() throws IOException {
        byte[] content = content(3 * BLOCK, 6);
        Path file = Files.write(folder.resolve("model"), content);
        String sha256 = Sha256.of(content);
        for (AzureBlobStore each : List.of(store, TestStores.withSas(azurite, folder))) {
            each.copy("run1/model", file, sha256);
            proxy.forget();
            each.remember(List.of(new StoredFile("run1/model", content.length, sha256)));
            each.copy("run2/model", file, sha256);
            assertThat(proxy.up.get()).isLessThan(100_000);
            assertThat(each.missing("run2", List.of(new StoredFile("run2/model", content.length, sha256))))
                    .isEmpty();
            assertThat(Sha256.of(each.open("run2/model").orElseThrow())).isEqualTo(sha256);
        }
    }

    /** What somebody has exchanged is not what an earlier run brought, whatever its name. */
    @Test
    void contentThatOnlySeemsToBeThereIsSent() throws IOException {
        byte[] content = content(BLOCK, 7);
        Path file = Files.write(folder.resolve("model"), content);
        String sha256 = Sha256.of(content);
        azurite.plant(container, "run1/model", content(BLOCK, 8));
        store.remember(List.of(new StoredFile("run1/model", content.length, sha256)));
        store.copy("run2/model", file, sha256);
        assertThat(Sha256.of(store.open("run2/model").orElseThrow())).isEqualTo(sha256);
    }

    /** One bit is another one, on the wire or in the store: no file of that content appears. */
    @Test
    void everyFlippedBitIsFound() throws IOException {
        byte[] content = content(20_000, 9);
        StoredFile object = new StoredFile("model", content.length, Sha256.of(content));
        store.create("model", content);
        Random random = new Random(10);
        int found = 0;
        int tries = LONG ? 1000 : 100;
        for (int i = 0; i < tries; i++) {
            int bit = random.nextInt(content.length * 8);
            byte[] wrong = content.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            boolean onTheWire = i % 2 == 0;
            if (onTheWire) {
                proxy.times(3, line -> line.startsWith("GET"), Fault.flipAnswer(bit));
            } else {
                azurite.plant(container, "model", wrong);
            }
            Path file = folder.resolve("back" + i);
            try {
                store.fetch(object, file, TransferProgress.NONE);
            } catch (DamagedObjectException e) {
                found++;
            }
            proxy.heal();
            if (!onTheWire) {
                azurite.plant(container, "model", content);
            }
        }
        assertThat(found).isEqualTo(tries);
    }

    private static byte[] content(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** For the reader: names that others have made are no reason not to list. */
    @Test
    void namesOfOthersDoNotHideOurs() throws IOException {
        List<String> planted = new ArrayList<>(List.of("..", "p/../q", "%2e%2e/up", "n/%zz", "n/trailing."));
        planted.forEach(name -> azurite.plant(container, name, new byte[] {1}));
        store.create("n/line\nfeed\u0001", new byte[] {1});
        assertThat(store.list("n")).containsExactly("n/line\nfeed\u0001");
        assertThat(azurite.names(container)).hasSizeGreaterThanOrEqualTo(5);
    }
}

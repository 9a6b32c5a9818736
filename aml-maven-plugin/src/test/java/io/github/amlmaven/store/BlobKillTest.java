package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.history.Finding;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.Metrics;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunOutcome;
import io.github.amlmaven.history.RunStart;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.history.TransferListener;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that sends a run with one large file is killed, and the next one goes on with it. */
class BlobKillTest {
    private static final boolean LONG = Boolean.getBoolean("aml.long");
    private static final int KILLS = LONG ? 20 : 3;
    private static final int MB = 1 << 20;
    private static final int SIZE = (LONG ? 512 : 96) * MB;
    private static final int TWICE_AT_MOST = 64 * MB;
    private static final ProjectId PROJECT = new ProjectId("local", "default", "iris");

    @TempDir
    Path folder;

    @Test
    @Timeout(900)
    void theNextProcessSendsLittleTwice() throws Exception {
        long seed = Long.getLong("aml.seed", System.nanoTime());
        Random random = new Random(seed);
        long most = 0;
        int killedHalfWay = 0;
        for (int i = 0; i < KILLS; i++) {
            Path place = Files.createDirectory(folder.resolve("try" + i));
            Files.createDirectory(place.resolve("azurite"));
            try (TestAzurite azurite = TestAzurite.start(place.resolve("azurite"));
                    BlobProxy proxy = new BlobProxy(azurite.port())) {
                String address = proxy.address(azurite.address(azurite.newContainer()));
                Outbox outbox = outbox(address, place);
                String id = end(outbox, place, random).id().value();
                proxy.forget();
                Process sender = ForkedJava.start(Sender.class, address, place.toString());
                assertThat(sender.inputReader(StandardCharsets.UTF_8).readLine())
                        .isEqualTo("ready");
                long moment = 1L + random.nextInt(SIZE);
                while (proxy.up.get() < moment && sender.isAlive()) {
                    Thread.sleep(1);
                }
                sender.destroyForcibly().waitFor();
                killedHalfWay += outbox.count();

                outbox.sync(TransferListener.NONE, () -> false);

                most = Math.max(most, proxy.up.get() - SIZE);
                assertThat(proxy.up.get() - SIZE)
                        .as("bytes sent twice after a kill at %s; seed %s", moment, seed)
                        .isLessThanOrEqualTo(TWICE_AT_MOST);
                assertThat(outbox.count()).isZero();
                RunHistory history = new RunHistory(outbox.elsewhere(), PROJECT);
                assertThat(history.find(id).status()).isEqualTo(RunStatus.COMPLETED);
                List<Finding> findings = new ArrayList<>();
                history.verification().run(findings::add);
                assertThat(findings).as("seed %s", seed).isEmpty();
            }
            TestAzurite.delete(place);
        }
        System.out.println(KILLS + " kills, " + killedHalfWay + " half way, of a sender of " + SIZE / MB
                + " MB: at most " + most / 1024 + " KB beyond the size; seed " + seed);
        assertThat(killedHalfWay).isPositive();
    }

    private static OpenRun end(Outbox outbox, Path place, Random random) throws IOException {
        OpenRun run = outbox.claim(
                        PROJECT,
                        new RunStart("train.py", List.of(), "local", "local", Map.of()),
                        new Journal(place.resolve("journal")),
                        false)
                .run();
        Path file = place.resolve("large");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            byte[] piece = new byte[MB];
            for (int written = 0; written < SIZE; written += MB) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
        run.add(new ArtifactPath("outputs/model"), file);
        Instant now = Instant.now();
        run.complete(new RunOutcome(RunStatus.COMPLETED, null, 0, now, now, Metrics.NONE, List.of(), List.of()));
        return run;
    }

    private static Outbox outbox(String address, Path place) {
        return new Outbox(TestStores.at(address, place, BlobCalls.Limits.USUAL), place.resolve("outbox"));
    }

    /** The program that is killed. */
    static final class Sender {
        private Sender() {}

        public static void main(String[] args) throws IOException {
            System.out.println("ready");
            outbox(args[0], Path.of(args[1])).sync(TransferListener.NONE, () -> false);
        }
    }
}

package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.history.ClaimedRun;
import io.github.amlmaven.history.Finding;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.Metrics;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunOutcome;
import io.github.amlmaven.history.RunStart;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.history.SnapshotFile;
import io.github.amlmaven.history.TransferListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a second run with the same outputs and the same project brings over the wire: next to nothing. */
@Timeout(120)
class SecondRunTest {
    private static final ProjectId PROJECT = new ProjectId("local", "default", "iris");
    /** Bytes of outputs, by their names; each more than is worth a copy, one of several blocks. */
    private static final Map<String, Integer> OUTPUTS = outputs();

    private static final int SOURCES = 30;
    private static final int SOURCE = 20_000;

    @TempDir
    Path temp;

    @Test
    void whatTheStoreHoldsIsNotSentAgain() throws IOException {
        TestAzurite azurite = TestStores.azurite();
        try (BlobProxy proxy = new BlobProxy(azurite.port())) {
            String address = proxy.address(azurite.address(azurite.newContainer()));

            long first = sent(proxy, address);
            long second = sent(proxy, address);

            assertThat(first)
                    .isGreaterThan(OUTPUTS.values().stream().mapToInt(it -> it).sum() + SOURCES * SOURCE);
            assertThat(second).isLessThan(first / 20);
            List<Finding> findings = new ArrayList<>();
            RunHistory history = new RunHistory(TestStores.at(address, temp, BlobCalls.Limits.USUAL), PROJECT);
            history.verification().run(findings::add);
            assertThat(findings).isEmpty();
            assertThat(history.newest()).isEqualTo(2);
        }
    }

    /** Runs, as a process of its own would, and gives the bytes that went both ways meanwhile. */
    private long sent(BlobProxy proxy, String address) throws IOException {
        Store store = TestStores.at(address, Files.createTempDirectory(temp, "cache"), BlobCalls.Limits.USUAL);
        Outbox outbox = new Outbox(store, temp.resolve("outbox"));
        proxy.forget();
        RunStart start = new RunStart("train.py", List.of("0.1"), "local", "local", Map.of());
        ClaimedRun claimed = outbox.claim(PROJECT, start, new Journal(temp.resolve("journal")), false);
        end(claimed);
        outbox.sync(TransferListener.NONE, () -> false);
        assertThat(outbox.count()).isZero();
        return proxy.up.get() + proxy.down.get();
    }

    private void end(ClaimedRun claimed) throws IOException {
        OpenRun run = claimed.run();
        Path staged = Files.createTempDirectory(temp, "staged");
        List<SnapshotFile> sources = new ArrayList<>();
        for (int i = 0; i < SOURCES; i++) {
            byte[] content = bytes(i, SOURCE);
            Files.write(staged.resolve("source" + i), content);
            sources.add(new SnapshotFile("source" + i, "file", 0644, content.length, Sha256.of(content), null));
        }
        run.snapshot(sources, staged);
        run.started(Map.of());
        for (Map.Entry<String, Integer> output : OUTPUTS.entrySet()) {
            Path file =
                    Files.write(temp.resolve("output"), bytes(output.getKey().hashCode(), output.getValue()));
            run.add(new ArtifactPath("outputs/" + output.getKey()), file);
        }
        run.add(
                new ArtifactPath("azureml-logs/driver_log.txt"),
                Files.writeString(temp.resolve("log"), run.id().value()));
        Instant now = Instant.now();
        run.complete(new RunOutcome(RunStatus.COMPLETED, null, 0, now, now, Metrics.NONE, List.of(), List.of()));
        claimed.entry().close();
    }

    private static Map<String, Integer> outputs() {
        Map<String, Integer> outputs = new TreeMap<>();
        outputs.put("model", 3 * BlobBuffers.BLOCK + 1);
        for (int i = 0; i < 20; i++) {
            outputs.put("epochs/" + i, 100_000 + i);
        }
        return outputs;
    }

    private static byte[] bytes(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}

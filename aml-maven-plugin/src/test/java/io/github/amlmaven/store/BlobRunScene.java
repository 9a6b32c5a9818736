package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.Finding;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.history.SentRun;
import io.github.amlmaven.history.TransferListener;
import io.github.amlmaven.history.WaitingRuns;
import io.github.amlmaven.run.Experiment;
import io.github.amlmaven.run.Interruption;
import io.github.amlmaven.run.RunHome;
import io.github.amlmaven.run.RunListener;
import io.github.amlmaven.run.RunResult;
import io.github.amlmaven.run.RunSettings;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whole experiments whose history is in a container, with a {@link BlobProxy} before it. */
final class BlobRunScene implements Closeable {
    /** Tells outside its run folder which content it wrote. */
    private static final String SCRIPT = """
            echo always > outputs/same.txt
            echo "$AZUREML_RUN_ID" > outputs/own.txt
            head -c %d /dev/urandom > outputs/large.bin
            echo '{"name": "Loss", "value": 1}' >> "$AZUREML_METRICS_FILE"
            sha256sum outputs/* | cut -d ' ' -f 1 > '%s/written'
            """;

    static final ProjectId PROJECT = new ProjectId("local", "default", "iris");

    final Path folder;
    final TestAzurite azurite;
    final BlobProxy proxy;
    /** What the user was warned of, and of what waits. */
    final List<String> said = new ArrayList<>();

    final List<Exception> failures = new ArrayList<>();
    String container = "";
    /** What happens before the script is started. */
    Runnable meanwhile = () -> {};

    private final RunListener listener = new RunListener() {
        @Override
        public void warning(String remark) {
            said.add(remark);
        }

        @Override
        public void executing() {
            meanwhile.run();
        }

        @Override
        public void waits(WaitingRuns waiting, @Nullable Exception why) {
            said.add(waiting.runs() + " waits: " + why);
        }

        @Override
        public TransferListener transfer() {
            return sending;
        }
    };

    final TransferListener sending = new TransferListener() {
        @Override
        public void failed(io.github.amlmaven.RunId run, Exception failure) {
            failures.add(failure);
        }

        @Override
        public void sent(SentRun run) {}
    };

    BlobRunScene(Path folder, TestAzurite azurite, long bytes) throws IOException {
        this.folder = folder;
        this.azurite = azurite;
        this.proxy = new BlobProxy(azurite.port());
        Path configuration = Files.createDirectories(folder.resolve("project/aml_config"));
        Files.writeString(configuration.resolve("local.compute"), "type: local\n");
        Files.writeString(
                configuration.resolve("local.runconfig"),
                "ArgumentVector: [train.sh]\nTarget: local\nFramework: Python\n");
        Files.writeString(configuration.resolveSibling("train.sh"), SCRIPT.formatted(bytes, folder));
        newContainer();
    }

    /** From now on another container, which is not there yet. */
    void newContainer() {
        container = "test-" + UUID.randomUUID();
    }

    /** The store as a goal opens it, through the proxy. */
    AzureBlobStore store() {
        return TestStores.at(proxy.address(azurite.address(container)), folder, TestStores.SHORT);
    }

    Outbox outbox(Store store) {
        return new Outbox(store, folder.resolve("outbox"));
    }

    /** What {@code aml:run} does. */
    RunResult run() throws IOException {
        return run(store());
    }

    RunResult run(Store store) throws IOException {
        return run(folder, store, folder.resolve("outbox"), listener);
    }

    /** As the other, for a process of its own. */
    static RunResult run(Path folder, Store store, Path outboxes, RunListener listener) throws IOException {
        RunHome home = new RunHome(new RunHistory(store, PROJECT), journal(folder), new Outbox(store, outboxes), false);
        RunSettings settings = new RunSettings(
                26_214_400,
                536_870_912,
                null,
                Duration.ofSeconds(5),
                false,
                folder.resolve("runs"),
                List.of(),
                Set.of(),
                Credentials.NONE,
                "1");
        try (Interruption interruption = Interruption.listen(() -> {}, settings.gracePeriod())) {
            return new Experiment(folder.resolve("project"), home, settings, listener)
                    .run(new RunRequest(null, null, null, Map.of()), interruption);
        }
    }

    private static Journal journal(Path folder) {
        return new Journal(folder.resolve("journal"));
    }

    /** What the next goal does. */
    void sync() throws IOException {
        outbox(store()).sync(sending, () -> false);
    }

    /** The last of so many runs is Completed in the container and has what its script wrote; nothing waits. */
    void assertWhole(int number) throws IOException {
        Store direct = TestStores.at(azurite.address(container), folder.resolve("check"), TestStores.SHORT);
        RunHistory history = new RunHistory(direct, PROJECT);
        List<RunRecord> runs = history.list(RunFilter.ALL).runs();
        assertThat(runs).extracting(RunRecord::id).hasSize(number).doesNotHaveDuplicates();
        assertThat(runs.get(0).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(runs.get(0).artifacts()).hasSize(5);
        assertThat(hashes(runs.get(0))).containsAll(Files.readAllLines(folder.resolve("written")));
        assertThat(failures).isEmpty();
        assertThat(outbox(direct).count()).isZero();
        assertThat(journal(folder).entries()).isEmpty();
    }

    /** What is wrong with any run in the container. */
    List<Finding> findings() throws IOException {
        Store direct = TestStores.at(azurite.address(container), folder.resolve("check"), TestStores.SHORT);
        List<Finding> findings = new ArrayList<>();
        new RunHistory(direct, PROJECT).verification().run(findings::add);
        return findings;
    }

    /** Of all that the official SDK finds of a run. */
    private Set<String> hashes(RunRecord run) throws IOException {
        Set<String> hashes = new TreeSet<>();
        ListBlobsOptions ours = new ListBlobsOptions().setPrefix(PROJECT.path() + "/");
        for (BlobItem blob : azurite.container(container).listBlobs(ours, null)) {
            if (blob.getName().contains(run.id() + "/outputs/")) {
                try (InputStream content = azurite.container(container)
                        .getBlobClient(blob.getName())
                        .openInputStream()) {
                    hashes.add(Sha256.of(content));
                }
            }
        }
        return hashes;
    }

    @Override
    public void close() throws IOException {
        proxy.close();
    }
}

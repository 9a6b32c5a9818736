package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the bytes of a history are, each told once. */
class HistorySizeTest {
    @TempDir
    Path temp;

    @Test
    void everyByteIsToldOnceWhereItBelongs() throws IOException {
        Store store = new FolderStore(temp.resolve("store"));
        RunHistory history = new RunHistory(store, Runs.PROJECT);
        run(history, "shared", "own of 1, 2");
        run(history, "shared", "own of 1, 2");
        run(history, "shared", "3");
        history.mark(history.find("3"), Mark.Kind.DELETE, "", Map.of());
        history.assets().promote(history.find("1"), "model", "m", false);
        store.create(new Layout(Runs.PROJECT).content(Sha256.of("nobody's")), new byte[7]);

        List<StoredBytes> all = history.size().look();

        assertThat(all)
                .extracting(each -> each.kind() + " " + each.name() + " " + each.bytes() + " " + each.remark())
                .contains(
                        "run run 1 5 Completed, iris_sklearn.py, 1 file, assets m 1",
                        "run run 2 5 Completed, iris_sklearn.py, 1 file",
                        "deleted run run 3 5 Completed, iris_sklearn.py, 1 file",
                        "snapshot shared files 6 of 2 snapshots",
                        "snapshot of no run 7 mvn aml:gc may remove them");
        assertThat(all).extracting(StoredBytes::remark).contains("runs 1,2", "run 3");
        long total = all.stream().mapToLong(StoredBytes::bytes).sum();
        long stored =
                store.sizes("").values().stream().mapToLong(Long::longValue).sum();
        assertThat(total).isEqualTo(stored);
    }

    private void run(RunHistory history, String... contents) throws IOException {
        OpenRun run = history.claim(Runs.start());
        Path folder = Files.createTempDirectory(temp, "staged");
        List<SnapshotFile> files = new ArrayList<>();
        for (String content : contents) {
            Files.writeString(folder.resolve("f" + files.size()), content);
            files.add(new SnapshotFile("f" + files.size(), "file", 0644, content.length(), Sha256.of(content), null));
        }
        run.snapshot(files, folder);
        run.started(Map.of());
        Runs.add(run, temp, "outputs/model", "model");
        run.complete(Runs.completed());
    }
}

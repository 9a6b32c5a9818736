package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Project files are kept once however many runs use them. */
class SnapshotsTest {
    @TempDir
    Path folder;

    private final List<SnapshotFile> files = new ArrayList<>();
    private Path root;
    private FolderStore store;
    private Snapshots snapshots;

    @BeforeEach
    void stage() throws IOException {
        root = Files.createDirectory(folder.resolve("staged"));
        store = new FolderStore(folder.resolve("store"));
        snapshots = new Snapshots(store, new Layout(Runs.PROJECT));
        Files.createDirectory(root.resolve("code"));
        file("train.py", 0755, "print(1)");
        file("code/copy of train.py", 0644, "print(1)");
        file("data.csv", 0644, "1,2,3");
        files.add(new SnapshotFile("code", "folder", 0755, 0, null, null));
        files.add(new SnapshotFile("latest", "link", 0777, 0, null, "data.csv"));
    }

    @Test
    void eachContentOnceAndAListOfAllFiles() throws IOException {
        Snapshot snapshot = snapshots.keep(files, root);
        assertThat(snapshot.files()).isEqualTo(5);
        assertThat(snapshot.bytes()).isEqualTo(21);
        assertThat(snapshot.newBytes()).isEqualTo(13);
        String code = Sha256.of("print(1)");
        String data = Sha256.of("1,2,3");
        String base = "local/default/iris/snapshots/";
        assertThat(store.list("local/default/iris/snapshots"))
                .containsExactlyInAnyOrder(
                        base + code.substring(0, 2) + "/" + code,
                        base + data.substring(0, 2) + "/" + data,
                        base + snapshot.id() + ".json");
        assertThat(new String(
                        store.read(base + snapshot.id() + ".json").orElseThrow(),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"files\":[{\"path\":\"code\",\"kind\":\"folder\",\"mode\":\"755\"},"
                        + "{\"path\":\"code/copy of train.py\",\"kind\":\"file\",\"mode\":\"644\",\"size\":8,\"sha256\":\""
                        + code
                        + "\"},{\"path\":\"data.csv\",\"kind\":\"file\",\"mode\":\"644\",\"size\":5,\"sha256\":\""
                        + data + "\"},{\"path\":\"latest\",\"kind\":\"link\",\"mode\":\"777\",\"link\":\"data.csv\"},"
                        + "{\"path\":\"train.py\",\"kind\":\"file\",\"mode\":\"755\",\"size\":8,\"sha256\":\"" + code
                        + "\"}]}");
    }

    @Test
    void theSameFilesInAnyOrderAreTheSameSnapshot() throws IOException {
        Snapshot first = snapshots.keep(files, root);
        Collections.reverse(files);
        Snapshot second = snapshots.keep(files, root);
        assertThat(second.id()).isEqualTo(first.id()).matches("[0-9a-f]{40}");
        assertThat(second.newBytes()).isZero();
        file("new.py", 0644, "x");
        assertThat(snapshots.keep(files, root).id()).isNotEqualTo(first.id());
    }

    @Test
    void aFileThatIsNotWhatWasStagedIsRefused() throws IOException {
        Files.writeString(root.resolve("data.csv"), "9,9,9");
        assertThatThrownBy(() -> snapshots.keep(files, root))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(root.resolve("data.csv") + " is not what it was");
        assertThat(store.list("local/default/iris/snapshots")).hasSize(1);
    }

    @Test
    void aDamagedContentIsSeen() throws IOException {
        snapshots.keep(files, root);
        String data = Sha256.of("1,2,3");
        Path content = Runs.project(folder.resolve("store")).resolve("snapshots/" + data.substring(0, 2) + "/" + data);
        Files.writeString(content, "1,");
        assertThatThrownBy(() -> snapshots.keep(files, root))
                .isInstanceOf(AmlException.class)
                .hasMessage("local/default/iris/snapshots/" + data.substring(0, 2) + "/" + data + " in the history at "
                        + store + " is damaged: it has 2 bytes instead of 5\n"
                        + "-> delete that file; the next run keeps the content of data.csv anew");
    }

    private void file(String path, int mode, String content) throws IOException {
        Files.writeString(root.resolve(path), content);
        files.add(new SnapshotFile(path, "file", mode, content.length(), Sha256.of(content), null));
    }
}

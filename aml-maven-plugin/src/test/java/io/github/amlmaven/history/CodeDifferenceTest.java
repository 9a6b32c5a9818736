package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of two runs is compared as git does it. */
class CodeDifferenceTest {
    @TempDir
    Path folder;

    private final List<SnapshotFile> from = new ArrayList<>();
    private final List<SnapshotFile> to = new ArrayList<>();
    private FolderStore store;

    @BeforeEach
    void openStore() {
        store = new FolderStore(folder.resolve("store"));
    }

    @Test
    void whatWasAddedRemovedAndChangedIsShownInLines() throws IOException {
        file(from, "train.py", 0644, "import os\nreg = 0.1\nprint(reg)\n");
        file(to, "train.py", 0755, "import os\nreg = 0.2\nprint(reg)");
        file(from, "old.txt", 0644, "a\n");
        file(to, "new.txt", 0644, "b\n");
        file(from, "same.txt", 0644, "s\n");
        file(to, "same.txt", 0644, "s\n");
        assertThat(changes())
                .containsExactly(
                        new FileChange("new.txt", "added", "@@ -0,0 +1 @@\n+b\n", null),
                        new FileChange("old.txt", "removed", "@@ -1 +0,0 @@\n-a\n", null),
                        new FileChange("train.py", "changed", """
                                old mode 644
                                new mode 755
                                @@ -1,3 +1,3 @@
                                 import os
                                -reg = 0.1
                                -print(reg)
                                +reg = 0.2
                                +print(reg)
                                \\ No newline at end of file
                                """, null));
    }

    @Test
    void aModeALinkAndAnEmptyFolderAreChangesToo() throws IOException {
        file(from, "run.sh", 0644, "x");
        file(to, "run.sh", 0755, "x");
        from.add(new SnapshotFile("latest", SnapshotFile.LINK, 0777, 0, null, "a"));
        to.add(new SnapshotFile("latest", SnapshotFile.LINK, 0777, 0, null, "b"));
        to.add(new SnapshotFile("empty", SnapshotFile.FOLDER, 0755, 0, null, null));
        to.add(new SnapshotFile("full", SnapshotFile.FOLDER, 0755, 0, null, null));
        file(to, "full/x", 0644, "");
        assertThat(changes())
                .containsExactly(
                        new FileChange("empty/", "added", null, null),
                        new FileChange("full/x", "added", "", null),
                        new FileChange(
                                "latest",
                                "changed",
                                "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n",
                                null),
                        new FileChange("run.sh", "mode", "old mode 644\nnew mode 755\n", null));
    }

    @Test
    void whatNobodyReadsHasNoDiffAndAReasonForIt() throws IOException {
        file(from, "model.pkl", 0644, "\0\1");
        file(to, "model.pkl", 0644, "\0\2");
        file(to, "data.csv", 0644, "1,2\n".repeat(262_145));
        file(to, "limit.csv", 0644, "1,2\n".repeat(262_144));
        List<FileChange> changes = changes();
        assertThat(changes.get(0)).isEqualTo(new FileChange("data.csv", "added", null, "too large"));
        assertThat(changes.get(1).diff()).startsWith("@@ -0,0 +1,262144 @@\n+1,2\n");
        assertThat(changes.get(2)).isEqualTo(new FileChange("model.pkl", "changed", null, "binary"));
    }

    @Test
    void allDiffsTogetherStaySmall() throws IOException {
        String line = "x".repeat(1000) + "\n";
        for (int i = 10; i < 40; i++) {
            file(to, i + ".txt", 0644, i + "\n" + line.repeat(1024));
        }
        List<FileChange> changes = changes();
        assertThat(changes).filteredOn(change -> change.diff() != null).hasSize(17);
        assertThat(changes.get(17)).isEqualTo(new FileChange("27.txt", "added", null, "too large"));
    }

    /** Myers' algorithm alone would take minutes. */
    @Test
    void manyLinesThatAreAllAlikeTakeNoTime() throws IOException {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (int i = 0; i < 250_000; i++) {
            before.append(i % 3).append('\n');
            after.append(i * 7L % 11 % 3).append('\n');
        }
        file(from, "a", 0644, before.toString());
        file(to, "a", 0644, after.toString());
        assertThat(changes().get(0).diff()).contains("\n-0\n").contains("\n+1\n");
    }

    @Test
    void namesAloneAreToldWithoutReadingAnything() throws IOException {
        file(from, "a", 0644, "1");
        file(to, "a", 0644, "2");
        ProjectSnapshot before = snapshot(from);
        ProjectSnapshot after = snapshot(to);
        String sha256 = Sha256.of("2");
        Files.writeString(
                Runs.project(folder.resolve("store")).resolve("snapshots/" + sha256.substring(0, 2) + "/" + sha256),
                "3");
        assertThat(CodeDifference.namesBetween(before, after))
                .containsExactly(new FileChange("a", "changed", null, null));
        assertThat(CodeDifference.namesBetween(before, before)).isEmpty();
        assertThatThrownBy(() -> CodeDifference.between(before, after))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining(sha256 + " in the history at " + store + " is damaged");
    }

    private List<FileChange> changes() throws IOException {
        return CodeDifference.between(snapshot(from), snapshot(to));
    }

    private ProjectSnapshot snapshot(List<SnapshotFile> files) throws IOException {
        Layout layout = new Layout(Runs.PROJECT);
        Path root = Files.createTempDirectory(folder, "staged");
        for (SnapshotFile file : files) {
            if (file.sha256() != null) {
                Path staged = root.resolve(file.path());
                Files.createDirectories(staged.getParent());
                Files.copy(folder.resolve(file.sha256()), staged);
            }
        }
        String id = new Snapshots(store, layout).keep(files, root).id();
        return ProjectSnapshot.read(store, layout, id).orElseThrow();
    }

    private void file(List<SnapshotFile> files, String path, int mode, String content) throws IOException {
        String sha256 = Sha256.of(content);
        Files.writeString(folder.resolve(sha256), content);
        int size = content.getBytes(StandardCharsets.UTF_8).length;
        files.add(new SnapshotFile(path, SnapshotFile.FILE, mode, size, sha256, null));
    }
}

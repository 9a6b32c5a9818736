package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that no run was given. */
class BackupsTest {
    @TempDir
    Path folder;

    private Path project;
    private RunHistory history;

    @BeforeEach
    void makeAProject() throws IOException {
        project = Files.createDirectory(folder.resolve("project"));
        history = Runs.history(folder.resolve("store"));
    }

    @Test
    void whatIsKeptIsFoundAgainAndReadAgain() throws IOException {
        Backup first = history.backups().keep(List.of(file("a.py", "one")), project, "restore of run 1");
        Backup second = history.backups().keep(List.of(file("a.py", "two")), project, "restore of run 2");
        assertThat(history.backups().list()).containsExactly(second, first);
        assertThat(history.backups().of(project)).containsExactly(second, first);
        assertThat(history.backups().of(folder)).isEmpty();
        ProjectSnapshot snapshot = history.snapshot(first.snapshot()).orElseThrow();
        try (var content = snapshot.open(snapshot.files().get(0))) {
            assertThat(content.readAllBytes()).asString().isEqualTo("one");
        }
        assertThat(history.snapshot("../../evil")).isEmpty();
        assertThat(history.list(RunFilter.ALL).runs()).isEmpty();
    }

    @Test
    void whatIsInNoSnapshotIsTold() throws IOException {
        SnapshotFile known = file("a.py", "one");
        history.backups().keep(List.of(known), project, "restore of run 1");
        SnapshotFile fresh = file("b.py", "fresh");
        SnapshotFile link = new SnapshotFile("c", SnapshotFile.LINK, 0777, 0, null, "a.py");
        assertThat(history.backups().unknown(List.of(known, fresh, link))).containsExactly(fresh);
    }

    @Test
    void aFileThatChangesMeanwhileIsNoBackup() throws IOException {
        SnapshotFile file = file("a.py", "one");
        Files.writeString(project.resolve("a.py"), "two");
        assertThatThrownBy(() -> history.backups().keep(List.of(file), project, "restore of run 1"))
                .isInstanceOf(IOException.class);
        assertThat(history.backups().list()).isEmpty();
    }

    private SnapshotFile file(String path, String content) throws IOException {
        Files.writeString(project.resolve(path), content);
        return new SnapshotFile(path, SnapshotFile.FILE, 0644, content.length(), Sha256.of(content), null);
    }
}

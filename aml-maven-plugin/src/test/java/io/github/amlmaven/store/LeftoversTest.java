package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What crashed writers leave behind is removed by name and age, and nothing else is. */
class LeftoversTest {
    private static final Duration SOON = Duration.ofMillis(20);

    @TempDir
    Path folder;

    private Path root;
    private Path run;

    @BeforeEach
    void makeStore() throws IOException {
        root = folder.resolve("store");
        new FolderStore(root).create("p/run/final.json", new byte[] {1});
        run = root.resolve("p/run");
    }

    @Test
    void allThatWritersLeaveIsRemovedAndTheObjectStays() throws Exception {
        Files.createLink(run.resolve(".aml-tmp-1a2b"), run.resolve("final.json"));
        Files.createFile(run.resolve(".aml-lock-" + "0".repeat(64)));
        Path claim = Files.createDirectory(run.resolve(".aml-claim-" + "0".repeat(64)));
        Files.createFile(claim.resolve(".aml-tmp-77"));
        Files.createDirectory(root.resolve("p/.aml-tmp-ffffffffffffffff"));
        Files.createFile(Files.createDirectories(root.resolve("p/.derived")).resolve(".aml-tmp-5"));
        assertThat(remove(Duration.ofMinutes(5))).isZero();
        Thread.sleep(100);
        assertThat(remove(SOON)).isEqualTo(5);
        assertThat(remove(SOON)).isZero();
        assertThat(run.toFile().list()).containsExactly("final.json");
        assertThat(Files.getAttribute(run.resolve("final.json"), "unix:nlink")).isEqualTo(1);
    }

    @Test
    void aNewLinkToAnOldFileIsInUse() throws Exception {
        Path old = Files.writeString(folder.resolve("old"), "old");
        Files.setLastModifiedTime(old, FileTime.fromMillis(1));
        Files.createLink(run.resolve(".aml-tmp-1"), old);
        assertThat(remove(Duration.ofMinutes(5))).isZero();
    }

    @Test
    void nothingOfOthersIsTouched() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path theirs = Files.createFile(outside.resolve(".aml-tmp-1"));
        Files.createSymbolicLink(run.resolve(".aml-tmp-2"), theirs);
        Files.createSymbolicLink(root.resolve("p/linked"), outside);
        for (String name : new String[] {".aml-tmp-", ".aml-tmp-xyz", "aml-tmp-1", ".aml-lock-1", ".aml-tmp-1.txt"}) {
            Files.createFile(run.resolve(name));
        }
        Files.createFile(Files.createDirectory(root.resolve(".git")).resolve(".aml-tmp-3"));
        Path claim = Files.createDirectory(run.resolve(".aml-claim-" + "1".repeat(64)));
        Files.createFile(claim.resolve("precious"));
        Thread.sleep(100);
        assertThat(remove(SOON)).isZero();
        assertThat(theirs).exists();
        assertThat(claim.resolve("precious")).exists();
        assertThat(run.toFile().list()).hasSize(8);
    }

    @Test
    void theStoreWaitsForADayWhateverItIsTold() throws Exception {
        Files.createFile(run.resolve(".aml-tmp-1"));
        Thread.sleep(20);
        assertThat(new FolderStore(root).tidy("", Duration.ZERO)).isZero();
        assertThat(new FolderStore(folder.resolve("none")).tidy("", Duration.ZERO))
                .isZero();
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private int remove(Duration age) throws IOException {
        return new Leftovers(new FolderFiles(true), age).remove(root);
    }
}

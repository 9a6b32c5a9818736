package io.github.amlmaven.staging;

import static io.github.amlmaven.staging.Folders.sized;
import static io.github.amlmaven.staging.Folders.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.staging.ProjectFile.Kind;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingAreaTest {
    @TempDir
    Path temporary;

    private Path project;
    private Path run;

    @BeforeEach
    void createFolders() throws Exception {
        project = Files.createDirectory(temporary.resolve("pröjekt 1"));
        run = Files.createDirectory(temporary.resolve("run 1"));
    }

    @Test
    void theCopyIsTheProject() throws Exception {
        write(project, "src/zwei wörter.py", "print('hello')\n");
        write(project, "line\nbreak", "");
        byte[] large = new byte[3_000_001];
        new Random(7).nextBytes(large);
        Files.write(project.resolve("large.bin"), large);
        Files.createDirectories(project.resolve("a/empty"));
        Files.createSymbolicLink(project.resolve("src/link"), Path.of("../large.bin"));
        write(project, "docs/not.md", "");
        List<StagedFile> staged = copy();
        assertThat(staged)
                .extracting(StagedFile::path)
                .containsExactly("a", "a/empty", "large.bin", "line\nbreak", "src", "src/link", "src/zwei wörter.py");
        assertThat(run.resolve("src/zwei wörter.py")).hasContent("print('hello')\n");
        assertThat(run.resolve("a/empty")).isEmptyDirectory();
        assertThat(run.resolve("docs")).doesNotExist();
        assertThat(Files.readAllBytes(run.resolve("large.bin"))).isEqualTo(large);
        assertThat(Files.readSymbolicLink(run.resolve("src/link"))).isEqualTo(Path.of("../large.bin"));
        StagedFile file = staged.get(2);
        assertThat(file.sha256()).isEqualTo(sha256(large));
        assertThat(file.size()).isEqualTo(large.length);
        assertThat(file.kind()).isEqualTo(Kind.FILE);
        assertThat(staged.get(3).sha256())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(staged.get(5))
                .isEqualTo(new StagedFile(
                        "src/link", Kind.LINK, 0777, 0, staged.get(5).modifiedMillis(), null, "../large.bin"));
        assertThat(staged.get(0).sha256()).isNull();
    }

    @Test
    void modesAndTimesAreKeptAndSpecialBitsDropped() throws Exception {
        FileTime time = FileTime.fromMillis(1_500_000_000_123L);
        for (String mode : new String[] {"0755", "0644", "0600", "0444", "0666", "0777", "4755", "0700"}) {
            write(project, "folder/" + mode, mode);
            Folders.run(project, "chmod", mode, "folder/" + mode);
            Files.setLastModifiedTime(project.resolve("folder/" + mode), time);
        }
        Files.createSymbolicLink(project.resolve("link"), Path.of("folder"));
        Files.getFileAttributeView(
                        project.resolve("link"),
                        java.nio.file.attribute.BasicFileAttributeView.class,
                        LinkOption.NOFOLLOW_LINKS)
                .setTimes(time, time, null);
        Folders.run(project, "chmod", "1555", "folder");
        Files.setLastModifiedTime(project.resolve("folder"), time);
        for (StagedFile file : copy()) {
            FileStatus status = FileStatus.of(run.resolve(file.path()));
            assertThat(status.modified()).as(file.path()).isEqualTo(time);
            assertThat(file.modifiedMillis()).isEqualTo(time.toMillis());
            if (file.kind() == Kind.FILE) {
                int expected = Integer.parseInt(file.path().substring("folder/".length()), 8) & 0777;
                assertThat(status.mode() & 07777).as(file.path()).isEqualTo(expected);
                assertThat(file.mode()).isEqualTo(expected);
            } else if (file.kind() == Kind.FOLDER) {
                assertThat(status.mode() & 07777).isEqualTo(0555);
            }
        }
        Files.setPosixFilePermissions(run.resolve("folder"), PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(project.resolve("folder"), PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void theProjectIsNotTouchedAndTheCopyIsNoHardLink() throws Exception {
        write(project, "a/train.py", "1");
        FileStatus folder = FileStatus.of(project.resolve("a"));
        FileStatus file = FileStatus.of(project.resolve("a/train.py"));
        copy();
        Files.writeString(run.resolve("a/train.py"), "changed by the script");
        Files.writeString(run.resolve("a/new"), "");
        assertThat(FileStatus.of(project.resolve("a"))).isEqualTo(folder);
        assertThat(FileStatus.of(project.resolve("a/train.py"))).isEqualTo(file);
    }

    @Test
    void whatIsThereIsNeverOverwritten() throws Exception {
        write(project, "a", "mine");
        write(run, "a", "theirs");
        assertThatThrownBy(this::copy).isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
        assertThat(run.resolve("a")).hasContent("theirs");
    }

    @Test
    void aLinkInTheRunFolderIsNotWrittenThrough() throws Exception {
        Path outside = write(temporary, "outside", "safe");
        write(project, "a", "mine");
        Files.createSymbolicLink(run.resolve("a"), outside);
        assertThatThrownBy(this::copy).isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
        assertThat(outside).hasContent("safe");
    }

    @Test
    void aProjectThatGrowsOverTheLimitIsStopped() throws Exception {
        sized(project, "a", 600);
        Path growing = sized(project, "b", 300);
        ProjectTree tree = ProjectTree.scan(project);
        sized(project, "b", 401);
        SizeLimit limit = new SizeLimit(1000);
        limit.check(tree);
        assertThatThrownBy(() -> StagingArea.copy(tree, run, limit))
                .isInstanceOf(AmlException.class)
                .hasMessage(
                        "the project grew over the limit of 1,000 bytes while it was copied\n"
                                + "-> run again when nothing writes to the project; mvn aml:validate-size names the biggest files");
        assertThat(growing).exists();
    }

    @Test
    void readingAChangedFileAgainDoesNotCountTwice() throws Exception {
        sized(project, "a", 900);
        ProjectTree tree = ProjectTree.scan(project);
        sized(project, "a", 1000);
        assertThat(StagingArea.copy(tree, run, new SizeLimit(1000)).get(0).size())
                .isEqualTo(1000);
    }

    @Test
    void theDiskMustHoldTheCopy() {
        long free = run.toFile().getUsableSpace();
        assertThatThrownBy(() -> RunFolder.at(run, Long.MAX_VALUE))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("the project could not be copied: " + run
                        + ": no space left on the disk: 9,223,372,036,854,775,807 bytes needed, ")
                .hasMessageEndingWith(" bytes free\n"
                        + "-> free space there, or choose another place with -Daml.runsFolder=<folder>");
        assertThat(free).isPositive();
    }

    @Test
    void whenAnInterruptEndsTheCopyNobodyWritesToItAnyMore() throws Exception {
        for (int i = 0; i < 300; i++) {
            Files.write(project.resolve("f" + i), new byte[80_000]);
        }
        ProjectTree tree = ProjectTree.scan(project);
        for (int round = 0; round < 20; round++) {
            Path target = Files.createDirectory(temporary.resolve("round" + round));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> StagingArea.copy(tree, target, SizeLimit.DEFAULT))
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessage("copying the project was interrupted");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("aml-staging");
        }
    }

    @Test
    void manyFilesInManyFolders() throws Exception {
        for (int i = 0; i < 500; i++) {
            write(project, "d" + i % 7 + "/e" + i % 3 + "/f" + i, "content " + i);
        }
        for (StagedFile file : copy()) {
            if (file.kind() == Kind.FILE) {
                byte[] bytes = Files.readAllBytes(project.resolve(file.path()));
                assertThat(run.resolve(file.path())).hasBinaryContent(bytes);
                assertThat(file.sha256()).isEqualTo(sha256(bytes));
            }
        }
    }

    private List<StagedFile> copy() throws Exception {
        return StagingArea.copy(ProjectTree.scan(project), run, SizeLimit.DEFAULT);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}

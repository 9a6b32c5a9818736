package io.github.amlmaven.staging;

import static io.github.amlmaven.staging.Folders.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.amlmaven.AmlException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that changes under the copy: what is told is what was staged, and nothing from outside gets in. */
class DisturbanceTest {
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
    void aFileThatChangedSinceTheScanIsStagedAsItIsNow() throws Exception {
        Path file = write(project, "a", "old");
        ProjectTree tree = ProjectTree.scan(project);
        Files.writeString(file, "new and longer");
        StagedFile staged = StagingArea.copy(tree, run, SizeLimit.DEFAULT).get(0);
        assertThat(run.resolve("a")).hasContent("new and longer");
        assertThat(staged.size()).isEqualTo(14);
        assertThat(staged.sha256()).isEqualTo(sha256("new and longer".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theHashIsAlwaysThatOfTheBytesThatWereWritten() throws Exception {
        byte[] content = new byte[400_000];
        Path file = Files.write(project.resolve("toggled"), content);
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            byte value = 0;
            try (var out = Files.newByteChannel(file, java.nio.file.StandardOpenOption.WRITE)) {
                while (!stop.get()) {
                    Arrays.fill(content, ++value);
                    out.position(0).write(java.nio.ByteBuffer.wrap(content));
                    if (value % 16 == 0) {
                        Thread.sleep(30);
                    }
                }
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
        writer.start();
        int copied = 0;
        int refused = 0;
        // How often the copy meets the writer depends on the machine; it is enough that it does.
        for (int round = 0; round < 60 || (refused == 0 && round < 5000); round++) {
            Path target = Files.createDirectory(temporary.resolve("round" + round));
            try {
                StagedFile staged = StagingArea.copy(ProjectTree.scan(project), target, SizeLimit.DEFAULT)
                        .get(0);
                byte[] written = Files.readAllBytes(target.resolve("toggled"));
                assertThat(staged.sha256()).isEqualTo(sha256(written));
                copied++;
            } catch (AmlException changing) {
                assertThat(changing.problem()).isEqualTo("toggled kept changing while the project was copied");
                refused++;
            }
        }
        stop.set(true);
        writer.join();
        assertThat(copied + refused).isGreaterThanOrEqualTo(60);
        assertThat(refused).isPositive();
    }

    @Test
    void aFileThatBecameALinkIsNotFollowed() throws Exception {
        Path secret = write(temporary, "secret", "canary");
        Path file = write(project, "sub/train.py", "");
        ProjectTree tree = ProjectTree.scan(project);
        Files.delete(file);
        Files.createSymbolicLink(file, secret);
        assertDisturbed(tree, "sub/train.py has become a link while the project was copied", "/sub/train.py");
        assertNoCanary();
    }

    @Test
    void aFolderThatBecameALinkIsNotFollowed() throws Exception {
        write(temporary, "secrets/train.py", "canary");
        write(project, "sub/train.py", "");
        ProjectTree tree = ProjectTree.scan(project);
        Files.move(project.resolve("sub"), temporary.resolve("aside"));
        Files.createSymbolicLink(project.resolve("sub"), temporary.resolve("secrets"));
        assertDisturbed(tree, "sub has become a link while the project was copied", "/sub");
        assertNoCanary();
    }

    @Test
    void aFolderSwappedForALinkInARaceNeverLetsAnythingIn() throws Exception {
        for (int i = 0; i < 50; i++) {
            write(temporary, "secrets/f" + i, "canary");
            write(project, "sub/f" + i, "inside");
        }
        Path sub = project.resolve("sub");
        Path aside = temporary.resolve("aside");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("secrets"));
        AtomicBoolean stop = new AtomicBoolean();
        Thread racer = new Thread(() -> {
            try {
                while (!stop.get()) {
                    Files.move(sub, aside);
                    Files.move(link, sub);
                    Files.move(sub, link);
                    Files.move(aside, sub);
                }
            } catch (java.io.IOException failure) {
                throw new IllegalStateException(failure);
            }
        });
        ProjectTree tree = ProjectTree.scan(project);
        racer.start();
        int disturbances = 0;
        try {
            for (int round = 0; round < 200; round++) {
                run = Files.createDirectory(temporary.resolve("race" + round));
                try {
                    StagingArea.copy(tree, run, SizeLimit.DEFAULT);
                } catch (AmlException disturbed) {
                    assertThat(disturbed.problem()).endsWith("while the project was copied");
                    disturbances++;
                }
                assertNoCanary();
            }
        } finally {
            stop.set(true);
            racer.join();
        }
        assertThat(disturbances).isPositive();
    }

    @Test
    void aFileThatBecameAPipeDoesNotHang() throws Exception {
        Path file = write(project, "sub/data", "1");
        write(project, "other", "1");
        ProjectTree tree = ProjectTree.scan(project);
        Files.delete(file);
        Folders.run(project, "mkfifo", "sub/data");
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertDisturbed(
                        tree, "sub/data has become a named pipe (FIFO) while the project was copied", "/sub/data"));
        assertThat(threads()).isZero();
    }

    @Test
    void aFolderThatBecameAPipeDoesNotHang() throws Exception {
        Path file = write(project, "sub/data", "1");
        ProjectTree tree = ProjectTree.scan(project);
        Files.delete(file);
        Files.delete(project.resolve("sub"));
        Folders.run(project, "mkfifo", "sub");
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertDisturbed(tree, "sub has become a named pipe (FIFO) while the project was copied", "/sub"));
        assertThat(threads()).isZero();
    }

    @Test
    void aFileThatVanishedIsSaidSo() throws Exception {
        Path file = write(project, "a b", "1");
        ProjectTree tree = ProjectTree.scan(project);
        Files.delete(file);
        assertDisturbed(tree, "a b has vanished while the project was copied", "/a b");
    }

    private void assertDisturbed(ProjectTree tree, String problem, String line) {
        assertThatThrownBy(() -> StagingArea.copy(tree, run, SizeLimit.DEFAULT))
                .isInstanceOf(AmlException.class)
                .hasMessage(
                        problem + "\n-> run again when nothing else writes to the project, or leave out what the script"
                                + " does not need, with this line in .amlignore:\n  " + line);
    }

    private void assertNoCanary() throws Exception {
        try (var staged = Files.walk(run)) {
            for (Path file : (Iterable<Path>) staged::iterator) {
                if (Files.isRegularFile(file)) {
                    assertThat(Files.readString(file)).isNotEqualTo("canary");
                }
            }
        }
    }

    private static long threads() throws InterruptedException {
        long alive = 0;
        for (int i = 0; i < 20; i++) {
            alive = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("aml-staging"))
                    .count();
            if (alive == 0) {
                break;
            }
            Thread.sleep(50);
        }
        return alive;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}

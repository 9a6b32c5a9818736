package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.DiskException;
import io.github.amlmaven.SmallDisk;
import io.github.amlmaven.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collecting and downloading on disks that run full, and reading on one that cannot be written to. */
class FullDiskTest {
    @TempDir
    Path folder;

    @Test
    void nothingIsDamagedAndTheSameCallWorksWhenThereIsRoom() throws Exception {
        SmallDisk.inOwnNamespace(Program.class, folder);
    }

    /** The program that uses the disks. */
    static final class Program {
        private static final int FILES = 40;

        private final Random random = new Random(SmallDisk.seed());
        private final Path folder;
        private long needed;

        private Program(Path folder) {
            this.folder = folder;
        }

        public static void main(String[] args) throws Exception {
            Program program = new Program(Path.of(args[0]));
            int disks = Boolean.getBoolean("aml.long") ? 60 : 10;
            program.downloads(disks);
            program.collections(disks);
            program.readOnly();
        }

        private void downloads(int disks) throws Exception {
            RunHistory history = Runs.history(folder.resolve("store"));
            OpenRun open = history.claim(Runs.start());
            for (Path output : outputs()) {
                open.add(new ArtifactPath("outputs/" + output.getFileName()), output);
            }
            RunRecord run = open.complete(Runs.completed());
            int midway = 0;
            for (int i = 0; i < disks; i++) {
                boolean fewFiles = i % 3 == 2;
                long bytes =
                        fewFiles ? 4 * needed : i % 3 == 1 ? needed + 12_288 : 4096L + random.nextInt((int) needed);
                try (SmallDisk disk = SmallDisk.inMemory(folder.resolve("disk"), bytes, fewFiles ? 20 : 1000)) {
                    midway += download(history, run, disk) ? 1 : 0;
                }
            }
            assertThat(midway).as("downloads that failed midway").isGreaterThanOrEqualTo(disks / 3);
        }

        private static boolean download(RunHistory history, RunRecord run, SmallDisk disk) throws Exception {
            Path target = disk.root().resolve("downloads/1");
            boolean midway = false;
            try {
                history.download(run, run.artifacts(), target, false);
            } catch (AmlException e) {
                midway = !e.problem().startsWith("nothing has been downloaded: ");
                assertThat(e.problem())
                        .containsPattern("no space left on the disk: [0-9,]+ bytes needed, [0-9,]+ byte");
                assertThat(e.remedy()).contains("-Daml.destination=<folder>");
                assertThat(e.problem().startsWith(whole(run, target) + " of " + FILES + " files"))
                        .isEqualTo(midway);
            }
            disk.remount("size=4000000,nr_inodes=1000");
            history.download(run, run.artifacts(), target, false);
            assertThat(whole(run, target)).isEqualTo(FILES);
            return midway;
        }

        /** Every file under its name is whole, and there are no others. */
        private static int whole(RunRecord run, Path target) throws IOException {
            int whole = 0;
            for (Artifact artifact : run.artifacts()) {
                Path file = target.resolve(artifact.path().value());
                if (Files.exists(file)) {
                    assertThat(Sha256.of(Files.readAllBytes(file))).isEqualTo(artifact.sha256());
                    whole++;
                }
            }
            if (Files.exists(target)) {
                try (Stream<Path> files = Files.walk(target)) {
                    assertThat(files.filter(Files::isRegularFile)).hasSize(whole);
                }
            }
            return whole;
        }

        private void collections(int disks) throws Exception {
            for (int i = 0; i < disks; i++) {
                long bytes = 40_000L + random.nextInt((int) needed);
                try (SmallDisk disk = SmallDisk.inMemory(folder.resolve("disk"), bytes, 1000)) {
                    collect(disk);
                }
            }
        }

        private void collect(SmallDisk disk) throws Exception {
            RunHistory history = Runs.history(disk.root());
            OpenRun open = history.claim(Runs.start());
            List<Path> left = outputs();
            while (!left.isEmpty()) {
                Path output = left.get(0);
                String before = Sha256.of(Files.readAllBytes(output));
                try {
                    open.add(new ArtifactPath("outputs/" + output.getFileName()), output);
                    left.remove(0);
                } catch (DiskException e) {
                    assertThat(e.problem()).contains("no space left on the disk: ");
                    assertThat(Sha256.of(Files.readAllBytes(output))).isEqualTo(before);
                    break;
                }
            }
            assertThat(left).isNotEmpty();
            Files.write(disk.root().resolve("rest"), new byte[0]);
            fill(disk.root().resolve("rest"));
            assertThatThrownBy(() -> open.complete(Runs.completed()))
                    .isInstanceOf(DiskException.class)
                    .hasMessageContaining("final.json: no space left on the disk: ");
            assertThat(history.find("1").status().isFinal()).isFalse();
            assertThat(history.list(RunFilter.ALL).runs()).hasSize(1);
            disk.remount("size=4000000");
            for (Path output : left) {
                open.add(new ArtifactPath("outputs/" + output.getFileName()), output);
            }
            RunRecord run = open.complete(Runs.completed());
            assertThat(run.artifacts()).hasSize(FILES);
            List<Finding> findings = new ArrayList<>();
            history.verification().run(findings::add);
            assertThat(findings).isEmpty();
        }

        private static void fill(Path file) throws IOException {
            try (var out = Files.newOutputStream(file)) {
                for (int i = 0; i < 10_000; i++) {
                    out.write(new byte[1024]);
                }
            } catch (IOException full) {
                assertThat(full.getMessage()).contains("No space left");
                return;
            }
            throw new AssertionError("the disk never became full");
        }

        private void readOnly() throws Exception {
            try (SmallDisk disk = SmallDisk.ext4(folder.resolve("disk"), folder.resolve("image"), 4_000_000)) {
                RunHistory history = Runs.history(disk.root());
                OpenRun open = history.claim(Runs.start());
                OpenRun other = history.claim(Runs.start());
                Path output = outputs().get(0);
                Path late = outputs().get(0);
                open.add(new ArtifactPath("outputs/x"), output);
                open.complete(Runs.completed());
                disk.remount("ro");
                RunRecord run = history.find("1");
                assertThat(history.list(RunFilter.ALL).runs()).hasSize(2);
                history.download(run, run.artifacts(), folder.resolve("elsewhere"), false);
                assertThatThrownBy(() -> history.claim(Runs.start()))
                        .isInstanceOf(DiskException.class)
                        .hasMessageEndingWith("the file system is read-only");
                assertThatThrownBy(() -> other.add(new ArtifactPath("outputs/x"), late))
                        .isInstanceOf(DiskException.class);
                assertThat(late).exists();
                assertThatThrownBy(() -> history.download(
                                run, run.artifacts(), disk.root().resolve("d"), false))
                        .isInstanceOf(AmlException.class)
                        .hasMessageContaining("the file system is read-only\n-> make it writable");
                disk.remount("rw");
                other.add(new ArtifactPath("outputs/x"), late);
                assertThat(other.complete(Runs.completed()).number()).isEqualTo(2);
            }
        }

        private List<Path> outputs() throws IOException {
            Path run = Files.createTempDirectory(folder, "run");
            List<Path> outputs = new ArrayList<>();
            needed = 0;
            for (int i = 0; i < FILES; i++) {
                byte[] content = new byte[1 + random.nextInt(6000)];
                random.nextBytes(content);
                needed += content.length;
                outputs.add(Files.write(run.resolve("f" + i), content));
            }
            return outputs;
        }
    }
}

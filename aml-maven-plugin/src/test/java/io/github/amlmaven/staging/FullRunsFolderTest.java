package io.github.amlmaven.staging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.DiskException;
import io.github.amlmaven.RunId;
import io.github.amlmaven.SmallDisk;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.compute.RunsFolder;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy that does not fit says what it needs, can be removed, and works when there is room. */
class FullRunsFolderTest {
    @TempDir
    Path folder;

    @Test
    void onDisksOfManySizes() throws Exception {
        SmallDisk.inOwnNamespace(Copier.class, folder);
    }

    @Test
    void moreThreadsThanFilesMayBeOpen() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 80; exec \"$@\"", "sh"));
        command.addAll(SmallDisk.java(FewHandles.class, folder));
        SmallDisk.run(command);
    }

    /** The program that may open few files. */
    static final class FewHandles {
        private FewHandles() {}

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            Path project = Files.createDirectory(folder.resolve("project"));
            Path one = Files.createDirectory(folder.resolve("one"));
            Files.writeString(project.resolve("first"), "x");
            ProjectTree small = ProjectTree.scan(project);
            StagingArea.copy(small, one, SizeLimit.DEFAULT);
            DiskException.of(new IOException("Too many open files"), one, 0, ""); // classes cannot be loaded later
            for (int i = 0; i < 32; i++) {
                Files.write(Files.createDirectory(project.resolve("d" + i)).resolve("f"), new byte[100_000]);
            }
            ProjectTree tree = ProjectTree.scan(project);
            Path many = Files.createDirectory(folder.resolve("many"));
            List<InputStream> open = new ArrayList<>();
            try {
                while (open.size() < 1000) {
                    open.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException e) {
                open.remove(open.size() - 1).close();
            }
            String words = "no failure";
            try {
                StagingArea.copy(tree, many, SizeLimit.DEFAULT);
            } catch (AmlException e) {
                words = e.getMessage();
            }
            for (InputStream stream : open) {
                stream.close();
            }
            assertThat(words)
                    .startsWith("the project could not be copied: ")
                    .endsWith(": too many files are open in this process\n"
                            + "-> allow more with ulimit -n 4096 before Maven is started");
        }
    }

    /** The program that copies. */
    static final class Copier {
        private Copier() {}

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            Random random = new Random(SmallDisk.seed());
            Path project = Files.createDirectory(folder.resolve("project"));
            for (int i = 0; i < 80; i++) {
                byte[] content = new byte[1 + random.nextInt(9000)];
                random.nextBytes(content);
                Files.createDirectories(project.resolve("d" + i % 7));
                Files.write(project.resolve("d" + i % 7 + "/f" + i), content);
            }
            ProjectTree tree = ProjectTree.scan(project);
            long needed = tree.totalBytes();
            int disks = Boolean.getBoolean("aml.long") ? 100 : 12;
            int midway = 0;
            for (int i = 0; i < disks; i++) {
                // Up to the bytes alone it is refused at once; a little more, and the last blocks do not fit.
                long bytes =
                        i % 3 == 0 ? 4096L + random.nextInt((int) needed) : needed + 16384 + random.nextInt(90_000);
                boolean fewFiles = i % 3 == 2;
                int files = fewFiles ? 30 + random.nextInt(40) : 1000;
                try (SmallDisk disk =
                        SmallDisk.inMemory(folder.resolve("disk"), fewFiles ? 4 * needed : bytes, files)) {
                    midway += copy(tree, disk, fewFiles) ? 1 : 0;
                }
            }
            assertThat(midway).as("copies that failed midway").isGreaterThan(disks / 4);
        }

        private static boolean copy(ProjectTree tree, SmallDisk disk, boolean fewFiles) throws Exception {
            RunDirectory run = RunsFolder.at(disk.root()).create(new RunId("iris_1504873881116"));
            boolean midway = false;
            try {
                StagingArea.copy(tree, run.root(), SizeLimit.DEFAULT);
                assertThat(fewFiles).isFalse();
            } catch (AmlException e) {
                midway = run.root().toFile().list().length > 0;
                assertThat(e.problem())
                        .startsWith("the project could not be copied: " + run.root())
                        .contains(": no space left on the disk: ")
                        .contains(" free");
                assertThat(e.problem().replace(",", "")).contains(tree.totalBytes() + " bytes needed");
                assertThat(e.problem().endsWith(" free, so the number of files is used up"))
                        .isEqualTo(fewFiles);
                assertThat(e.remedy())
                        .isEqualTo("free space there, or choose another place with -Daml.runsFolder=<folder>");
            }
            run.delete();
            assertThat(disk.root().resolve("iris_1504873881116")).doesNotExist();
            disk.remount("size=" + 4 * tree.totalBytes() + ",nr_inodes=1000");
            RunDirectory again = RunsFolder.at(disk.root()).create(new RunId("iris_1504873881116"));
            List<StagedFile> staged = StagingArea.copy(tree, again.root(), SizeLimit.DEFAULT);
            for (StagedFile file : staged) {
                if (file.sha256() != null) {
                    assertThat(again.root().resolve(file.path()))
                            .hasSameBinaryContentAs(tree.root().resolve(file.path()));
                }
            }
            return midway;
        }
    }
}

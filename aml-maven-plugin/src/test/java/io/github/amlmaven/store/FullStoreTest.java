package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.DiskException;
import io.github.amlmaven.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on a disk that runs full keeps what it has, says what is wrong, and goes on when there is room. */
class FullStoreTest {
    @TempDir
    Path folder;

    @Test
    void onTenDisksOfTwoKinds() throws Exception {
        SmallDisk.inOwnNamespace(Filler.class, folder);
    }

    /** The program that fills the disks. */
    static final class Filler {
        private static final int LARGEST = 40_000;

        private final Random random;
        private final Path scratch;
        private final Path disk;
        private final Store store;
        private final Map<String, String> kept = new TreeMap<>();
        private int refused;

        private Filler(Random random, Path scratch, Path disk) {
            this.random = random;
            this.scratch = scratch;
            this.disk = disk;
            this.store = new FolderStore(disk.resolve("store"));
        }

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            Random random = new Random(SmallDisk.seed());
            int disks = Boolean.getBoolean("aml.long") ? 60 : 10;
            for (int i = 0; i < disks; i++) {
                boolean inodes = i % 5 == 4;
                Path root = folder.resolve("disk");
                try (SmallDisk disk = i % 2 == 0
                        ? SmallDisk.inMemory(
                                root, inodes ? 8_000_000 : 100_000 + random.nextInt(700_000), inodes ? 40 : 1000)
                        : SmallDisk.ext4(root, folder.resolve("image"), 600_000 + random.nextInt(1_500_000))) {
                    new Filler(random, Files.createDirectories(folder.resolve("scratch")), disk.root()).fill();
                }
            }
        }

        private void fill() throws IOException {
            Path ballast = Files.write(disk.resolve("ballast"), new byte[20_000]);
            Files.createDirectories(disk.resolve("store"));
            for (int i = 0; refused < 12; i++) {
                assertThat(i).as("the disk never became full").isLessThan(5000);
                attempt("p/" + i % 3 + "/" + i, i % 4);
            }
            assertEverythingIsThere();
            Files.delete(ballast);
            // Room for whole files of either kind, as when the user deletes something.
            for (String name : kept.keySet().stream().limit(8).toList()) {
                Files.delete(disk.resolve("store").resolve(name));
                kept.remove(name);
            }
            int before = kept.size();
            for (int kind = 0; kind < 4; kind++) {
                attempt("q/again" + kind, kind, 500);
            }
            assertThat(kept).hasSize(before + 4);
            assertEverythingIsThere();
        }

        private void attempt(String name, int kind) throws IOException {
            attempt(name, kind, 1 + random.nextInt(LARGEST));
        }

        private void attempt(String name, int kind, int size) throws IOException {
            byte[] content = new byte[size];
            random.nextBytes(content);
            Path source = (kind == 2 ? disk : scratch).resolve("source");
            if (kind > 0 && !written(source, content)) {
                return;
            }
            try {
                switch (kind) {
                    case 0 -> assertThat(store.create(name, content)).isTrue();
                    case 1, 2 -> store.add(name, source);
                    default -> store.copy(name, source, Sha256.of(content));
                }
                kept.put(name, Sha256.of(content));
                Files.deleteIfExists(source);
            } catch (DiskException e) {
                refused++;
                assertThat(e.problem())
                        .startsWith(disk.toString())
                        .contains("no space left on the disk: ")
                        .contains(" needed, ")
                        .contains(" free");
                assertThat(e.problem().replace(",", "")).contains(size + " byte");
                assertThat(e.remedy()).contains("-Daml.store=<folder>");
                assertThat(store.size(name)).isEmpty();
                if (kind > 0) {
                    assertThat(source).hasBinaryContent(content);
                    Files.delete(source);
                }
            }
        }

        private boolean written(Path source, byte[] content) throws IOException {
            try {
                Files.write(source, content);
                return true;
            } catch (IOException full) {
                assertThat(full.getMessage()).contains("No space left");
                refused++;
                Files.deleteIfExists(source);
                return false;
            }
        }

        private void assertEverythingIsThere() throws IOException {
            for (Map.Entry<String, String> object : kept.entrySet()) {
                assertThat(Sha256.of(store.read(object.getKey()).orElseThrow()))
                        .as(object.getKey())
                        .isEqualTo(object.getValue());
            }
            assertThat(store.list("")).containsExactlyElementsOf(kept.keySet());
            try (Stream<Path> files = Files.walk(disk)) {
                assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith(".aml"));
            }
        }
    }
}

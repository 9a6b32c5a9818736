package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.RunId;
import io.github.amlmaven.fuzz.Fuzzing;
import io.github.amlmaven.fuzz.Oracle;
import io.github.amlmaven.fuzz.Scratch;
import io.github.amlmaven.fuzz.Tries;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever becomes of an archive on its way, it is read or refused, and nothing is written outside the run directory. */
@AddLifecycleHook(Fuzzing.class)
class TarFuzz {
    private static final Path FOLDER = Scratch.folder();
    private static final int BLOCK = 512;

    /** The fields of a header that lead somewhere: name, mode, size, time, type, target, magic, prefix; each with its length. */
    private static final int[][] FIELDS = {
        {0, 100}, {100, 8}, {124, 12}, {136, 12}, {156, 1}, {157, 100}, {257, 8}, {345, 155}
    };

    private static final List<String> PIECES = List.of(
            "../",
            "/",
            "..",
            "azureml-run/../../x",
            "/etc/x",
            "\0",
            "\u00ff",
            "7",
            "77777777777",
            "\u0080",
            "0",
            "5",
            "2",
            "1",
            "x",
            "L",
            "K",
            "g",
            "S",
            "path=",
            "size=9",
            "-",
            " ",
            "ustar  \0",
            "outputs");

    @AfterContainer
    static void remove() throws IOException {
        Scratch.delete(FOLDER);
    }

    @Property
    @Tries(inBuild = 1000, inLong = 100_000)
    void damagedArchives(@ForAll long seed) throws IOException {
        byte[] tar = damaged(new Random(seed));
        Path runs = Files.createTempDirectory(FOLDER, "try");
        RunDirectory directory = RunsFolder.at(runs).create(new RunId("iris_1500000000000"));
        Files.createDirectory(directory.outputs());
        Files.createDirectory(directory.setup());
        Oracle.check(() -> extract(tar, directory));
        try (Stream<Path> outside = Files.list(runs)) {
            assertThat(outside).containsExactly(directory.root());
        }
        try (Stream<Path> inside = Files.walk(directory.root())) {
            assertThat(inside).allMatch(path -> Files.isRegularFile(path) || Files.isDirectory(path));
        }
        assertThat(FOLDER.resolve("x")).doesNotExist();
        directory.delete();
    }

    private static void extract(byte[] tar, RunDirectory directory) throws IOException {
        try (Refusals refusals = new Refusals(directory)) {
            new Extraction(directory, path -> ContainerFiles.whereabouts("iris", path), 1000, 1000, refusals)
                    .take(new TarReader(new ByteArrayInputStream(tar)), "", 1_000_000);
        } catch (IOException e) {
            assertThat(e).hasMessageStartingWith("the archive from the Docker engine is damaged: ");
        }
        Outputs.of(directory, 1000).leftOut().forEach(left -> assertThat(left.reason())
                .isNotBlank());
    }

    private static byte[] damaged(Random random) {
        byte[] tar = new TarBytes()
                .folder("azureml-run")
                .folder("azureml-run/outputs")
                .file("azureml-run/outputs/a", "content")
                .pax("path", "azureml-run/outputs/\u00fc")
                .file("azureml-run/outputs/x", "content")
                .extended('L', "azureml-run/outputs/long\0".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .file("x", "y".repeat(600))
                .link("azureml-run/outputs/l", '2', "/etc")
                .link("azureml-run/outputs/h", '1', "azureml-run/outputs/a")
                .file("azureml-run/train.py", "print()")
                .end();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            tar = damaged(tar, random);
        }
        return tar;
    }

    private static byte[] damaged(byte[] tar, Random random) {
        if (tar.length < 2 * BLOCK) {
            return tar;
        }
        int block = random.nextInt(tar.length / BLOCK) * BLOCK;
        switch (random.nextInt(8)) {
            case 0 -> {
                return java.util.Arrays.copyOf(tar, random.nextInt(tar.length));
            }
            case 1 -> {
                int other = random.nextInt(tar.length / BLOCK) * BLOCK;
                System.arraycopy(tar.clone(), block, tar, other, BLOCK);
            }
            case 2 -> tar[random.nextInt(tar.length)] = (byte) random.nextInt();
            default -> {
                // With the right checksum: else nothing behind it would ever be reached.
                int[] field = FIELDS[random.nextInt(FIELDS.length)];
                byte[] piece = PIECES.get(random.nextInt(PIECES.size()))
                        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
                int at = block + field[0] + (random.nextBoolean() ? 0 : random.nextInt(field[1]));
                System.arraycopy(piece, 0, tar, at, Math.min(piece.length, block + field[0] + field[1] - at));
                TarBytes.sign(tar, block);
            }
        }
        return tar;
    }
}

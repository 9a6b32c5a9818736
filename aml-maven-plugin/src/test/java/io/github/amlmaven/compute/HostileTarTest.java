package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.Extraction.Stop;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** D3, D4, A1, A2: whatever an archive says, nothing is written outside the run directory, and what is refused is named. */
@Timeout(60)
class HostileTarTest {
    private static final long LIMIT = 1_000_000;
    private static final int MOST = 1_000_000;
    private static final int ENTRIES = 300;

    @TempDir
    Path temp;

    private RunDirectory directory;
    private Path canary;
    private Map<String, String> before;

    @BeforeEach
    void makeRun() throws IOException {
        Files.createDirectories(temp.resolve("canary/folder"));
        canary = Files.writeString(temp.resolve("canary/secret"), "untouched");
        Files.writeString(temp.resolve("canary/folder/secret"), "untouched");
        directory = RunsFolder.at(temp.resolve("runs")).create(new RunId("iris_1500000000000"));
        directory.addRunFolders();
        Files.writeString(directory.root().resolve("train.py"), "print()");
        before = outside();
    }

    @Test
    void threeHundredHostileEntriesAreRefusedAndNamed() throws IOException {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("HostileTarTest: seed " + seed);
        HostileEntries entries = new HostileEntries(new Random(seed), canary);

        extract(entries.tar(ENTRIES).stream(), MOST);

        Outputs outputs = Outputs.of(directory, LIMIT);
        assertThat(entries.refused).hasSizeGreaterThanOrEqualTo(ENTRIES);
        assertThat(outputs.leftOut()).extracting(Outputs.LeftOut::path).containsAll(entries.refused);
        assertThat(outputs.leftOut())
                .allSatisfy(left -> assertThat(left.reason()).isNotBlank());
        Map<String, String> kept = new TreeMap<>();
        for (Outputs.Output output : outputs.files()) {
            if (output.path().value().startsWith("outputs/")) {
                kept.put(output.path().value(), Files.readString(output.file()));
            }
        }
        assertThat(kept).isEqualTo(entries.kept);
        assertUntouched();
    }

    @Test
    void everyByteMakesANameThatIsKeptOrNamed() throws IOException {
        TarBytes tar = tar();
        for (int b = 1; b < 256; b++) {
            byte[] name = ("azureml-run/outputs/x" + (char) b).getBytes(StandardCharsets.ISO_8859_1);
            if (b != '/') {
                tar.pax("path", name).header(new byte[] {'x'}, '0', TarBytes.octal(0), "");
            }
        }

        extract(tar.stream(), MOST);

        Outputs outputs = Outputs.of(directory, LIMIT);
        assertThat(outputs.files().stream()
                        .map(output -> output.path().value())
                        .filter(name -> name.startsWith("outputs/")))
                .hasSize(126);
        assertThat(outputs.leftOut()).hasSize(128).allSatisfy(left -> assertThat(left.path() + " " + left.reason())
                .matches("outputs/x\\\\x[0-9a-f]{2} has a name that is not valid UTF-8; rename it in the script"));
        assertUntouched();
    }

    @Test
    void refusesATopThatIsAnother() throws IOException {
        TarBytes tar = new TarBytes()
                .folder("azureml-run2")
                .file("azureml-run2/outputs/x", "x")
                .folder("azureml-run")
                .folder("azureml-run/outputs")
                .file("azureml-run/outputs/fine", "x");

        extract(tar.stream(), MOST);

        assertThat(Outputs.of(directory, LIMIT).leftOut())
                .containsExactly(new Outputs.LeftOut(
                        "azureml-run2", 0, "has a name that leads out of the run folder or nowhere"));
        assertThat(directory.outputs().resolve("fine")).hasContent("x");
        assertUntouched();
    }

    @Test
    void aRunFolderThatIsALinkBringsNothing() throws IOException {
        Files.writeString(directory.outputs().resolve("of-the-project"), "x");

        extract(
                new TarBytes().link("azureml-run", '2', "/etc").file("azureml-run/outputs/passwd", "root").stream(),
                MOST);

        Outputs outputs = Outputs.of(directory, LIMIT);
        assertThat(outputs.files())
                .extracting(output -> output.path().value())
                .containsExactly("azureml-logs/control_log.txt", "azureml-logs/driver_log.txt");
        assertThat(outputs.leftOut())
                .contains(new Outputs.LeftOut("outputs", 0, "is not brought back: /azureml-run is a link to /etc"));
        assertUntouched();
    }

    @Test
    void namesThatAreOursAndFoldersOfTheRunAreNotReplaced() throws IOException {
        directory.log("ours");
        String control = Files.readString(directory.controlLog());
        TarBytes tar = tar().file("azureml-run/.aml-taken-out", "x")
                .file("azureml-run/azureml-setup", "x")
                .folder("azureml-run/azureml-logs")
                .file("azureml-run/azureml-logs/control_log.txt", "theirs");

        extract(tar.stream(), MOST);

        assertThat(directory.root().resolve(".aml-taken-out")).doesNotExist();
        assertThat(directory.setup()).isDirectory();
        assertThat(directory.controlLog())
                .content()
                .startsWith(control)
                .contains("2 entries that are no outputs were left in the container; the first: .aml-taken-out has a"
                        + " name that is the plugin's own");
    }

    @Test
    void linksOfTheProjectStayAndOthersAreCounted() throws IOException {
        Files.createSymbolicLink(directory.root().resolve("data"), Path.of("src/data"));
        Files.createSymbolicLink(directory.root().resolve("was-a-link"), Path.of("train.py"));
        TarBytes tar = tar().link("azureml-run/data", '2', "src/data")
                .folder("azureml-run/was-a-link")
                .file("azureml-run/was-a-link/now", "a folder")
                .link("azureml-run/train.py", '2', canary.toString());

        extract(tar.stream(), MOST);

        assertThat(Files.readSymbolicLink(directory.root().resolve("data"))).hasToString("src/data");
        assertThat(directory.root().resolve("was-a-link/now")).hasContent("a folder");
        assertThat(directory.root().resolve("train.py")).hasContent("print()");
        assertThat(directory.controlLog()).content().contains("1 entries that are no outputs");
        assertUntouched();
    }

    @Test
    void largeFilesAreRefusedByTheirHeaders() throws IOException {
        byte[] tar = tar().header(bytes("azureml-run/outputs/big"), '0', TarBytes.binary(0x80, 1L << 40), "")
                .open();

        assertThat(extract(new ByteArrayInputStream(tar), MOST)).isEqualTo(Stop.LARGE);

        assertThat(Outputs.of(directory, LIMIT).leftOut())
                .containsExactly(new Outputs.LeftOut(
                        "outputs/big",
                        1L << 40,
                        "is not under the limit of 1000000 bytes for one output; raise it with"
                                + " -Daml.outputSizeLimit=1099511627777; it is still in the container: docker cp"
                                + " iris:/azureml-run/outputs/big ."));
    }

    @Test
    void headersThatCannotBeAreDamage() {
        for (byte[] size : List.of(
                TarBytes.binary(0xff, -1),
                TarBytes.binary(0x80, Long.MIN_VALUE),
                TarBytes.binary(0xbf, -1),
                bytes("-0000000001\0"),
                bytes("88888888888\0"))) {
            assertDamaged(
                    tar().header(bytes("azureml-run/outputs/x"), '0', size, "").open());
            assertDamaged(tar().header(bytes("pax"), 'x', size, "").open());
        }
        for (String number : List.of("-1", "9223372036854775808", "99999999999999999999", "", "x", "1e9")) {
            assertDamaged(
                    tar().pax("size", number).file("azureml-run/outputs/x", "x").end());
        }
        for (String record :
                List.of("8 path=x\n", "3 p\n", "0 a=b\n", "99999999999 a=b\n", "-5 a=b\n", "a=b\n", "7 path\n")) {
            assertDamaged(tar().extended('x', bytes(record))
                    .file("azureml-run/outputs/x", "x")
                    .end());
        }
        assertDamaged(
                tar().header(bytes("pax"), 'x', TarBytes.octal(8L << 30), "").open());
        assertDamaged(tar().header(bytes("x"), 'L', TarBytes.binary(0x80, 1L << 50), "")
                .open());
        byte[] unsigned = tar().file("azureml-run/outputs/x", "x").end();
        unsigned[2 * 512] = 'b';
        assertDamaged(unsigned);
        assertDamaged("{\"message\":\"no such container\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void headersWithoutEndAreDamage() {
        byte[] longName = new byte[512 * 1024];
        InputStream endless = new Repeated(
                tar().open(), new TarBytes().extended('L', longName).open(), Long.MAX_VALUE, new byte[0]);

        assertThatThrownBy(() -> extract(endless, MOST)).hasMessageContaining("more than 16 headers without a file");
    }

    @Test
    void everyPrefixOfAnArchiveIsDamage() {
        byte[] tar = tar().file("azureml-run/outputs/x", "content")
                .pax("path", "azureml-run/outputs/ü")
                .file("x", "content")
                .end();
        for (int length = 0; length < tar.length - 2 * 512; length += 97) {
            byte[] cut = java.util.Arrays.copyOf(tar, length);
            assertThatThrownBy(() -> extract(new ByteArrayInputStream(cut), MOST))
                    .isInstanceOf(EOFException.class)
                    .hasMessage("the archive from the Docker engine is damaged: it ends in the middle");
        }
    }

    @Test
    void aMillionEntriesTakeBoundedRoom() throws IOException {
        InputStream links = new Repeated(
                tar().open(),
                new TarBytes()
                        .link("azureml-run/outputs/" + "l".repeat(68), '2', "x")
                        .open(),
                MOST,
                new byte[1024]);

        assertThat(extract(links, MOST)).isEqualTo(Stop.FULL);

        Outputs outputs = Outputs.of(directory, LIMIT);
        assertThat(outputs.leftOut()).hasSizeBetween(10_000, 500_000);
        assertThat(outputs.leftOut()).anySatisfy(left -> assertThat(left.reason())
                .matches("holds [0-9]+ entries more that are not kept, and that .*"));
        assertThat(Files.size(directory.root().resolve(".aml-refused"))).isLessThanOrEqualTo(16 * 1024 * 1024);
    }

    @Test
    void stopsAtTheMostEntries() throws IOException {
        TarBytes tar = tar();
        for (int i = 0; i < 200; i++) {
            tar.file("azureml-run/outputs/" + i, "x");
        }

        assertThat(extract(tar.stream(), 100)).isEqualTo(Stop.FULL);

        try (Stream<Path> files = Files.list(directory.outputs())) {
            assertThat(files).hasSizeBetween(90, 100);
        }
    }

    @Test
    void aCrowdOfOtherFilesLeavesRoomForOutputs() throws IOException {
        TarBytes tar = new TarBytes().folder("azureml-run");
        for (int i = 0; i < 200; i++) {
            tar.file("azureml-run/a" + i, "x");
        }

        assertThat(extract(tar.stream(), 100)).isEqualTo(Stop.CROWDED);
    }

    private Stop extract(InputStream tar, int most) throws IOException {
        try (Refusals refusals = new Refusals(directory)) {
            Extraction extraction =
                    new Extraction(directory, path -> ContainerFiles.whereabouts("iris", path), LIMIT, most, refusals);
            Stop stop = extraction.take(new TarReader(tar), "", 64L * 1024 * 1024);
            refusals.end();
            return stop;
        }
    }

    private void assertDamaged(byte[] tar) {
        assertThatThrownBy(() -> extract(new ByteArrayInputStream(tar), MOST))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the archive from the Docker engine is damaged: ");
    }

    /** Nothing outside is another than it was, and there is no link inside. */
    private void assertUntouched() throws IOException {
        assertThat(outside()).isEqualTo(before);
        try (Stream<Path> inside = Files.walk(directory.root())) {
            assertThat(inside.filter(path -> !path.startsWith(directory.root().resolve("data"))))
                    .noneMatch(Files::isSymbolicLink);
        }
    }

    private Map<String, String> outside() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(temp)) {
            for (Path path :
                    paths.filter(each -> !each.startsWith(directory.root())).toList()) {
                found.put(
                        path.toString(),
                        Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                                ? Files.readString(path) + Files.getLastModifiedTime(path)
                                : Files.readAttributes(path, "unix:mode,uid,nlink", LinkOption.NOFOLLOW_LINKS)
                                        .toString());
            }
        }
        return found;
    }

    private static TarBytes tar() {
        return new TarBytes().folder("azureml-run").folder("azureml-run/outputs");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

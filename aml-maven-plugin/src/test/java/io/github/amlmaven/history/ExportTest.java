package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import io.github.amlmaven.store.UnreliableStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that leave a history in a zip, and come into another. */
class ExportTest {
    private static final String FOLDER = Runs.PROJECT.path() + "/";

    @TempDir
    Path temp;

    private RunHistory history;
    private Path zip;

    @BeforeEach
    void makeRuns() throws IOException {
        history = Runs.history(temp.resolve("history"));
        zip = temp.resolve("out/runs.zip");
        make("first", "outputs/a\\b: ü\u0007", "outputs/" + "deep/".repeat(150) + "x".repeat(250));
        make("second", "outputs/model");
        make("third", "outputs/model");
        history.mark(history.find("2"), Mark.Kind.LABEL, "best", Map.of());
        history.mark(history.find("2"), Mark.Kind.NOTE, "a note", Map.of());
        history.assets().promote(history.find("2"), "outputs/model", "model", false);
        history.mark(history.find("3"), Mark.Kind.LABEL, "worst", Map.of());
    }

    @Test
    void runsComeIntoAnotherHistoryAsTheyWere() throws IOException {
        RunHistory other = Runs.history(temp.resolve("other"));
        RunExport.Written written = export(all());

        assertThat(importInto(other)).extracting(SentRun::before).containsExactly(1, 2, 3);

        assertThat(written.runs()).isEqualTo(3);
        for (int number = 1; number <= 3; number++) {
            String run = Integer.toString(number);
            assertThat(other.find(run).fields()).isEqualTo(history.find(run).fields());
        }
        assertThat(other.find("label:best").number()).isEqualTo(2);
        assertThat(other.assets().find("model", 1)).isEqualTo(history.assets().find("model", 1));
        RunRecord first = other.find("1");
        other.download(first, first.artifacts(), temp.resolve("downloads"), false);
        assertThat(temp.resolve("downloads/outputs/a\\b: ü\u0007")).hasContent("first 0");
        List<Finding> findings = new ArrayList<>();
        other.verification().run(findings::add);
        assertThat(findings).isEmpty();
        assertThat(leftovers(temp.resolve("other"))).isEmpty();
        assertThat(leftovers(temp.resolve("out"))).isEmpty();
    }

    @Test
    void aSecondImportChangesNothing() throws IOException {
        RunHistory other = Runs.history(temp.resolve("other"));
        export(all());
        importInto(other);
        Map<String, String> before = files(temp.resolve("other"));

        assertThat(importInto(other)).extracting(SentRun::files).containsOnly(0);

        assertThat(files(temp.resolve("other"))).isEqualTo(before);
    }

    @Test
    void historiesElsewhereAreExportedAndImportedAlike() throws IOException {
        UnreliableStore from = new UnreliableStore(temp.resolve("history"), 4);
        UnreliableStore to = new UnreliableStore(temp.resolve("other"), 4);
        from.setAway(false);
        to.setAway(false);
        RunHistory other = new RunHistory(to, Runs.PROJECT);

        new RunExport(new RunHistory(from, Runs.PROJECT), TransferListener.NONE).write(all(), zip, false);
        importInto(other);

        assertThat(other.find("2").fields()).isEqualTo(history.find("2").fields());
        assertThat(other.find("label:best").number()).isEqualTo(2);
    }

    @Test
    void oneRunOfManyKeepsItsIdAndGetsTheNextNumber() throws IOException {
        RunHistory other = Runs.history(temp.resolve("other"));
        export(List.of(history.find("3")));

        assertThat(importInto(other)).extracting(SentRun::before).containsExactly(3);

        assertThat(other.newest()).isEqualTo(1);
        assertThat(other.find("1").id()).isEqualTo(history.find("3").id());
        assertThat(other.find("label:worst").number()).isEqualTo(1);
    }

    @Test
    void aZipThatIsUnpackedIsAHistory() throws IOException {
        export(all());
        Path folder = temp.resolve("unpacked");
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(in, file);
            }
        }

        RunHistory unpacked = Runs.history(folder);

        assertThat(unpacked.list(RunFilter.ALL).runs()).hasSize(3);
        List<Finding> findings = new ArrayList<>();
        unpacked.verification().run(findings::add);
        assertThat(findings).isEmpty();
    }

    @Test
    void whatCameLateComesAlong() throws IOException {
        OpenRun run = history.claim(Runs.start());
        history.giveUp(history.find("4"));
        Runs.add(run, temp, "outputs/late", "late");
        run.complete(Runs.completed());
        RunHistory other = Runs.history(temp.resolve("other"));

        export(all());
        importInto(other);

        assertThat(other.find("4").artifact("outputs/late").size()).isEqualTo(4);
    }

    @Test
    void aRunThatGoesOnIsRefusedAndNothingIsWritten() throws IOException {
        history.claim(Runs.start());

        assertThatThrownBy(() -> export(List.of(history.find("1"), history.find("last"))))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("run 4 in ")
                .hasMessageContaining("only runs that have ended are exported\n-> wait for its end: mvn aml:logs");
        assertThat(temp.resolve("out")).doesNotExist();
    }

    @Test
    void whatIsDamagedIsNotExported() throws IOException {
        RunRecord second = history.find("2");
        Files.writeString(file("ExperimentRun/" + second.id() + "/outputs/model"), "sEcond 0");

        assertThatThrownBy(() -> export(all()))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("outputs/model in the history at ")
                .hasMessageContaining("is not what run 2 recorded");
        assertThat(temp.resolve("out")).isEmptyDirectory();
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyWhenAsked() throws IOException {
        Files.createDirectories(zip.getParent());
        Files.writeString(zip, "mine");

        assertThatThrownBy(() -> export(all())).hasMessageContaining("is there already");
        assertThat(zip).hasContent("mine");
        new RunExport(history, TransferListener.NONE).write(all(), zip, true);
        assertThat(importInto(Runs.history(temp.resolve("other")))).hasSize(3);
    }

    @Test
    void aLostListOfProjectFilesKeepsNobodyFromTheRest() throws IOException {
        String id = history.find("1").snapshotId().orElseThrow();
        Files.delete(file("snapshots/" + id + ".json"));

        export(all());

        assertThat(importInto(Runs.history(temp.resolve("other")))).hasSize(3);
    }

    @Test
    void aZipThatIsCutOffOrHasAChangedByteBringsNothing() throws IOException {
        export(all());
        byte[] whole = Files.readAllBytes(zip);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 30; i++) {
            byte[] damaged = whole.clone();
            if (i % 3 == 0) {
                damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
            } else {
                damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(zip, damaged);
            RunHistory other = Runs.history(temp.resolve("other" + i));
            try {
                importInto(other);
                // What nobody reads, such as the time of an entry, may differ; then all of it is there, as it was.
                assertThat(other.find("1").fields())
                        .as("seed %d, %d", seed, i)
                        .isEqualTo(history.find("1").fields());
            } catch (AmlException e) {
                refused++;
                assertThat(e.getMessage()).contains("\n-> ");
                assertThat(temp.resolve("other" + i + "/" + FOLDER + "numbers"))
                        .as("seed %d, %d", seed, i)
                        .doesNotExist();
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(10);
    }

    @Test
    void foreignFilesAreRefusedInTwoLines() throws IOException {
        RunHistory other = Runs.history(temp.resolve("other"));
        assertThatThrownBy(() -> importInto(other)).hasMessageContaining("there is no file ");
        Files.createDirectories(zip.getParent());
        Files.writeString(zip, "no zip");
        assertThatThrownBy(() -> importInto(other))
                .hasMessageContaining("is damaged, cut off, or no zip of aml:export");
        write(Map.of("readme.txt", "mine".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> importInto(other))
                .hasMessageContaining("is not a zip that aml:export made: it has no aml-export.jsonl\n-> name one");
        export(all(), temp.resolve("out/real.zip"));
        assertThatThrownBy(() -> RunImport.open(
                        temp.resolve("out/real.zip"),
                        new RunHistory(
                                new FolderStore(temp.resolve("other")), new ProjectId("local", "default", "sales"))))
                .hasMessageContaining(
                        "holds runs of the project local/default/iris, and this is local/default/sales\n-> ");
        assertThat(temp.resolve("other/" + FOLDER + "numbers")).doesNotExist();
    }

    @Test
    void namesThatLeadElsewhereAreRefused() throws IOException {
        for (String name : List.of(
                "../../evil",
                FOLDER + "../../../evil",
                "/etc/evil",
                FOLDER + "evil/x",
                "local/default/other/runs/x/final.json",
                FOLDER + "runs//x",
                FOLDER + "runs/a\0b")) {
            write(entries(name, "x".getBytes(StandardCharsets.UTF_8), 1));

            assertThatThrownBy(() -> importInto(Runs.history(temp.resolve("other"))))
                    .as(name)
                    .isInstanceOf(AmlException.class)
                    .hasMessageContaining("which is no object of a history");
        }
        try (Stream<Path> files = Files.walk(temp)) {
            assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("evil");
        }
    }

    @Test
    void aZipBombIsReadNoFurtherThanItsListSays() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(new byte[64 * 1024 * 1024]);
        write(entries(FOLDER + "ExperimentRun/x/bomb", bomb.toByteArray(), 10));
        assertThatThrownBy(() -> importInto(Runs.history(temp.resolve("other"))))
                .hasMessageContaining("is not what its list says");

        write(entries(FOLDER + "ExperimentRun/x/bomb", new byte[10], Long.MAX_VALUE / 2));
        assertThatThrownBy(() -> importInto(Runs.history(temp.resolve("other"))))
                .satisfies(e -> assertThat(e.getMessage())
                        .containsAnyOf("no space left on the disk", "is not what its list says"));
        assertThat(leftovers(temp.resolve("other"))).isEmpty();
    }

    @Test
    void aRecordThatWasChangedTogetherWithTheListIsRefused() throws IOException {
        export(all());
        Map<String, byte[]> entries = read();
        String end = FOLDER + "runs/" + history.find("2").id() + "/final.json";
        byte[] changed = new String(entries.get(end), StandardCharsets.UTF_8)
                .replace("Completed", "Completes")
                .getBytes(StandardCharsets.UTF_8);
        String list = new String(entries.get("aml-export.jsonl"), StandardCharsets.UTF_8)
                .replace(Sha256.of(entries.get(end)), Sha256.of(changed));
        entries.put(end, changed);
        entries.put("aml-export.jsonl", list.getBytes(StandardCharsets.UTF_8));
        write(entries);

        assertThatThrownBy(() -> importInto(Runs.history(temp.resolve("other"))))
                .hasMessageContaining("final.json: its seal is broken or gone");
    }

    @Test
    void aLargeArtifactTakesNoMemory() throws IOException {
        OpenRun run = history.claim(Runs.start());
        Path large = temp.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(300L * 1024 * 1024);
        }
        run.add(new ArtifactPath("outputs/large"), large);
        run.complete(Runs.completed());
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();

        export(List.of(history.find("4")));
        importInto(Runs.history(temp.resolve("other")));

        System.gc();
        long grown = runtime.totalMemory() - runtime.freeMemory() - before;
        System.out.println("ExportTest: 300 MB out and in, zip " + Files.size(zip) + " bytes, heap grown by " + grown);
        assertThat(grown).isLessThan(64L * 1024 * 1024);
        assertThat(Runs.history(temp.resolve("other"))
                        .find("1")
                        .artifact("outputs/large")
                        .size())
                .isEqualTo(300L * 1024 * 1024);
    }

    @Test
    void aRunThatIsSaidToBeGoneIsRefused() throws IOException {
        export(List.of(history.find("1")));
        Map<String, byte[]> entries = read();
        byte[] purge = new Mark(history.find("1").id(), Mark.Kind.PURGE, "", Map.of(), Runs.START, "me", "1").content();
        entries.putAll(entries(FOLDER + "marks/00000001.json", purge, purge.length));
        String own = new String(entries.get("aml-export.jsonl"), StandardCharsets.UTF_8);
        String list = new String(read().get("aml-export.jsonl"), StandardCharsets.UTF_8);
        long objects = list.lines().count();
        long bytes = purge.length
                + list.lines()
                        .skip(1)
                        .mapToLong(line -> Long.parseLong(line.replaceAll(".*\"size\":([0-9]+).*", "$1")))
                        .sum();
        String header = list.lines()
                .findFirst()
                .orElseThrow()
                .replaceAll("\"objects\":[0-9]+", "\"objects\":" + objects)
                .replaceAll("\"bytes\":[0-9]+", "\"bytes\":" + bytes);
        String lines = header + list.substring(list.indexOf('\n'))
                + own.lines().skip(1).findFirst().orElseThrow() + "\n";
        entries.put("aml-export.jsonl", lines.getBytes(StandardCharsets.UTF_8));
        write(entries);

        assertThatThrownBy(() -> importInto(Runs.history(temp.resolve("other"))))
                .hasMessageContaining("it says of a run that it is gone");
    }

    private void make(String word, String... artifacts) throws IOException {
        OpenRun run = history.claim(Runs.start());
        Path project = Files.createDirectories(temp.resolve("project"));
        Files.writeString(project.resolve("train.py"), word);
        Files.writeString(project.resolve("same"), "same");
        run.snapshot(List.of(file(project, "same"), file(project, "train.py")), project);
        run.started(Map.of());
        int i = 0;
        for (String artifact : artifacts) {
            Runs.add(run, temp, artifact, word + " " + i++);
        }
        run.complete(Runs.completed());
    }

    private static SnapshotFile file(Path project, String name) throws IOException {
        byte[] content = Files.readAllBytes(project.resolve(name));
        return new SnapshotFile(name, "file", 0644, content.length, Sha256.of(content), null);
    }

    private List<RunRecord> all() throws IOException {
        List<RunRecord> runs = new ArrayList<>(history.list(RunFilter.ALL).runs());
        Collections.reverse(runs);
        return runs;
    }

    private RunExport.Written export(List<RunRecord> runs) throws IOException {
        return export(runs, zip);
    }

    private RunExport.Written export(List<RunRecord> runs, Path file) throws IOException {
        return new RunExport(history, TransferListener.NONE).write(runs, file, false);
    }

    private List<SentRun> importInto(RunHistory other) throws IOException {
        List<SentRun> sent = new ArrayList<>();
        try (RunImport unpacked = RunImport.open(zip, other)) {
            RunCopies copies = unpacked.history().copiesTo(other, temp.resolve("outboxes"), TransferListener.NONE);
            for (RunRecord run : unpacked.runs()) {
                SentRun copied = copies.copy(run);
                copies.assetsOf(copied);
                sent.add(copied);
            }
        }
        return sent;
    }

    private Path file(String name) {
        return Runs.project(temp.resolve("history")).resolve(name);
    }

    /** A zip with one object and a list that says so. */
    private static Map<String, byte[]> entries(String name, byte[] content, long size) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(name.replace("..", "%2E%2E").replace("\0", "%00"), content);
        String list = Json.write(Map.of(
                        "format",
                        "aml-export",
                        "version",
                        1L,
                        "project",
                        Runs.PROJECT.path(),
                        "objects",
                        1L,
                        "bytes",
                        size))
                + "\n"
                + Json.write(Map.of("name", name, "size", size, "sha256", Sha256.of(content)))
                + "\n";
        entries.put("aml-export.jsonl", list.getBytes(StandardCharsets.UTF_8));
        return entries;
    }

    private void write(Map<String, byte[]> entries) throws IOException {
        Files.createDirectories(zip.getParent());
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream to = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                to.putNextEntry(new ZipEntry(entry.getKey()));
                to.write(entry.getValue());
            }
        }
    }

    private Map<String, byte[]> read() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream from = new ZipInputStream(in)) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                entries.put(entry.getName(), from.readAllBytes());
            }
        }
        return entries;
    }

    private static List<String> leftovers(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("import-") || name.startsWith(".aml-tmp"))
                    .toList();
        }
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.toString().contains("/.derived/")) {
                    files.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return files;
    }
}

package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts come back as they were, or not at all. */
class DownloadTest {
    private static final String ELSEWHERE = "move it away, or choose another folder with -Daml.destination=<folder>";

    @TempDir
    Path folder;

    private RunHistory history;
    private RunRecord run;
    private Path target;

    @BeforeEach
    void makeRun() throws IOException {
        history = Runs.history(folder.resolve("store"));
        OpenRun open = history.claim(Runs.start());
        Runs.add(open, folder, "outputs/model.pkl", "model");
        Runs.add(open, folder, "outputs/plots/a b.png", "png");
        Runs.add(open, folder, "azureml-logs/driver_log.txt", "");
        run = open.complete(Runs.completed());
        target = folder.resolve("downloads/1");
    }

    @Test
    void everythingComesBackUnderItsPath() throws IOException {
        List<DownloadedFile> files = history.download(run, run.matching("**"), target, false);
        assertThat(files)
                .extracting(file -> target.relativize(file.file()).toString())
                .containsExactly("azureml-logs/driver_log.txt", "outputs/model.pkl", "outputs/plots/a b.png");
        assertThat(target.resolve("outputs/plots/a b.png")).hasContent("png");
        assertThat(target.resolve("azureml-logs/driver_log.txt")).isEmptyFile();
        assertNoPartFiles();
    }

    @Test
    void artifactsAreChosenByPathOrGlob() {
        assertThat(run.matching("./outputs/model.pkl")).hasSize(1);
        assertThat(run.matching("outputs/*")).hasSize(1);
        assertThat(run.matching("outputs/**")).hasSize(2);
        assertThat(run.artifact("model.pkl").path()).isEqualTo(new ArtifactPath("outputs/model.pkl"));
        assertProblem(
                () -> run.matching("*.h5"),
                "no artifact of run 1 matches '*.h5'\n-> set -Daml.artifact to one of"
                        + "\n     azureml-logs/driver_log.txt\n     outputs/model.pkl\n     outputs/plots/a b.png");
        assertProblem(
                () -> run.artifact("model"),
                "run 1 has no artifact 'model'\n-> set -Daml.artifact to one of"
                        + "\n     azureml-logs/driver_log.txt\n     outputs/model.pkl\n     outputs/plots/a b.png");
        assertProblem(
                () -> run.matching("[a"),
                "'[a' is not a pattern: Missing ']\n-> set -Daml.artifact to a path or a glob such as 'outputs/**' or"
                        + " 'outputs/*.png'");
    }

    @Test
    void aFolderStandsForWhatIsInItAndAnOutputForItself() {
        assertThat(run.matching("outputs/plots")).hasSize(1).isEqualTo(run.matching("outputs/plots/"));
        assertThat(run.matching("model.pkl")).isEqualTo(run.matching("outputs/model.pkl"));
    }

    @Test
    void aRunWithoutArtifactsSaysSo() throws IOException {
        RunRecord empty = history.claim(Runs.start()).complete(Runs.completed());
        assertProblem(
                () -> empty.matching("**"),
                "no artifact of run 2 matches '**': it has none, it is Completed\n"
                        + "-> mend what stopped it and run again, or let the script write to outputs/;"
                        + " mvn aml:info -Daml.run=2 shows the run");
    }

    @Test
    void aFileThatIsThereAlreadyIsLeftAloneWhenItIsTheSame() throws IOException {
        history.download(run, run.matching("**"), target, false);
        Object inode = Files.getAttribute(target.resolve("outputs/model.pkl"), "unix:ino");
        assertThat(history.download(run, run.matching("**"), target, false)).allMatch(DownloadedFile::alreadyThere);
        assertThat(Files.getAttribute(target.resolve("outputs/model.pkl"), "unix:ino"))
                .isEqualTo(inode);
    }

    @Test
    void aFileWithOtherContentIsReplacedOnlyWhenAsked() throws IOException {
        Path mine = Files.createDirectories(target.resolve("outputs")).resolve("model.pkl");
        Files.writeString(mine, "mine");
        assertProblem(
                () -> history.download(run, run.matching("**"), target, false),
                mine + " exists with other content than in run 1; nothing has been downloaded\n"
                        + "-> add -Daml.overwrite to replace it, or choose another folder with -Daml.destination=<folder>");
        assertThat(mine).hasContent("mine");
        assertThat(target.resolve("azureml-logs")).doesNotExist();
        history.download(run, run.matching("**"), target, true);
        assertThat(mine).hasContent("model");
    }

    @Test
    void aDamagedObjectIsNeverDeliveredAndTheOldFileStays() throws IOException {
        Path mine = Files.createDirectories(target.resolve("outputs")).resolve("model.pkl");
        Files.writeString(mine, "mine");
        for (String damage : List.of("modeL", "mode", "model and more", "")) {
            Files.writeString(object("outputs/model.pkl"), damage);
            assertThatThrownBy(() -> history.download(run, run.matching("outputs/model.pkl"), target, true))
                    .isInstanceOf(AmlException.class)
                    .hasMessageStartingWith("outputs/model.pkl in the history at " + folder.resolve("store")
                            + " is not what run 1 recorded: ");
            assertThat(mine).hasContent("mine");
            assertNoPartFiles();
        }
        Files.delete(object("outputs/model.pkl"));
        assertProblem(
                () -> history.download(run, run.matching("outputs/model.pkl"), target, true),
                "outputs/model.pkl in the history at " + folder.resolve("store")
                        + " is not what run 1 recorded: it is gone\n"
                        + "-> bring local/default/iris/ExperimentRun/iris_1504873881116/outputs/model.pkl back from a"
                        + " backup, or make it anew with mvn aml:run");
    }

    @Test
    void everyFlippedBitIsSeen() throws IOException {
        byte[] good = Files.readAllBytes(object("outputs/model.pkl"));
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(object("outputs/model.pkl"), bad);
            assertThatThrownBy(() -> history.download(run, run.matching("outputs/model.pkl"), target, false))
                    .isInstanceOf(AmlException.class);
            assertThat(target.resolve("outputs/model.pkl")).doesNotExist();
        }
    }

    @Test
    void nothingIsWrittenThroughALinkOrOverAFolder() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createDirectories(target);
        Files.createSymbolicLink(target.resolve("outputs"), outside);
        assertProblem(
                () -> history.download(run, run.matching("**"), target, true),
                target.resolve("outputs") + " is a link; nothing has been downloaded\n-> " + ELSEWHERE);
        assertThat(outside).isEmptyDirectory();
        Files.delete(target.resolve("outputs"));
        Files.createDirectories(target.resolve("outputs/model.pkl"));
        assertProblem(
                () -> history.download(run, run.matching("**"), target, true),
                target.resolve("outputs/model.pkl")
                        + " is a folder, and the artifact of that name is a file; nothing has been downloaded\n-> "
                        + ELSEWHERE);
    }

    @Test
    void aLinkInThePlaceOfTheFileIsReplacedAndNotFollowed() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside"), "model");
        Files.createDirectories(target.resolve("outputs"));
        Path link = Files.createSymbolicLink(target.resolve("outputs/model.pkl"), outside);
        assertThatThrownBy(() -> history.download(run, run.matching("outputs/model.pkl"), target, false))
                .isInstanceOf(AmlException.class);
        Files.writeString(outside, "precious");
        history.download(run, run.matching("outputs/model.pkl"), target, true);
        assertThat(link).isRegularFile().hasContent("model");
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(outside).hasContent("precious");
    }

    @Test
    void aRecordWithAPathThatLeadsOutIsNotTrusted() throws IOException {
        Path end = Runs.project(folder.resolve("store")).resolve("runs/" + run.id() + "/final.json");
        Files.writeString(end, Files.readString(end).replace("outputs/model.pkl", "../../.bashrc"));
        RunRecord hostile = history.find("1");
        assertProblem(
                hostile::artifacts,
                "the record of run 1 is not to be trusted: it lists '../../.bashrc' as an artifact; nothing has been done"
                        + " with it\n-> ask who can write to the history, and bring runs/" + run.id()
                        + "/final.json back from a backup");
        assertThat(hostile.fields()).containsKey("attachments");
    }

    @Test
    void aNameThatTheSystemCannotWriteIsToldWhenPatternsAreAskedFor() throws IOException {
        // Half of a surrogate pair stands for what LC_ALL=C does to any letter beyond ASCII.
        Path end = Runs.project(folder.resolve("store")).resolve("runs/" + run.id() + "/final.json");
        Files.writeString(end, Files.readString(end).replace("outputs/model.pkl", "outputs/m\\ud800del.pkl"));
        RunRecord foreign = history.find("1");
        assertThat(foreign.matching("outputs/plots/a b.png")).hasSize(1);
        assertProblem(
                () -> foreign.matching("outputs/**"),
                "an artifact of run 1 has a name that cannot be written in the character set of this system\n"
                        + "-> set LC_ALL=C.UTF-8 before starting Maven, or set -Daml.artifact to the exact path of another");
    }

    @Test
    void aDownloadThatCannotFitIsNotBegun() {
        Artifact huge = new Artifact(new ArtifactPath("outputs/huge"), 1L << 60, "0".repeat(64));
        assertThatThrownBy(() -> history.download(run, List.of(huge), target, false))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("nothing has been downloaded: " + target
                        + ": no space left on the disk: 1,152,921,504,606,846,976 bytes needed, ")
                .hasMessageEndingWith(
                        " free\n-> free space there, or choose another place with -Daml.destination=<folder>,"
                                + " or fewer artifacts with -Daml.artifact=<glob>");
        assertThat(target).doesNotExist();
    }

    @Test
    void oneArtifactIntoTheFileNamed() throws IOException {
        Path file = folder.resolve("my models/best.pkl");
        assertThat(history.downloadTo(run, run.artifact("model.pkl"), file, false)
                        .file())
                .isEqualTo(file);
        assertThat(file).hasContent("model");
    }

    @Test
    void oneArtifactToAStream() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        history.stream(run, run.artifact("model.pkl"), out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("model");
        Files.writeString(object("outputs/model.pkl"), "MODEL");
        assertThatThrownBy(() -> history.stream(run, run.artifact("model.pkl"), out))
                .isInstanceOf(AmlException.class);
    }

    @Test
    void oddNamesMakeTheRoundTrip() throws IOException {
        OpenRun open = history.claim(Runs.start());
        List<String> names = List.of(
                "outputs/back\\slash",
                "outputs/.hidden",
                "outputs/dot.",
                "outputs/100%",
                "outputs/line\nfeed",
                "outputs/Ümläut 日本",
                "outputs/" + "x".repeat(250),
                "outputs/Model",
                "outputs/model",
                "outputs/a:b*?");
        for (String name : names) {
            Runs.add(open, folder, name, name);
        }
        RunRecord odd = open.complete(Runs.completed());
        history.download(odd, odd.matching("**"), target, false);
        for (String name : names) {
            assertThat(target.resolve(name)).hasContent(name);
        }
    }

    @Test
    void namesThatAreOneFileElsewhereAreFound() {
        assertThat(NameTwins.find(artifacts("a/Model.py", "a/model.py"))).isEqualTo("'a/Model.py' and 'a/model.py'");
        assertThat(NameTwins.find(artifacts("e\u0301", "\u00e9"))).isEqualTo("'e\u0301' and '\u00e9'");
        assertThat(NameTwins.find(artifacts("a", "b"))).isNull();
    }

    private static List<Artifact> artifacts(String... paths) {
        return Stream.of(paths)
                .map(path -> new Artifact(new ArtifactPath(path), 0, ""))
                .toList();
    }

    private Path object(String path) {
        return Runs.project(folder.resolve("store"))
                .resolve("ExperimentRun/" + run.id())
                .resolve(path);
    }

    private void assertNoPartFiles() throws IOException {
        try (Stream<Path> files = Files.walk(target)) {
            assertThat(files.filter(file -> file.getFileName().toString().endsWith(".part")))
                    .isEmpty();
        }
    }

    private static void assertProblem(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(AmlException.class).hasMessage(message);
    }
}

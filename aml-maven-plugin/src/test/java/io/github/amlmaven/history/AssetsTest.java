package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.store.UnreliableStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Artifacts get names and versions, which stay what they are. */
class AssetsTest {
    @TempDir
    Path folder;

    private RunHistory history;
    private Assets assets;
    private RunRecord run;

    @BeforeEach
    void makeARun() throws IOException {
        history = Runs.history(folder.resolve("store"));
        assets = history.assets();
        run = make(Runs.completed());
    }

    @Test
    void eachPromotionIsTheNextVersion() throws IOException {
        assertThat(promote("outputs/model.pkl", "model").version()).isEqualTo(1);
        assertThat(promote("./outputs/model.pkl", "model").version()).isEqualTo(2);
        assertThat(promote("model.pkl", "other").version()).isEqualTo(1);
        assertThat(assets.list())
                .extracting(asset -> asset.name() + " " + asset.version() + " " + asset.path())
                .containsExactly("model 2 outputs/model.pkl", "model 1 outputs/model.pkl", "other 1 outputs/model.pkl");
        assertThat(assets.find("model", Assets.LATEST).version()).isEqualTo(2);
        Asset first = assets.find("model", 1);
        assertThat(first.run()).isEqualTo(run.id());
        assertThat(first.number()).isEqualTo(1);
        assertThat(first.files()).containsExactly(run.artifact("outputs/model.pkl"));
        assertThat(first.incomplete()).isFalse();
        assertThat(assets.runs()).containsExactly(run.id());
        assertThat(assets.versionsOf("model")).extracting(Asset::version).containsExactly(2, 1);
    }

    @Test
    void aFolderIsPromotedAndBroughtAsAWhole() throws IOException {
        Asset asset = promote("./outputs/spark.mml/", Assets.nameFor(run, "./outputs/spark.mml"));
        assertThat(asset.name()).isEqualTo("spark.mml");
        assertThat(asset.folder()).isTrue();
        assertThat(asset.size()).isEqualTo(9);
        Path here = folder.resolve("here");
        assets.download(assets.find("spark.mml", 1), here, false);
        assertThat(here.resolve("spark.mml/part-0")).hasContent("first");
        assertThat(here.resolve("spark.mml/meta/x")).hasContent("meta");
        try (var files = Files.walk(here).filter(Files::isRegularFile)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aFileIsBroughtUnderItsOwnNameAndChecked() throws IOException {
        Asset asset = promote("outputs/model.pkl", "best");
        assets.download(asset, folder.resolve("here"), false);
        assertThat(folder.resolve("here/model.pkl")).hasContent("weights");
        Files.writeString(
                Runs.project(folder.resolve("store")).resolve("ExperimentRun/" + run.id() + "/outputs/model.pkl"),
                "WEIGHTS");
        assertThatThrownBy(() -> assets.download(asset, folder.resolve("there"), false))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("is not what run 1 recorded");
        assertThat(folder.resolve("there/model.pkl")).doesNotExist();
    }

    @Test
    void whatMayBeIncompleteIsRefusedUnlessForced() throws IOException {
        RunRecord failed = make(Runs.failed(3));
        assertThatThrownBy(() -> assets.promote(failed, "outputs/model.pkl", "model", false))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("run 2 is Failed (exit code 3)")
                .hasMessageContaining("-Daml.force");
        assertThat(assets.list()).isEmpty();
        assertThat(assets.promote(failed, "outputs/model.pkl", "model", true).incomplete())
                .isTrue();
        assertThat(assets.find("model", 1).incomplete()).isTrue();
    }

    @Test
    void aFolderThatWasNotKeptWholeIsIncomplete() throws IOException {
        NotCollected big = new NotCollected("outputs/spark.mml/big", 600_000_000, "over the limit");
        RunRecord part = make(new RunOutcome(
                RunStatus.COMPLETED,
                null,
                0,
                Runs.START,
                Runs.START.plusSeconds(1),
                Metrics.NONE,
                List.of(big),
                List.of()));
        assertThatThrownBy(() -> assets.promote(part, "outputs/spark.mml", "spark", false))
                .hasMessageContaining("outputs/spark.mml/big is over the limit");
        assertThat(assets.promote(part, "outputs/model.pkl", "model", false).incomplete())
                .isFalse();
        assertThat(assets.promote(part, "outputs/spark.mml", "spark", true).incomplete())
                .isTrue();
    }

    @Test
    void runsThatGoOnAreDeletedOrHaveNothingAreRefused() throws IOException {
        assertThatThrownBy(() -> promote("outputs/gone", "model")).hasMessageContaining("outputs/model.pkl");
        history.mark(run, Mark.Kind.DELETE, "", java.util.Map.of());
        RunRecord deleted = history.find("1");
        assertThatThrownBy(() -> assets.promote(deleted, "outputs/model.pkl", "model", true))
                .hasMessageContaining("run 1 is deleted")
                .hasMessageContaining("-Daml.undo");
        history.claim(Runs.start());
        RunRecord open = history.find("2");
        assertThatThrownBy(() -> assets.promote(open, "outputs/model.pkl", "model", true))
                .hasMessageContaining("wait for its end");
        assertThat(assets.list()).isEmpty();
    }

    @Test
    void whatIsGoneFromTheHistoryIsNotPromoted() throws IOException {
        Files.delete(Runs.project(folder.resolve("store")).resolve("ExperimentRun/" + run.id() + "/outputs/model.pkl"));
        assertThatThrownBy(() -> promote("outputs/model.pkl", "model")).hasMessageContaining("it is gone");
        assertThat(assets.list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "../x",
                "a/b",
                "a\\b",
                "a:b",
                "a*",
                "CON",
                "nul.txt",
                "com1",
                ".hidden",
                "dot.",
                " blank",
                "blank ",
                "tab\t",
                "new\nline",
                "\u202eevil",
                "a\u0000b"
            })
    void aNameThatIsNotOneEverywhereIsRefused(String name) {
        assertThatThrownBy(() -> promote("outputs/model.pkl", name))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("cannot be the name of an asset");
    }

    @Test
    void namesOfManyWordsAndLanguagesAreNames() throws IOException {
        // The accent as macOS writes it.
        assertThat(promote("outputs/model.pkl", "Gro\u0308ße (2) 模型.pkl").name())
                .isEqualTo("Größe (2) 模型.pkl");
        assertThat(assets.find("Größe (2) 模型.pkl", 1).version()).isEqualTo(1);
        assertThat(assets.list()).hasSize(1);
        assertThatThrownBy(() -> promote("outputs/model.pkl", "größe (2) 模型.PKL"))
                .hasMessageContaining("by case only");
        assertThatThrownBy(() -> promote("outputs/model.pkl", "ß".repeat(101))).hasMessageContaining("202 bytes");
    }

    @Test
    void ofManyAtOnceEachHasAVersionOfItsOwn() throws Exception {
        List<Thread> threads = IntStream.range(0, 12)
                .mapToObj(i -> new Thread(() -> {
                    try {
                        promote("outputs/model.pkl", "model");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(assets.versionsOf("model"))
                .extracting(Asset::version)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 12).boxed().toList());
        assertThat(assets.list()).extracting(Asset::nonce).doesNotHaveDuplicates();
    }

    @Test
    void anAnswerThatIsLostMakesNoSecondVersion() throws IOException {
        UnreliableStore store = new UnreliableStore(folder.resolve("store"), 1);
        Assets elsewhere = new RunHistory(store, Runs.PROJECT).assets();
        // Is everything there? Which versions are there? And the version itself.
        store.loseAnswer(3);
        assertThat(elsewhere.promote(run, "outputs/model.pkl", "model", false).version())
                .isEqualTo(1);
        store.setAway(false);
        assertThat(elsewhere.list()).hasSize(1);
        store.leaveAfter(2);
        assertThatThrownBy(() -> elsewhere.promote(run, "outputs/model.pkl", "model", false))
                .isInstanceOf(IOException.class);
        store.setAway(false);
        assertThat(elsewhere.list()).hasSize(1);
    }

    @Test
    void aVersionThatIsNotThereIsSaidWithThoseThatAre() throws IOException {
        promote("outputs/model.pkl", "model");
        promote("outputs/model.pkl", "model");
        assertThatThrownBy(() -> assets.find("model", 3))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("no version 3")
                .hasMessageContaining("[1, 2]");
        assertThatThrownBy(() -> assets.find("modell", 1)).hasMessageContaining("mvn aml:assets");
    }

    @Test
    void aDamagedOneIsLeftOutAndNeverLeadsElsewhere() throws IOException {
        promote("outputs/model.pkl", "model");
        promote("outputs/spark.mml", "spark");
        Path object = Runs.project(folder.resolve("store")).resolve("assets/model/1.json");
        Files.writeString(object, Files.readString(object).replace("outputs/model.pkl", "../../../etc/passwd"));
        assertThat(assets.list()).extracting(Asset::name).containsExactly("spark");
        assertThatThrownBy(() -> assets.find("model", 1))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("assets/model/1.json");
        // Or a run that must stay would be removed.
        assertThatThrownBy(assets::runs).isInstanceOf(AmlException.class);
        Path spark = Runs.project(folder.resolve("store")).resolve("assets/spark/1.json");
        Files.writeString(
                spark, Files.readString(spark).replace("outputs/spark.mml/meta/x", "azureml-logs/driver_log.txt"));
        assertThat(assets.list()).isEmpty();
        assertThat(promote("outputs/model.pkl", "model").version()).isEqualTo(2);
    }

    private Asset promote(String path, String name) throws IOException {
        return assets.promote(run, path, name, false);
    }

    private RunRecord make(RunOutcome outcome) throws IOException {
        OpenRun open = history.claim(Runs.start());
        Runs.add(open, folder, "outputs/model.pkl", "weights");
        Runs.add(open, folder, "outputs/spark.mml/part-0", "first");
        Runs.add(open, folder, "outputs/spark.mml/meta/x", "meta");
        Runs.add(open, folder, "outputs/spark.mmlx", "another");
        return open.complete(outcome);
    }
}

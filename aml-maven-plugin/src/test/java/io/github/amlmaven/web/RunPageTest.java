package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The view of one run: what it was, what it left, and what can be done with it. */
class RunPageTest extends PageTest {
    /** Has everything: files, images, code, a warning, something that was not collected. */
    private static final int RICH = 192;

    private void open(int run) {
        page.open(server, "#/run/" + run);
        page.see("h1", "Run " + run);
        page.see("[data-part=facts] dl");
    }

    @Test
    void whatIsKnownOfARunIsShown() {
        open(RICH);
        assertThat(page.text(".run-command")).isEqualTo("train.py --reg=0.001 --solver=newton-cg");
        assertThat(page.text(".metric dt")).isEqualTo("Accuracy|Loss|Regularization Rate|converged");
        assertThat(page.text("[data-part=facts] dd")).contains("local").contains("4f0c1d9ab377 with changes");
        assertThat(page.text("[data-part=trouble]"))
                .contains("sharedVolumes is not true")
                .contains("outputs/checkpoint-0031.bin 700 MB: over the limit of 512 MB");
        assertThat(page.text(".images figcaption")).isEqualTo("outputs/confusion.svg|outputs/roc.png");
        page.await(
                "both images",
                () -> Boolean.TRUE.equals(
                        page.js(
                                "return [...document.querySelectorAll('.images img')].every(i => { i.scrollIntoView(); return i.complete && i.naturalWidth > 0 })")));
        page.see(".log", "step 60/60");
        assertThat(page.text(".command code"))
                .isEqualTo("mvn aml:restore -Daml.run=192|mvn aml:rerun -Daml.run=192|mvn aml:download -Daml.run=192");
        page.click(".all-fields summary");
        assertThat(page.text(".all-fields dt")).contains("host.java");
    }

    @Test
    void filesOfEachKindAreLookedInto() {
        open(RICH);
        page.press("outputs/metrics.csv");
        page.see(".preview thead th", "step|loss|remark");
        assertThat(page.text(".preview td")).contains("fine, so far").contains("a \"quote\"");
        page.press("outputs/model/weights.json");
        page.see(".preview code", "\"coef\": [");
        page.press("azureml-logs/driver_log.txt");
        page.see(".preview code", "step 60/60");
        page.press("outputs/roc.png");
        page.see(".preview img");
        page.press("outputs/roc.png");
        assertThat(page.text(".preview")).as("a second press closes it").isEmpty();
        assertThat(page.find("#outputs li:nth-child(4) .file-name").getTagName())
                .as("nobody can read model.bin")
                .isEqualTo("span");
    }

    @Test
    void oneFileIsDownloadedAsItIsAndSeveralAsOneZip() throws IOException {
        open(RICH);
        assertThat(page.find("#download").getDomAttribute("href")).isNull();
        page.click("[data-file='3']");
        page.press("Download");
        assertThat(Files.readAllBytes(downloaded("model.bin"))).containsExactly(RICH % 3, 0, 1, 2);
        page.click("[data-file='2']");
        page.press("Download 2 as zip");
        assertThat(Files.readString(downloaded(".zip"), java.nio.charset.StandardCharsets.ISO_8859_1))
                .startsWith("PK")
                .contains("outputs/metrics.csv");
        page.tick("All");
        assertThat(page.text("#download")).isEqualTo("Download 6 as zip");
        page.tick("All");
        assertThat(page.text("#download")).isEqualTo("Download");
        page.click("#outputs li:nth-child(3) .get");
        assertThat(Files.readString(downloaded("metrics.csv"))).startsWith("step,loss");
    }

    private Path downloaded(String end) {
        Path[] found = new Path[1];
        page.await(end + " downloaded", () -> {
            try (var files = Files.list(page.downloads)) {
                found[0] = files.filter(file -> file.toString().endsWith(end))
                        .findFirst()
                        .orElse(null);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return found[0] != null;
        });
        return found[0];
    }

    @Test
    void seriesShareAChartHaveALogScaleAndCanBeSwitchedOff() {
        open(RICH);
        assertThat(page.text(".line-chart h3")).isEqualTo("loss, val_loss|samples seen");
        page.tick("One chart each");
        assertThat(page.count(".line-chart")).isEqualTo(3);
        page.tick("One chart each");
        assertThat(page.count(".line-chart")).isEqualTo(2);
        String before = pixels();
        page.tick("Log scale");
        page.await("another picture", () -> !pixels().equals(before));
        String logarithmic = pixels();
        page.click(".legend-key");
        assertThat(page.find(".legend-key").getDomAttribute("aria-pressed")).isEqualTo("false");
        page.await("one line less", () -> !pixels().equals(logarithmic));
    }

    private String pixels() {
        return String.valueOf(page.js("return document.querySelector('.line-chart canvas').toDataURL()"));
    }

    @Test
    void codeIsShownAndWhatDiffersFromThePreviousRun() {
        open(RICH);
        page.press("train.py");
        page.see(".code", "training with");
        page.press("train.py");
        page.await("closed", () -> page.count("[data-part=code] .code") == 0);
        page.see(".difference", "train.py");
        assertThat(page.text(".diff-added")).isEqualTo("+# try 192\n");
        assertThat(page.text(".diff-removed")).isEqualTo("-# try 191\n");
        page.type("[data-part=code] .number-input", "195");
        page.press("Show");
        page.see(".diff-removed", "-# try 195");
    }

    @Test
    void theNeighboursAndTheSweepAreOneClickAway() {
        open(21);
        page.click("#next");
        page.see("h1", "Run 22");
        page.click("#previous");
        page.see("h1", "Run 21");
        page.see("[data-part=facts]", "run 20");
        page.press("run 20");
        page.see("h1", "Run 20");
        page.see("[data-part=facts]", "21, 22, 23");
        page.press("compare them");
        page.see("h1", "Compare 18 runs");
        page.open(server, "#/run/21");
        page.click("#compare-previous");
        assertThat(page.hash()).isEqualTo("#/compare/20,21");
        page.open(server, "#/run/21");
        page.click("#tick");
        assertThat(page.text("#nav-count")).isEqualTo("1");
        page.click("#tick");
    }

    @Test
    void aCommandIsCopied() {
        page.devTools(
                "Browser.grantPermissions",
                java.util.Map.of("permissions", java.util.List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        open(21);
        page.click("[aria-label='Copy the command mvn aml:rerun -Daml.run=21']");
        page.see(".command button", "Copied");
        page.await("the command", () -> "mvn aml:rerun -Daml.run=21"
                .equals(page.js("return navigator.clipboard.readText()")));
    }

    @Test
    void aRunThatIsNotThereIsSaid() {
        page.open(server, "#/run/4711");
        page.see(".failure .problem", "4711");
        assertThat(page.text(".failure .remedy")).isNotEmpty();
        page.press("All runs");
        page.see(".runs-table");
    }
}

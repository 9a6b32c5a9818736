package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The view of runs side by side. */
class ComparePageTest extends PageTest {
    @BeforeEach
    void open() {
        page.open(server, "#/compare/190,191,192,195");
        page.see("h1", "Compare 4 runs");
    }

    private String fields() {
        return page.text(".compare-table tbody th[scope=row]");
    }

    @Test
    void onlyWhatDiffersIsShownUnlessAllIsWanted() {
        assertThat(fields())
                .contains("Accuracy")
                .contains("reg")
                .contains("host.java")
                .contains("outputs/model.bin")
                .doesNotContain("Script")
                .doesNotContain("plugin_version")
                .doesNotContain("data/");
        assertThat(page.text(".best")).contains("best");
        page.click("#compare-all");
        assertThat(fields()).contains("Script");
        assertThat(page.count(".differs")).isPositive();
        page.reload("#/compare/190,191");
        page.see("h1", "Compare 2 runs");
        assertThat(page.find("#compare-all").isSelected()).as("is remembered").isTrue();
    }

    @Test
    void theBestAccuracyIsTheGreatestAndTheBestLossTheLeast() {
        Object best = page.js(
                "return Object.fromEntries([...document.querySelectorAll('.compare-table tbody tr')].filter(tr => tr.querySelector('.best'))"
                        + ".map(tr => [tr.firstChild.textContent, [...tr.querySelectorAll('td')].map(td => [parseFloat(td.textContent), td.classList.contains('best')])])"
                        + ".map(([name, cells]) => [name, cells.find(c => c[1])[0] === (name === 'Accuracy' ? Math.max : Math.min)(...cells.map(c => c[0]))]))");
        assertThat(best).isEqualTo(java.util.Map.of("Accuracy", true, "Loss", true));
    }

    @Test
    void runsAreLeftOutAndAdded() {
        page.click("[data-leave='191']");
        page.see("h1", "Compare 3 runs");
        page.type("#add-run", "150 151", Keys.ENTER);
        page.see("h1", "Compare 5 runs");
        assertThat(page.hash()).isEqualTo("#/compare/190,192,195,150,151");
        page.click("#back");
        page.see(".runs-table");
        page.open(server, "#/compare/");
        page.see("#main", "Tick two or more runs");
        page.open(server, "#/compare/1,4711");
        page.see(".failure", "4711");
    }

    @Test
    void anArgumentIsPlottedAgainstAMetricOnLogAxesToo() {
        assertThat(page.text(".axis-name")).isEqualTo("Accuracy|reg");
        String before = pixels();
        page.click("#log-x");
        page.await("another picture", () -> !pixels().equals(before));
        String logarithmic = pixels();
        page.click("#log-y");
        page.await("another picture", () -> !pixels().equals(logarithmic));
        page.choose("#scatter-x", "parameter solver");
        page.choose("#scatter-y", "metric Loss");
        assertThat(page.text(".axis-name")).isEqualTo("Loss|solver");
        page.js("document.querySelector('.scatter .chart-area').focus()");
        page.keys(Keys.END);
        assertThat(page.text(".scatter [role=status]")).contains("solver ").contains("Loss ");
    }

    private String pixels() {
        return String.valueOf(page.js("return document.querySelector('.scatter canvas').toDataURL()"));
    }

    @Test
    void imagesSeriesAndCodeStandBesideEachOther() {
        assertThat(page.count(".images-row")).isEqualTo(2);
        assertThat(page.count(".images-row img")).isEqualTo(8);
        assertThat(page.text(".line-chart h3")).isEqualTo("loss|samples seen|val_loss");
        page.see(".diff-added", "+# try 191");
        page.choose("#code-to", "195");
        page.see(".diff-added", "+# try 195");
        page.choose("#code-from", "195");
        page.see("[aria-labelledby=code-head]", "The code is the same.");
    }
}

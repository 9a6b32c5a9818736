package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.SweepRuns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The view of all runs: charts, filters, the table, ticks and keys. */
class RunsPageTest extends PageTest {
    @BeforeEach
    void open() {
        page.open(server, "#/runs");
        page.see("tr[data-run]");
        page.await("all runs", () -> Boolean.TRUE.equals(page.js("return aml.rows.isComplete()")));
    }

    @Test
    void eachMetricHasAChartAndSoHaveDurationAndStatus() {
        assertThat(page.text(".chart figcaption")).isEqualTo("Accuracy|Loss|Regularization Rate|Duration (s)|Status");
        assertThat(page.count(".chart canvas")).isEqualTo(5);
        assertThat(page.text("thead th")).startsWith("Run↓|Status|Accuracy|Loss|");
    }

    @Test
    void aPointTellsItsRunWhenHoveredAndOpensItWhenClicked() {
        WebElement plot = page.find("[data-chart=duration] .u-over");
        page.js("scrollTo(0, 0)");
        int width = plot.getSize().width;
        int height = plot.getSize().height;
        search:
        for (int y = -height / 2 + 5; y < height / 2; y += 12) {
            for (int x = -width / 2 + 5; x < width / 2; x += 25) {
                page.hover(plot, x, y);
                if (page.count(".over-point") > 0) {
                    break search;
                }
            }
        }
        String told = page.text(".tip");
        assertThat(told).matches("Run \\d+  (Completed|Failed).*Duration \\(s\\) .*train.py --reg=.*");
        String number = told.replaceAll("Run (\\d+) .*", "$1");
        page.controlClickHere();
        page.see("#compare", "Compare 1");
        page.clickHere();
        assertThat(page.hash()).isEqualTo("#/run/" + number);
    }

    @Test
    void aChartIsUsedByKeys() {
        page.await("all points", () -> page.find("[data-chart=status] .chart-area")
                .getDomAttribute("aria-label")
                .contains(page.text(".run-count")));
        page.js("document.querySelector('[data-chart=status] .chart-area').focus()");
        page.keys(Keys.HOME, Keys.ARROW_RIGHT);
        assertThat(page.text("[data-chart=status] [role=status]")).startsWith("Run 2  Completed");
        page.keys(Keys.ENTER);
        assertThat(page.hash()).isEqualTo("#/run/2");
    }

    @Test
    void aClickOnAHeadSortsAndASecondTurnsIt() {
        page.click("[data-sort='metric Accuracy']");
        String best = page.find("tbody tr[data-run]").getText();
        assertThat(page.find("th[aria-sort=descending]").getText()).contains("Accuracy");
        page.click("[data-sort='metric Accuracy']");
        assertThat(page.find("th[aria-sort=ascending]").getText()).contains("Accuracy");
        assertThat(page.find("tbody tr[data-run]").getText()).isNotEqualTo(best);
        page.click("[data-sort=duration_s]");
        assertThat(page.column("Duration")).startsWith("2.");
    }

    @Test
    void wordsAndAStatusFilterTableAndCharts() {
        page.type("#filter", "saga reg=0.1");
        page.await("few", () -> page.text(".run-count").contains(" of "));
        assertThat(page.column("Arguments")).matches("(--reg=0.1 --solver=saga\\|?)+");
        page.choose("#status", "Failed");
        page.see(".run-count", "0 of");
        assertThat(page.find(".none").isDisplayed()).isTrue();
        page.click("#clear");
        page.await("all again", () -> page.text(".run-count").matches("2\\d\\d runs"));
        page.choose("#status", "Failed");
        assertThat(page.text("tr[data-run] .status")).matches("(Failed\\|?)+");
    }

    @Test
    void anExpressionFiltersAndAWrongOneSaysWhatToDo() {
        page.type("#expression", "Accuracy > `0.965` && status=='Completed'", Keys.ENTER);
        page.await("few", () -> page.text(".run-count").contains(" of "));
        assertThat(page.column("Accuracy")).matches("(0\\.9[67]\\d*\\|?)+");
        page.type("#expression", "Accuracy >", Keys.ENTER);
        page.see(".query-trouble .problem", "is not JMESPath");
        assertThat(page.text(".query-trouble .remedy")).isNotEmpty();
        page.click("#clear");
        assertThat(page.count(".query-trouble .failure")).isZero();
    }

    @Test
    void columnsAndChartsAreChosenAndRemembered() {
        page.press("Columns");
        page.tick("solver");
        page.tick("Target");
        assertThat(page.text("thead th")).contains("solver").doesNotContain("Target");
        page.keys(Keys.ESCAPE);
        assertThat(page.count(".menu-panel:not([hidden])")).isZero();
        page.press("Charts");
        page.tick("Loss");
        page.reload("#/runs");
        page.see("tr[data-run]");
        assertThat(page.text("thead th")).contains("solver").doesNotContain("Target");
        assertThat(page.text(".chart figcaption")).doesNotContain("Loss");
        page.press("Columns");
        page.press("As at first");
        assertThat(page.text("thead th")).contains("Target").doesNotContain("solver");
        page.press("Charts");
        page.tick("Show charts");
        assertThat(page.count(".chart")).isZero();
    }

    @Test
    void tickedRunsAreCompared() {
        assertThat(page.find("#compare").isEnabled()).isFalse();
        page.click("[data-tick='190']");
        page.shiftClick("[data-tick='187']");
        page.see("#compare", "Compare 4");
        assertThat(page.text("#nav-count")).isEqualTo("4");
        page.click("[data-tick='188']");
        page.click("#compare");
        assertThat(page.hash()).isEqualTo("#/compare/187,189,190");
        page.click("#nav-runs");
        page.see("tr[aria-selected=true]");
        page.click("#untick");
        assertThat(page.count("tr[aria-selected=true]")).isZero();
        page.type("#filter", "saga");
        page.await("few", () -> page.text(".run-count").contains(" of "));
        page.click(".tick-all");
        assertThat(page.text("#compare")).matches("Compare [67]\\d");
        page.click(".tick-all");
        assertThat(page.text("#compare")).isEqualTo("Compare");
    }

    @Test
    void keysGoFromRowToRow() {
        page.js("document.querySelector('.runs-table').focus()");
        page.keys(Keys.HOME, "j", Keys.ARROW_DOWN, " ", "k", "x");
        assertThat(page.text("#compare")).isEqualTo("Compare 2");
        page.keys(Keys.END);
        page.await("the last row", () -> page.count("tr.current[data-run='1']") == 1);
        page.keys(Keys.PAGE_UP, Keys.END, Keys.ENTER);
        page.see("h1", "Run 1");
        page.see("a#next");
        page.keys("]");
        page.see("h1", "Run 2");
        page.keys("gr");
        page.see(".runs-table");
        page.keys("/", "lbfgs");
        page.await("few", () -> page.text(".run-count").contains(" of "));
        page.js("document.activeElement.blur()");
        page.keys("?");
        page.see("dialog[open] h2", "Keys");
        page.press("Close");
        page.keys("c");
        page.see("h1", "Compare 2 runs");
    }

    @Test
    void aSweepIsOneRowWhenWantedAndUnfolds() {
        page.press("Show");
        page.tick("Sweeps as one row");
        page.click("[data-sort=run_number]");
        page.see("[data-fold]");
        assertThat(page.count("tr[data-run='" + (SweepRuns.PARENT + 1) + "']")).isZero();
        page.click("[data-fold]");
        page.see("tr[data-run='" + (SweepRuns.PARENT + 1) + "'] .child-mark");
        page.click("[data-fold]");
        assertThat(page.count("tr[data-run='" + (SweepRuns.PARENT + 1) + "']")).isZero();
    }

    @Test
    void theThemeIsChosenAndRemembered() {
        page.choose("#theme", "dark");
        Object dark = page.js("return getComputedStyle(document.body).backgroundColor");
        assertThat(dark).isEqualTo("rgb(20, 22, 26)");
        page.reload("#/runs");
        assertThat(page.js("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(dark);
        page.choose("#theme", "system");
        assertThat(page.js("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(246, 247, 248)");
    }
}

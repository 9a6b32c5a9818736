package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.ShownRuns;
import io.github.amlmaven.history.SweepRuns;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page while runs come and go, and while its server does. */
class LivePageTest extends PageTest {
    @TempDir
    Path folder;

    @Test
    void newRunsComeByThemselvesAndNothingIsLost() throws IOException {
        page.open(server, "#/runs");
        page.await("all runs", () -> Boolean.TRUE.equals(page.js("return aml.rows.isComplete()")));
        page.js("document.querySelector('.table-box').scrollTop = 900");
        page.js("document.querySelector('.runs-table').focus()");
        page.await("rows further down", () -> page.count("tr[data-run='170']") == 1);
        page.click("[data-tick='170']");
        long top = ((Number) page.js("return document.querySelector('.table-box').scrollTop")).longValue();
        int before = Integer.parseInt(page.text(".run-count").replaceAll("\\D", ""));
        OpenRun run = sweep.running("--reg=7");
        try {
            page.await("the new run", () -> page.text(".run-count").equals(before + 1 + " runs"));
            assertThat(page.find("[data-tick='170']").isSelected()).isTrue();
            assertThat(((Number) page.js("return document.querySelector('.table-box').scrollTop")).longValue())
                    .isEqualTo(top);
            assertThat(page.js("return document.activeElement.closest('table') !== null"))
                    .isEqualTo(true);
            page.js("document.querySelector('.table-box').scrollTop = 0");
            page.see("tr[data-run='" + run.number() + "'] .status", "Running");
        } finally {
            ShownRuns.end(run);
        }
        page.see("tr[data-run='" + run.number() + "'] .status", "Completed");
    }

    @Test
    void anEmptyHistorySaysHowToBegin() throws IOException {
        SweepRuns none = new SweepRuns(folder);
        try (HistoryServer empty = serve(none.history())) {
            page.open(empty, "");
            page.see("h1", "No runs yet");
            assertThat(page.text(".command code")).startsWith("mvn aml:run|");
            ShownRuns.end(none.running());
            page.see("tr[data-run='1']");
        }
    }

    @Test
    void aLostServerIsSaidAndAskedAgain() throws IOException {
        HistoryServer gone = serve(sweep.history());
        page.open(gone, "#/runs");
        page.see("tr[data-run]");
        gone.close();
        page.see("#connection", "lost its server");
        assertThat(page.text("#live")).isEqualTo("Connection lost");
        assertThat(page.count("tr[data-run]")).as("what is known stays").isGreaterThan(10);
        page.press("Try now");
        page.see("#connection", "Next try in");
    }
}

package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.HostileRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report opened from its folder: the same views, without a server, without what only a server can do. */
class ReportPageTest extends PageTest {
    private static final int DETAILED = 12;

    @TempDir
    Path folder;

    private Path report() throws IOException {
        new StaticPages(shown(sweep.history()), DETAILED, 1 << 20).write(folder);
        return folder.resolve("index.html");
    }

    @Test
    void theViewsAreThereWithoutAServer() throws IOException {
        Path index = report();
        page.file(index, "#/runs");
        page.see("tr[data-run='195']");
        assertThat(page.text("#live")).isEqualTo("Report");
        assertThat(page.count("#expression"))
                .as("nobody can answer an expression")
                .isZero();
        page.click("[data-sort='metric Accuracy']");
        page.see("th[aria-sort=descending]");
        page.click("tr[data-run] .number-cell a");
        page.see("[data-part=facts] dl");
        page.file(index, "#/run/192");
        page.see(".log", "step 60/60");
        page.await(
                "both images",
                () -> Boolean.TRUE.equals(
                        page.js(
                                "return [...document.querySelectorAll('.images img')]"
                                        + ".filter(i => { i.loading = 'eager'; return i.complete && i.naturalWidth > 0 }).length === 2")));
        page.see(".diff-added", "+# try 192");
        page.press("outputs/metrics.csv");
        page.see(".preview thead th", "remark");
        for (String only : List.of("#delete", "#promote", "#download", "#label", "#note", "[data-file]")) {
            assertThat(page.count(only)).as(only).isZero();
        }
        assertThat(page.text(".command code")).contains("mvn aml:restore -Daml.run=192");
        page.click("#compare-previous");
        page.see("h1", "Compare 2 runs");
        assertThat(page.count(".images-row img")).isEqualTo(4);
        page.see(".diff-added", "+# try 192");
        page.file(index, "#/run/3");
        page.see("[data-part=partial]", "mvn aml:ui shows all");
    }

    /** There is no policy that would stop a script in a file: what keeps it out is the page alone. */
    @Test
    void hostileStringsStayStringsWithoutAPolicyToo() throws IOException {
        new StaticPages(shown(HostileRuns.make(folder.resolve("history"))), DETAILED, 1 << 20).write(folder);
        for (String hash : List.of("#/runs", "#/run/1", "#/run/4", "#/run/8", "#/compare/1,2,3,4,5,6,7,8")) {
            page.file(folder.resolve("index.html"), hash);
            page.see(
                    hash.equals("#/runs")
                            ? "tr[data-run]"
                            : hash.startsWith("#/run/") ? "[data-part=facts] dl" : ".compare-table");
            page.js("document.querySelectorAll('#outputs .file-name[data-look]').forEach(b => b.click())");
            assertThat(page.js("return typeof window.amlBroken")).as(hash).isEqualTo("undefined");
        }
    }
}

package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.HostileRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever runs call themselves, it is text: 200 strings that would like to be more, each in every place there is. */
class HostilePageTest extends PageTest {
    @TempDir
    Path folder;

    private static final String ALIVE =
            "const alive = [...document.querySelectorAll('*')].filter(e => e.matches('script:not([src]), iframe, object, embed, video, math, template, base')"
                    + " || [...e.attributes].some(a => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value) && ['href', 'src', 'action', 'data'].includes(a.name))).map(e => e.outerHTML);"
                    + "if (typeof window.amlBroken !== 'undefined' || Object.keys(Object.prototype).length > 0) { alive.push('it ran') } return alive;";

    /** Opens each file's preview and looks in each. */
    private static final String LOOK_INTO_EACH = "const look = () => { " + ALIVE + " };"
            + "return (async () => { const found = []; for (const b of document.querySelectorAll('#outputs .file-name[data-look]')) {"
            + " b.click(); for (let i = 0; i < 400 && !document.querySelector('.preview > *'); i++) { await new Promise(r => setTimeout(r, 5)) }"
            + " if (!document.querySelector('.preview > *')) { found.push('nothing to see') } found.push(...look()) } return found })()";

    /** Looks for what only a text that became a part of the page could have put there. */
    private void nothingBecameAlive(String where) {
        assertThat(page.js(ALIVE)).as(where).isEqualTo(List.of());
    }

    private void openEverything() {
        page.js(
                "document.querySelectorAll('details').forEach(d => d.open = true); document.querySelectorAll('.menu-button').forEach(b => b.click());");
    }

    @Test
    void twoHundredStringsStayStringsEverywhere() throws IOException {
        List<String> strings = HostileRuns.strings();
        assertThat(strings).hasSize(200).doesNotHaveDuplicates();
        try (HistoryServer hostile = serve(HostileRuns.make(folder))) {
            page.open(hostile, "#/runs");
            page.see("tr[data-run]");
            // One column for each metric and each argument, a chart for each number, and what charts say of their
            // points.
            page.js("aml.columns.all(aml.rows.all).forEach(c => aml.columns.choose(c.key, true));"
                    + "aml.memory.set('charts', Object.fromEntries(aml.rows.all.flatMap(r => Object.keys(r.metrics)).map(name => ['metric ' + name, true])));"
                    + "aml.rows.changed.tell(new Set())");
            page.await("the charts", () -> page.count(".chart") > 40);
            openEverything();
            page.js(
                    "document.querySelectorAll('.chart-area').forEach(c => { c.focus(); c.dispatchEvent(new KeyboardEvent('keydown', {key: 'Home', bubbles: true})) })");
            nothingBecameAlive("runs");
            String all = page.text("body");
            for (String string : strings) {
                assertThat(all).contains(string);
            }
            for (int run = 1; run <= 8; run++) {
                page.open(hostile, "#/run/" + run);
                page.see("[data-part=facts] dl");
                page.see(".log", strings.get(run * 25 - 1).substring(0, 4));
                openEverything();
                assertThat(page.js(LOOK_INTO_EACH))
                        .as("run " + run + ", its files")
                        .isEqualTo(List.of());
                page.js("document.getElementById('promote').click()");
                nothingBecameAlive("run " + run);
                String text = page.text("body");
                for (String string : strings.subList((run - 1) * 25, run * 25)) {
                    assertThat(text).contains(string);
                }
            }
            page.open(hostile, "#/compare/1,2,3,4,5,6,7,8");
            page.see("h1", "Compare 8 runs");
            page.js(
                    "document.querySelectorAll('.scatter .chart-area').forEach(c => { c.focus(); c.dispatchEvent(new KeyboardEvent('keydown', {key: 'End', bubbles: true})) })");
            page.js(
                    "document.querySelectorAll('#scatter-x option').forEach(o => { o.parentElement.closest('select').value = o.value; o.closest('select').dispatchEvent(new Event('change')) })");
            page.click("#compare-all");
            nothingBecameAlive("compare");
            for (String hash : List.of(
                    "#/run/<img src=x onerror=window.amlBroken=1>",
                    "#/compare/1,<script>window.amlBroken=1</script>",
                    "#/__proto__/x",
                    "#/%E0%A4%A")) {
                page.reload(hash);
                nothingBecameAlive(hash);
            }
        }
    }
}

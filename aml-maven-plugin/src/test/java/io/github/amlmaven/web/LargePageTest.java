package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.ShownRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** 10,000 runs in one table; what it took is printed. */
class LargePageTest extends PageTest {
    private static final int MANY = 10_000;

    @TempDir
    Path folder;

    @Test
    void tenThousandRunsAreShownAndScrolled() throws IOException {
        try (HistoryServer large = serve(ShownRuns.many(folder, MANY).history())) {
            page.open(large, "#/runs");
            page.await("all runs", () -> Boolean.TRUE.equals(page.js("return aml.rows.isComplete()")));
            page.reload("#/runs");
            page.see("tr[data-run]");
            tell(
                    "first paint",
                    page.js(
                            "return Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime) + ' ms'"));
            tell(
                    "first rows",
                    page.js("return Math.round(performance.getEntriesByName('aml-first-rows')[0].startTime) + ' ms'"));
            page.await("all runs", () -> Boolean.TRUE.equals(page.js("return aml.rows.isComplete()")));
            tell("all rows", page.js("return Math.round(performance.now()) + ' ms'"));
            assertThat(page.find(".runs-table").getDomAttribute("aria-rowcount"))
                    .isEqualTo(String.valueOf(MANY + 1));
            tell(
                    "scrolling, times between frames",
                    page.js(
                            "return new Promise(done => { const box = document.querySelector('.table-box'), times = []; let last = performance.now();"
                                    + " const step = now => { times.push(now - last); last = now; box.scrollTop += 160; if (times.length < 120) requestAnimationFrame(step);"
                                    + " else { times.sort((a, b) => a - b); done('median ' + times[60].toFixed(1) + ', 95 % under ' + times[114].toFixed(1) + ', longest ' + times[119].toFixed(1) + ' ms') } };"
                                    + " requestAnimationFrame(step) })"));
            assertThat(page.count("tr[data-run]"))
                    .as("only what is in sight is there")
                    .isLessThan(80);
            tell(
                    "sorting",
                    page.js(
                            "const t = performance.now(); document.querySelector('[data-sort=duration_s]').click(); return Math.round(performance.now() - t) + ' ms'"));
            page.click("[data-sort=run_number]");
            page.js("document.querySelector('.runs-table').focus({preventScroll: true})");
            page.keys(Keys.END);
            page.see("tr.current[data-run='1']");
            page.devTools("HeapProfiler.collectGarbage", Map.of());
            tell(
                    "memory of the scripts",
                    page.js("return (performance.memory.usedJSHeapSize / 1048576).toFixed(1) + ' MiB'"));
            page.devTools("Performance.enable", Map.of());
            Object nodes = ((List<?>)
                            page.devTools("Performance.getMetrics", Map.of()).get("metrics"))
                    .stream()
                            .map(Map.class::cast)
                            .filter(metric -> metric.get("name").equals("Nodes"))
                            .map(metric -> metric.get("value"))
                            .findFirst()
                            .orElse("?");
            tell("elements and texts", nodes);
        }
    }

    private static void tell(String what, Object figure) {
        System.out.println(MANY + " runs in the page: " + what + ": " + figure);
    }
}

package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Required;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the views look, narrow and wide, light and dark: nobody is kept out, nothing runs over, pictures are kept. */
class PageAppearanceTest extends PageTest {
    private static final Path AXE = Path.of("../target/page/node_modules/axe-core/axe.min.js");
    private static final Map<String, String> VIEWS = new LinkedHashMap<>();

    static {
        VIEWS.put("runs", "#/runs");
        VIEWS.put("run", "#/run/192");
        VIEWS.put("compare", "#/compare/190,191,192,195");
    }

    @ParameterizedTest
    @CsvSource({"360,740,light", "360,740,dark", "1920,1080,light", "1920,1080,dark"})
    void eachViewIsForEverybody(int width, int height, String theme) throws IOException {
        Required.that(Files.exists(AXE), "axe-core is not there: src/it/page/install.sh");
        page.appear(width, height, theme);
        for (Map.Entry<String, String> view : VIEWS.entrySet()) {
            page.open(server, view.getValue());
            page.see(
                    switch (view.getKey()) {
                        case "runs" -> "tr[data-run='180']";
                        case "run" -> ".diff-added";
                        default -> ".diff-line";
                    });
            page.js("document.querySelectorAll('img').forEach(i => i.loading = 'eager')");
            page.await(
                    "the images",
                    () -> Boolean.TRUE.equals(page.js("return [...document.images].every(i => i.complete)")));
            page.screenshot(view.getKey() + "-" + theme + "-" + width);
            assertThat(page.js("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .as(view.getKey() + " is not wider than the window")
                    .isEqualTo(0L);
            if (view.getKey().equals("runs")) {
                page.press("Columns");
            }
            assertThat(findings())
                    .as(view.getKey() + ", " + theme + ", " + width)
                    .isEmpty();
        }
    }

    /** What axe-core finds that keeps people out, or makes it hard for them. */
    @SuppressWarnings("unchecked")
    private List<String> findings() throws IOException {
        page.js(Files.readString(AXE) + "; window.axe = axe;");
        return (List<String>)
                page.js(
                        "return axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
                                + ".map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + n.failureSummary).join('; ')))");
    }
}

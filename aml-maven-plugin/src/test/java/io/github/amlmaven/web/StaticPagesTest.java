package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.Mark;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.ShownRuns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages that need no server hold what they show, and nothing that runs. */
class StaticPagesTest {
    private static final String HOSTILE = "</script><script>alert(1)</script>\u2028<!--\\\"'";

    @TempDir
    Path folder;

    private ShownRuns runs;
    private Path pages;

    @BeforeEach
    void makeRuns() throws IOException {
        runs = new ShownRuns(folder);
        pages = folder.resolve("site/aml");
    }

    private StaticPages.Written write(int detailed, long imageLimit) throws IOException {
        ShownHistory shown = new ShownHistory(
                runs.history(),
                folder,
                "1.0.0",
                (run, out) -> {
                    out.write("first line\n".repeat(10_000).getBytes(StandardCharsets.UTF_8));
                    return Optional.empty();
                },
                run -> {},
                (goal, run) -> "mvn aml:" + goal + " -Daml.run=" + run.number(),
                failure -> "");
        return new StaticPages(shown, detailed, imageLimit).write(pages);
    }

    private String script() throws IOException {
        return Files.readString(pages.resolve("data.js"));
    }

    private Map<?, ?> data() throws IOException {
        String script = script();
        assertThat(script).startsWith("window.AML_DATA = {").endsWith("};\n");
        return (Map<?, ?>) Json.parse(script.substring("window.AML_DATA = ".length(), script.length() - 2));
    }

    private static Map<?, ?> map(Map<?, ?> map, String... keys) {
        Map<?, ?> inner = map;
        for (String key : keys) {
            inner = (Map<?, ?>) inner.get(key);
        }
        return inner;
    }

    @Test
    void everythingAboutTheNewestRunsIsThereAndTheOthersAreInTheList() throws IOException {
        for (int i = 1; i <= 3; i++) {
            runs.completed(Map.of("iris.py", "version " + i + "\n"));
        }
        StaticPages.Written written = write(2, 1000);
        assertThat(written.newestFirst()).extracting(RunRecord::number).containsExactly(3, 2, 1);
        assertThat(written.detailed()).isEqualTo(2);
        Map<?, ?> data = data();
        assertThat((List<?>) data.get("runs")).hasSize(3);
        assertThat(map(data, "project")).isNotNull().satisfies(project -> assertThat(project.get("name"))
                .isEqualTo("iris"));
        assertThat(map(data, "project").containsKey("token")).isFalse();
        assertThat(map(data, "details").keySet().toArray()).containsExactly("3", "2");
        Map<?, ?> newest = map(data, "details", "3");
        assertThat(newest.get("previous")).isEqualTo(2L);
        assertThat(newest.get("next")).isNull();
        assertThat((String) map(newest, "log").get("text"))
                .startsWith("first line\n")
                .hasSizeBetween(60_000, 65_536);
        assertThat(Json.write(map(newest, "code").get("files"))).contains("\"path\":\"iris.py\"");
        assertThat(Json.write(map(newest, "difference"))).contains("-version 2\\n+version 3\\n");
    }

    @Test
    void thePageNamesItsDataAndAllItsFilesAreThere() throws IOException {
        runs.completed(List.of(), Map.of(), Map.of());
        write(200, 1000);
        String index = Files.readString(pages.resolve("index.html"));
        Matcher named = Pattern.compile("(?:src|href)=\"([^#\"]+)\"").matcher(index);
        int files = 0;
        while (named.find()) {
            assertThat(pages.resolve(named.group(1))).isRegularFile();
            files++;
        }
        assertThat(files).isGreaterThan(10);
        assertThat(index.indexOf("data.js")).isBetween(1, index.indexOf("app/source.js"));
        assertThat(index).doesNotContain("http:").doesNotContain("https:");
    }

    @Test
    void imagesAreCopiedByTheirContentAndNoFileOfARunCanRun() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("outputs/a.png", HistoryServerTest.PNG);
        files.put("outputs/b.svg", "<svg onload=\"alert(1)\"/>".getBytes(StandardCharsets.UTF_8));
        files.put("outputs/c.png", "<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
        files.put("outputs/d.png", new byte[2000]);
        files.put("outputs/e.html", "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
        runs.completed(List.of(), Map.of(), files);
        StaticPages.Written written = write(200, 1000);
        assertThat(written.images()).isEqualTo(2);
        assertThat(written.imagesLeftOut()).isEqualTo(1);
        Map<?, ?> detail = map(data(), "details", "1");
        assertThat(map(detail, "images").keySet().toArray()).containsExactly("0", "1");
        assertThat(map(detail, "images").get("0")).isEqualTo("artifacts/1/0.png");
        assertThat(pages.resolve("artifacts/1/0.png")).hasBinaryContent(HistoryServerTest.PNG);
        assertThat((String) map(detail, "images").get("1")).startsWith("data:image/svg+xml;base64,");
        assertThat(pages.resolve("artifacts/1").toFile().list()).containsExactly("0.png");
        assertThat(Json.write(detail.get("warnings")))
                .contains("outputs/d.png is not shown in this report: 2000 bytes");
        assertThat(map(detail, "previews", "4").get("text")).isEqualTo("<script>alert(1)</script>");

        runs.history().mark(runs.history().find("1"), Mark.Kind.DELETE, "", Map.of());
        write(200, 1000);
        assertThat(pages.resolve("artifacts")).doesNotExist();
        assertThat(script()).contains("\"runs\": []").doesNotContain("outputs/a.png");
    }

    @Test
    void noTextEndsTheScript() throws IOException {
        RunRecord run = runs.completed(
                List.of(HOSTILE),
                Map.of(HOSTILE, HOSTILE, "loss", List.of(HOSTILE)),
                Map.of("outputs/" + HOSTILE.replace("/", "") + ".txt", HOSTILE.getBytes(StandardCharsets.UTF_8)));
        runs.history().mark(run, Mark.Kind.NOTE, HOSTILE, Map.of());
        runs.history().mark(run, Mark.Kind.LABEL, HOSTILE, Map.of());
        write(200, 1000);
        assertThat(script()).doesNotContain("<").doesNotContain(">").doesNotContain("\u2028");
        Map<?, ?> detail = map(data(), "details", "1");
        assertThat(map(detail, "row").get("description")).isEqualTo(HOSTILE);
        assertThat(map(detail, "row").get("labels")).isEqualTo(List.of(HOSTILE));
        assertThat(map(detail, "metrics").get(HOSTILE)).isEqualTo(HOSTILE);
        assertThat(map(detail, "previews", "0").get("text")).isEqualTo(HOSTILE);
    }

    @Test
    void whatIsDamagedIsSaidAndTheRestIsThere() throws IOException {
        byte[] text = "a text".getBytes(StandardCharsets.UTF_8);
        RunRecord run = runs.completed(
                List.of(),
                Map.of("Accuracy", 0.9),
                Map.of("outputs/a.txt", text, "outputs/b.txt", text, "outputs/c.png", HistoryServerTest.PNG));
        Files.writeString(Path.of(runs.history().place(run), "outputs/a.txt"), "A TEXT");
        Files.delete(Path.of(runs.history().place(run), "outputs/c.png"));
        write(200, 1000);
        Map<?, ?> detail = map(data(), "details", "1");
        assertThat(map(detail, "previews").keySet().toArray()).containsExactly("1");
        assertThat(Json.write(detail.get("warnings")))
                .contains("outputs/a.txt in the history at ")
                .contains("outputs/c.png in the history at ");
    }

    @Test
    void aLongSeriesIsThinnedAndThatIsSaid() throws IOException {
        List<Integer> loss = java.util.stream.IntStream.range(0, 20_000).boxed().toList();
        runs.completed(List.of(), Map.of("loss", loss), Map.of());
        write(200, 1000);
        Map<?, ?> detail = map(data(), "details", "1");
        assertThat(((List<?>) map(detail, "metrics").get("loss")).subList(0, 3)).isEqualTo(List.of(0L, 4L, 8L));
        assertThat((List<?>) map(detail, "record").get("loss")).hasSize(5000);
        assertThat(Json.write(detail.get("warnings"))).contains("loss has 20000 values; this report has every 4th");
    }
}

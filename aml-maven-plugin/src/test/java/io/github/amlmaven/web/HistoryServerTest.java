package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.ShownRuns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each address answers as the page expects it. */
class HistoryServerTest {
    static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};

    @TempDir
    static Path folder;

    private static ShownRuns runs;
    private static Visit visit;

    @BeforeAll
    static void visit() throws IOException {
        runs = new ShownRuns(folder);
        runs.completed(List.of("0.1"), Map.of("Accuracy", 0.9), Map.of());
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("azureml-logs/driver_log.txt", bytes("hello\n"));
        files.put("outputs/a.svg", bytes("<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"><script>alert(1)</script></svg>"));
        files.put("outputs/model.json", bytes("{\"a\": 1}"));
        files.put("outputs/not.png", bytes("<html><script>alert(1)</script></html>"));
        files.put("outputs/plot.png", PNG);
        files.put("outputs/w\u00f6rter\n.txt", bytes("gr\u00fc\u00dfe \u0000 \u001b[31m".repeat(60_000)));
        runs.completed(
                List.of("--reg=0.5"),
                Map.of("Accuracy", 0.96, "note", "fine", "ok", true, "loss", List.of(3, 2, 1)),
                files);
        visit = new Visit(runs);
    }

    @AfterAll
    static void leave() {
        visit.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(String path) throws IOException {
        return (Map<String, Object>) Json.parse(visit.text(path));
    }

    @Test
    void theProjectIsNamed() throws IOException {
        assertThat(json("/api/project"))
                .containsEntry("project", "local/default/iris")
                .containsEntry("name", "iris")
                .containsEntry("store", runs.history().store())
                .containsEntry("version", "1.0.0")
                .containsKeys("token", "now_utc");
    }

    @Test
    void aRowTellsWhatAListShows() throws IOException {
        Map<String, Object> list = json("/api/runs?limit=1");
        assertThat(list).containsKey("cursor");
        Map<?, ?> row = (Map<?, ?>) ((List<?>) list.get("runs")).get(0);
        assertThat(row.get("run_number")).isEqualTo(2L);
        assertThat(row.get("status")).isEqualTo("Completed");
        assertThat(row.get("reason")).isNull();
        assertThat(row.get("arguments")).isEqualTo(List.of("--reg=0.5"));
        assertThat(row.get("duration_s")).isEqualTo(4.892);
        assertThat(row.get("metrics")).isEqualTo(Map.of("Accuracy", 0.96, "note", "fine", "ok", true));
        assertThat(row.get("series")).isEqualTo(List.of("loss"));
        assertThat(row.get("artifacts")).isEqualTo(6L);
        assertThat(row.get("user_id")).isEqualTo("ada");
        assertThat(row.get("hidden")).isEqualTo(false);
        assertThat(row.get("labels")).isEqualTo(List.of());
    }

    @Test
    void aCursorBringsWhatIsNewOrChanged() throws Exception {
        try (Visit own = new Visit(new ShownRuns(Files.createDirectories(folder.resolve("own"))))) {
            ShownRuns others = new ShownRuns(folder.resolve("own"));
            assertThat(own.text("/api/runs")).contains("\"total\":0").contains("\"runs\":[]");
            String empty = cursor(own.text("/api/runs"));
            others.completed(List.of(), Map.of(), Map.of());
            OpenRun running = others.running();
            Thread.sleep(1600);
            String two = own.text("/api/runs?cursor=" + empty);
            assertThat(two).contains("\"total\":2").contains("\"run_number\":2").contains("\"status\":\"Running\"");
            assertThat(own.text("/api/runs?cursor=" + cursor(two))).contains("\"runs\":[]");
            ShownRuns.end(running);
            Thread.sleep(1600);
            String ended = own.text("/api/runs?cursor=" + cursor(two));
            assertThat(ended).contains("\"run_number\":2").contains("\"status\":\"Completed\"");
            assertThat(ended).doesNotContain("\"run_number\":1,");
            assertThat(own.text("/api/runs?cursor=of-another-server")).contains("\"run_number\":1,");
        }
    }

    private static String cursor(String answer) {
        return answer.replaceAll(".*\"cursor\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void theWholeListIsPackedForABrowser() throws IOException {
        HttpResponse<byte[]> packed = visit.bytes("/api/runs", "Accept-Encoding", "gzip, br");
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        String unpacked = new String(
                new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(unpacked).isEqualTo(visit.text("/api/runs"));
    }

    @Test
    void aConditionChoosesRuns() throws IOException {
        assertThat(json("/api/query?q=Accuracy+%3E+%600.92%60+%26%26+status==%27Completed%27"))
                .isEqualTo(Map.of("numbers", List.of(2L)));
        assertThat(json("/api/query?q=Accuracy+%3E+%602%60")).isEqualTo(Map.of("numbers", List.of()));
        for (String bad : List.of("Accuracy+%3E", "", "a%5D%20%7C%20%5B0", "x%5D.run_id+%7C+%5B%3Ffoo")) {
            HttpResponse<String> answer = visit.get("/api/query?q=" + bad);
            assertThat(answer.statusCode()).as(bad).isEqualTo(400);
            assertThat(answer.body())
                    .contains("\"problem\":")
                    .contains("\"remedy\":")
                    .doesNotContain("-Daml");
        }
        assertThat(visit.get("/api/query?q=Accuracy+%3E").body()).contains("'Accuracy >' is not JMESPath");
    }

    @Test
    void everythingAboutARunIsTold() throws IOException {
        Map<String, Object> detail = json("/api/run/2");
        assertThat(detail.get("previous")).isEqualTo(1L);
        assertThat(detail.get("next")).isNull();
        assertThat(detail.get("parent")).isNull();
        assertThat(detail.get("children")).isEqualTo(List.of());
        assertThat((Map<?, ?>) detail.get("metrics"))
                .isEqualTo(Map.of("Accuracy", 0.96, "note", "fine", "ok", true, "loss", List.of(3L, 2L, 1L)));
        assertThat(((Map<?, ?>) detail.get("record")).get("run_configuration")).isEqualTo("local");
        List<Map<String, Object>> artifacts = artifacts(detail);
        assertThat(artifacts)
                .extracting(file -> file.get("kind"))
                .containsExactly("text", "svg", "json", "image", "image", "text");
        assertThat(artifacts.get(2))
                .containsEntry("index", 2L)
                .containsEntry("path", "outputs/model.json")
                .containsEntry("size", 8L)
                .containsKey("sha256");
        assertThat(detail.get("not_collected"))
                .isEqualTo(List.of(Map.of(
                        "path",
                        "outputs/big.bin",
                        "size",
                        600_000_000L,
                        "reason",
                        "over the limit of 536870912 bytes")));
        assertThat(detail.get("place"))
                .isEqualTo(runs.history().place(runs.history().find("2")));
        assertThat(((Map<?, ?>) detail.get("commands")).get("rerun")).isEqualTo("mvn aml:rerun -Daml.run=2");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> artifacts(Map<String, Object> detail) {
        return (List<Map<String, Object>>) detail.get("artifacts");
    }

    @Test
    void aPreviewIsTheBeginningAsText() throws IOException {
        assertThat(json("/api/run/2/preview/2"))
                .isEqualTo(Map.of("text", "{\"a\": 1}", "truncated", false, "size", 8L));
        Map<String, Object> odd = json("/api/run/2/preview/5");
        assertThat(odd).containsEntry("truncated", true).containsEntry("size", 60_000 * 15L);
        assertThat((String) odd.get("text"))
                .startsWith("gr\u00fc\u00dfe \u0000 \u001b[31mgr")
                .hasSizeBetween(440_000, 525_000);
        assertThat((String) json("/api/run/2/preview/4").get("text")).startsWith("\ufffdPNG");
    }

    @Test
    void onlyImagesAreServedAsImagesAndNothingInThemRuns() {
        HttpResponse<byte[]> png = visit.bytes("/api/run/2/image/4");
        assertThat(png.body()).isEqualTo(PNG);
        assertThat(png.headers().firstValue("Content-Type")).hasValue("image/png");
        HttpResponse<byte[]> svg = visit.bytes("/api/run/2/image/1");
        assertThat(svg.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
        assertThat(svg.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; style-src 'unsafe-inline'; sandbox");
        for (int index : new int[] {0, 2, 3}) {
            HttpResponse<String> none = visit.get("/api/run/2/image/" + index);
            assertThat(none.statusCode()).isEqualTo(415);
            assertThat(none.body()).contains("not an image").doesNotContain("alert");
        }
    }

    @Test
    void aFileIsSavedAndNeverShown() {
        HttpResponse<byte[]> html = visit.bytes("/api/run/2/file/3");
        assertThat(html.body()).isEqualTo(bytes("<html><script>alert(1)</script></html>"));
        assertThat(html.headers().map())
                .containsEntry("content-type", List.of("application/octet-stream"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry(
                        "content-disposition", List.of("attachment; filename=\"not.png\"; filename*=UTF-8''not.png"))
                .containsEntry(
                        "content-security-policy", List.of("default-src 'none'; frame-ancestors 'none'; sandbox"))
                .containsEntry("content-length", List.of("38"));
        assertThat(visit.bytes("/api/run/2/file/5").headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"w__rter_.txt\"; filename*=UTF-8''w%C3%B6rter_.txt");
    }

    @Test
    void severalFilesComeAsOneZip() throws IOException {
        HttpResponse<byte[]> zip = visit.bytes("/api/run/2/zip?i=0,2,5");
        assertThat(zip.headers().firstValue("Content-Type")).hasValue("application/zip");
        Map<String, Integer> sizes = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.body()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                sizes.put(entry.getName(), in.readAllBytes().length);
            }
        }
        assertThat(sizes)
                .containsExactly(
                        Map.entry("azureml-logs/driver_log.txt", 6),
                        Map.entry("outputs/model.json", 8),
                        Map.entry("outputs/w\u00f6rter_.txt", 900_000));
    }

    @Test
    void theLogComesInParts() throws IOException {
        assertThat(json("/api/run/2/log?from=0"))
                .containsEntry("text", "log of run 2\n")
                .containsEntry("next", 13L)
                .containsEntry("ended", true);
        assertThat(json("/api/run/2/log?from=4")).containsEntry("text", "of run 2\n");
        assertThat(json("/api/run/2/log?from=13")).containsEntry("text", "").containsEntry("ended", true);
        assertThat(json("/api/run/2/log?from=99")).containsEntry("next", 0L).containsEntry("ended", false);
    }

    @Test
    void aRunThatIsUnderWayIsStopped() throws IOException {
        try (Visit own = new Visit(new ShownRuns(Files.createDirectories(folder.resolve("stop"))))) {
            OpenRun run = new ShownRuns(folder.resolve("stop")).running();
            HttpResponse<String> answer = own.post("/api/run/1/cancel", "{}");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).startsWith("{\"row\":{\"run_number\":1,");
            assertThat(own.stopped).containsExactly(run.id().value());
        }
    }

    @Test
    void labelsNotesAndDeletionsAreKept() throws IOException {
        ShownRuns others = new ShownRuns(Files.createDirectories(folder.resolve("marks")));
        others.completed(List.of(), Map.of(), Map.of());
        others.running();
        try (Visit own = new Visit(others)) {
            assertThat(own.post("/api/run/1/labels", "{\"add\": [\"best\", \" so-far \"]}")
                            .body())
                    .contains("\"labels\":[\"best\",\"so-far\"]");
            assertThat(own.post("/api/run/1/labels", "{\"add\": [\"best\"], \"remove\": [\"so-far\"]}")
                            .body())
                    .contains("\"labels\":[\"best\"]");
            assertThat(own.post("/api/run/1/note", "{\"text\": \"<b>look</b>\"}")
                            .body())
                    .contains("\"description\":\"<b>look</b>\"");
            assertThat(own.post("/api/run/1/delete", "{}").body()).contains("\"hidden\":true");
            assertThat(own.text("/api/runs")).contains("\"hidden\":true").contains("\"labels\":[\"best\"]");
            assertThat(own.post("/api/run/1/undelete", "{}").body()).contains("\"hidden\":false");
            for (String bad : List.of(
                    "1/labels {\"add\": \"best\"}",
                    "1/labels {\"add\": [1]}",
                    "1/labels {\"add\": [\" \"]}",
                    "1/labels {\"add\": [\"a\\nb\"]}",
                    "1/note {}",
                    "1/note {\"text\": 1}",
                    "1/note {\"text\": \"" + "x".repeat(10_001) + "\"}",
                    "2/delete {}")) {
                HttpResponse<String> answer = own.post("/api/run/" + bad.split(" ", 2)[0], bad.split(" ", 2)[1]);
                assertThat(answer.statusCode()).as(bad).isEqualTo(400);
            }
            assertThat(others.history().find("1").labels()).containsExactly("best");
        }
    }

    @Test
    void anArtifactOrAFolderIsPromoted() throws IOException {
        ShownRuns others = new ShownRuns(Files.createDirectories(folder.resolve("promote")));
        others.completed(List.of(), Map.of(), Map.of("outputs/m/a.bin", bytes("a"), "outputs/m/b.bin", bytes("b")));
        try (Visit own = new Visit(others)) {
            assertThat(own.post("/api/run/1/promote", "{\"index\": 0, \"name\": \"model\"}")
                            .body())
                    .startsWith("{\"asset\":\"model\",\"version\":1,\"link\":\"assets/model.link\",\"row\":{");
            assertThat(own.post("/api/run/1/promote", "{\"prefix\": \"outputs/m\", \"name\": \"model\"}")
                            .body())
                    .contains("\"version\":2");
            assertThat(others.project().resolve("assets/model.link"))
                    .hasContent("{\"assetSource\":\"azureml\",\"name\":\"model\",\"version\":\"2\"}");
            for (String bad : List.of(
                    "{\"index\": 2, \"name\": \"model\"}",
                    "{\"index\": 0}",
                    "{\"name\": \"model\"}",
                    "{\"index\": \"0\", \"name\": \"m\"}",
                    "{\"index\": 0, \"name\": \"../model\"}",
                    "{\"index\": 0, \"name\": \"a/b\"}",
                    "{\"index\": 0, \"name\": \"\"}",
                    "{\"prefix\": \"../..\", \"name\": \"m\"}",
                    "{\"prefix\": \"/etc\", \"name\": \"m\"}",
                    "{\"index\": -1, \"name\": \"m\"}")) {
                assertThat(own.post("/api/run/1/promote", bad).statusCode())
                        .as(bad)
                        .isIn(400, 404);
            }
            assertThat(others.project().resolve("assets").toFile().list()).containsExactly("model.link");
        }
    }

    @Test
    void whatARecordHoldsNeverComesAsAnythingThatRuns() throws IOException {
        String script = "<script>alert(1)</script>";
        ShownRuns others = new ShownRuns(Files.createDirectories(folder.resolve("script")));
        others.completed(
                List.of(script), Map.of(script, script), Map.of("outputs/<script>alert(1)<.html", bytes(script)));
        try (Visit own = new Visit(others)) {
            for (String path : List.of(
                    "runs",
                    "run/1",
                    "run/1/log",
                    "run/1/code",
                    "run/1/preview/0",
                    "run/1/file/0",
                    "run/1/zip?i=0",
                    "run/1/image/0",
                    "query?q=%3Cscript%3E",
                    "run/%3Cscript%3E",
                    "run/1/file/%3Cscript%3E")) {
                HttpResponse<byte[]> answer = own.bytes("/api/" + path, "Sec-Fetch-Site", "same-origin");
                assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                        .as(path)
                        .isIn("application/json", "application/octet-stream", "application/zip");
                assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                        .as(path)
                        .hasValue("nosniff");
                assertThat(answer.headers()
                                .firstValue("Content-Security-Policy")
                                .orElseThrow())
                        .as(path)
                        .contains("default-src 'none'")
                        .contains("sandbox");
            }
            HttpResponse<byte[]> shown = own.bytes("/api/query?q=%3Cscript%3E", "Sec-Fetch-Dest", "document");
            assertThat(new String(shown.body(), StandardCharsets.UTF_8))
                    .contains("&lt;script&gt;")
                    .doesNotContain("<script");
        }
    }

    @Test
    void theCodeOfARunAndWhatChangedIsTold() throws IOException {
        ShownRuns others = new ShownRuns(Files.createDirectories(folder.resolve("code")));
        others.completed(Map.of("iris.py", "a\n", "data.bin", "\0\1"));
        others.completed(Map.of("iris.py", "b\n", "data.bin", "\0\1"));
        others.completed(List.of(), Map.of(), Map.of());
        try (Visit own = new Visit(others)) {
            assertThat(own.text("/api/run/1/code"))
                    .contains("{\"index\":1,\"path\":\"iris.py\",\"kind\":\"file\",\"size\":2,\"sha256\":\"87428fc5");
            assertThat(own.text("/api/run/1/code/1"))
                    .isEqualTo("{\"text\":\"a\\n\",\"truncated\":false,\"binary\":false}");
            assertThat(own.text("/api/run/1/code/0")).isEqualTo("{\"text\":\"\",\"truncated\":false,\"binary\":true}");
            assertThat(own.text("/api/difference?from=1&to=2"))
                    .isEqualTo("{\"files\":[{\"path\":\"iris.py\",\"change\":"
                            + "\"changed\",\"diff\":\"@@ -1 +1 @@\\n-a\\n+b\\n\",\"why\":null}]}");
            assertThat(own.text("/api/run/3/code")).isEqualTo("{\"snapshot\":null,\"files\":[]}");
            for (String none : List.of(
                    "/api/run/1/code/2",
                    "/api/run/3/code/0",
                    "/api/difference?from=1&to=3",
                    "/api/difference?from=1&to=last")) {
                assertThat(own.get(none).statusCode()).as(none).isEqualTo(404);
            }
            assertThat(own.get("/api/difference?from=1").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void theFilesOfThePageAreServedWithAPolicy() {
        HttpResponse<String> page = visit.get("/");
        assertThat(page.body()).startsWithIgnoringCase("<!DOCTYPE html>");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self';");
        assertThat(visit.text("/lib/uplot.js")).contains("uPlot");
        assertThat(visit.get("/lib/uplot.css").headers().firstValue("Content-Type"))
                .hasValue("text/css; charset=utf-8");
    }

    @Test
    void aDamagedFileNeverArrivesWhole() throws IOException {
        ShownRuns others = new ShownRuns(Files.createDirectories(folder.resolve("damaged")));
        String place = others.history()
                .place(others.completed(
                        List.of(),
                        Map.of(),
                        Map.of("outputs/a.bin", new byte[100_000], "outputs/b.bin", new byte[10])));
        byte[] other = new byte[100_000];
        other[50_000] = 1;
        Files.write(Path.of(place, "outputs/a.bin"), other);
        try (Visit own = new Visit(others)) {
            for (String path : List.of("/api/run/1/file/0", "/api/run/1/zip?i=0,1", "/api/run/1/zip?i=1,0")) {
                assertThat(own.raw(HostileRequests.get(own, path)))
                        .as(path)
                        .doesNotContain("PK\5\6")
                        .satisfies(answer -> assertThat(answer.length()).isLessThan(100_000));
            }
        }
    }
}

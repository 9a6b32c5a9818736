package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.ShownRuns;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody gets a byte who has no session, and nobody one that is not of the history. */
class HostileRequestsTest {
    private static final String INSIDE = "CONTENT-OF-AN-ARTIFACT";
    private static final String OUTSIDE = "CONTENT-OF-ANOTHER-FILE";

    @TempDir
    static Path folder;

    private static Visit visit;
    private static String host;
    private static String session;

    @BeforeAll
    static void visit() throws IOException {
        ShownRuns runs = new ShownRuns(folder);
        runs.completed(
                List.of(INSIDE),
                Map.of("Accuracy", 0.9),
                Map.of("outputs/a.txt", INSIDE.getBytes(StandardCharsets.UTF_8)));
        for (String place : List.of("secret.txt", "store/secret.txt", "store/local/default/iris/secret.txt")) {
            Files.writeString(folder.resolve(place), OUTSIDE);
        }
        visit = new Visit(runs, 400, 60_000);
        host = "127.0.0.1:" + visit.server.port();
        session = "Cookie: " + visit.cookie;
    }

    @AfterAll
    static void leave() {
        visit.close();
    }

    /** Every spelling of a way out of the place that an address seems to name. */
    private static List<String> wayOut() {
        List<String> dots = List.of(
                "..",
                "%2e%2e",
                ".%2e",
                "%2E.",
                "%252e%252e",
                "..%00",
                "..;",
                "....",
                "%c0%ae%c0%ae",
                "%uff0e%uff0e",
                ".",
                "..%20");
        List<String> slashes = List.of("/", "%2f", "%2F", "%5c", "\\", "%252f", "//", "%c0%af", "/./");
        List<String> begins =
                List.of("/", "/app/", "/lib/", "/api/", "/api/run/1/file/", "/api/run/1/preview/", "/api/run/");
        List<String> ways = new ArrayList<>();
        for (String begin : begins) {
            for (String dot : dots) {
                for (String slash : slashes) {
                    ways.add(begin + (dot + slash).repeat(4) + "secret.txt");
                }
            }
        }
        return ways;
    }

    @Test
    void noSpellingOfAPathLeadsOut() throws IOException {
        List<String> ways = wayOut();
        ways.addAll(List.of(
                "/secret.txt",
                "//" + folder + "/secret.txt",
                "file://" + folder + "/secret.txt",
                "/file:" + folder + "/secret.txt",
                "/api/run/1/file/outputs/a.txt",
                "/api/run/1/file/-1",
                "/api/run/1/file/1",
                "/api/run/1/file/00",
                "/api/run/1/file/0x0",
                "/api/run/1/file/99999999999999999999",
                "/api/run/1/file/0/",
                "/api/run/1/file/0/..",
                "/api/run/1/file/0%00",
                "/api/run/1/file/%30",
                "/api/run/1/file/\u00b2",
                "/api/run/1/zip?i=",
                "/api/run/1/zip?i=0,1",
                "/api/run/1/zip?i=../../secret.txt",
                "/api/run/1/zip?i=0,%2e%2e",
                "/api/run/1/image/0",
                "/api/run/0",
                "/api/run/-1",
                "/api/run/01",
                "/api/run/1.0",
                "/api/run/last",
                "/api/run/99999999",
                "/api/run/999999999999",
                "/api/run/1/",
                "/api/run/1/nothing",
                "/api/run/1/file",
                "/api/run//file/0",
                "/api//run/1",
                "/API/run/1",
                "/api/runs?limit=-1",
                "/api/runs?limit=1e9",
                "/api/runs?limit=%zz",
                "/api/runs/",
                "/index.html/",
                "/index.html%00.js",
                "/lib/uplot.js/",
                "/lib/../lib/uplot.js",
                "/package-info.class",
                "/io/github/amlmaven/web/index.html",
                "/META-INF/MANIFEST.MF",
                "/app/"));
        for (String way : ways) {
            String answer = visit.raw(HostileRequests.request("GET " + inside(way) + " HTTP/1.1", host, session, ""));
            assertThat(answer)
                    .as(way)
                    .startsWith("HTTP/1.1 4")
                    .doesNotContain(OUTSIDE)
                    .doesNotContain(INSIDE);
        }
        assertThat(ways).hasSizeGreaterThan(790);
    }

    @Test
    void whoHasNoSessionGetsNothing() throws IOException {
        List<String> cookies = List.of(
                "X: y",
                "Cookie: aml_" + visit.server.port(),
                "Cookie: aml_" + visit.server.port() + "=",
                "Cookie: aml_" + visit.server.port() + "=x",
                session + "x",
                session.substring(0, session.length() - 1),
                "Cookie: aml_1=" + visit.cookie.replaceAll(".*=", ""),
                "X-Cookie: " + visit.cookie,
                "Authorization: Bearer " + visit.cookie);
        List<String> targets = List.of(
                "/",
                "/index.html",
                "/api/project",
                "/api/runs",
                "/api/run/1",
                "/api/run/1/file/0",
                "/api/run/1/preview/0",
                "/api/run/1/zip?i=0",
                "/api/run/1/log",
                "/lib/uplot.js",
                "/?key=",
                "/?key=x",
                "/?key=" + visit.token,
                "/index.html?key=" + visit.server.address().replaceAll(".*=", ""));
        for (String cookie : cookies) {
            for (String target : targets) {
                String address = target.startsWith("/?") ? target : inside(target);
                String answer = visit.raw(HostileRequests.request("GET " + address + " HTTP/1.1", host, cookie, ""));
                assertThat(answer)
                        .as(target + " " + cookie)
                        .startsWith("HTTP/1.1 403 ")
                        .doesNotContain(INSIDE)
                        .contains("{\"problem\":")
                        .contains("\"remedy\":")
                        .doesNotContain(visit.token)
                        .doesNotContain("uPlot");
            }
        }
    }

    @Test
    void otherNamesOtherPagesAndOtherMethodsAreRefused() throws IOException {
        for (String name : List.of(
                "evil.example",
                "evil.example:" + visit.server.port(),
                "127.0.0.1",
                "localhost",
                host + "0",
                host + ".evil.example",
                "127.0.0.1.:" + visit.server.port(),
                "[::1]:" + visit.server.port(),
                "0.0.0.0:" + visit.server.port(),
                "",
                host + ", evil",
                "user@" + host,
                "2130706433:" + visit.server.port(),
                "LOCALHOST.evil:" + visit.server.port())) {
            refused(HostileRequests.request("GET " + inside("/api/runs") + " HTTP/1.1", name, session, ""));
        }
        refused(HostileRequests.request(
                "GET " + inside("/api/runs") + " HTTP/1.1", host + "\r\nHost: " + host, session, ""));
        refused(("GET " + inside("/api/runs") + " HTTP/1.0\r\n" + session + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        for (String header : List.of(
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: https://" + host,
                "Origin: http://127.0.0.1",
                "Origin: http://127.0.0.1:1",
                "Origin: http://" + host + "\r\nOrigin: http://evil.example",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site")) {
            refused(HostileRequests.request(
                    "GET " + inside("/api/runs") + " HTTP/1.1", host, session + "\r\n" + header, ""));
        }
        for (String target : List.of(
                "http://evil.example" + inside("/api/runs"),
                "http://" + host + inside("/api/runs"),
                "//evil.example" + inside("/api/runs"),
                "/api/runs",
                "/" + inside("/api/runs"),
                "*",
                "evil",
                "?",
                "")) {
            refused(HostileRequests.request("GET " + target + " HTTP/1.1", host, session, ""));
        }
        for (String method : List.of(
                "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "GETX", "\u0000")) {
            refused(HostileRequests.request(method + " " + inside("/api/runs") + " HTTP/1.1", host, session, ""));
        }
    }

    @Test
    void nothingIsChangedWithoutTokenAndJson() throws IOException {
        String type = "Content-Type: application/json";
        String token = "X-Aml-Token: " + visit.token;
        List<String> headers = List.of(
                type,
                token,
                type + "\r\nX-Aml-Token: ",
                type + "\r\nX-Aml-Token: " + visit.cookie,
                type + "\r\n" + token + "x",
                type + "\r\n" + token + "\r\n" + token,
                token + "\r\nContent-Type: text/plain",
                token + "\r\nContent-Type: application/x-www-form-urlencoded",
                token + "\r\nContent-Type: text/plain; application/json",
                token + "\r\n" + type + "\r\nOrigin: http://evil.example",
                token + "\r\n" + type + "\r\nSec-Fetch-Site: same-site");
        for (String header : headers) {
            refused(change("/api/run/1/cancel", header, "{}"));
        }
        for (String body : List.of("", "[]", "null", "1", "{", "{} {}", "{\"a\":1e999999999999}", "[".repeat(60_000))) {
            refused(change("/api/run/1/cancel", token + "\r\n" + type, body));
        }
        refused(change("/api/run/1/cancel", token + "\r\n" + type, " ".repeat(70_000) + "{}"));
        for (String target : List.of(
                "/",
                "/api/run/1",
                "/api/run/1/",
                "/api/run/2/cancel",
                "/api/runs",
                "/api/run/1/file",
                "/api/run/1/nothing")) {
            refused(change(target, token + "\r\n" + type, "{}"));
        }
        refused(HostileRequests.request(
                "POST " + inside("/api/run/1/cancel") + " HTTP/1.1",
                host,
                token + "\r\n" + type + "\r\nContent-Length: 2",
                "{}"));
        assertThat(visit.stopped).isEmpty();
        assertThat(visit.raw(change("/api/run/1/cancel", token + "\r\n" + type, "{}")))
                .startsWith("HTTP/1.1 200 ");
        visit.stopped.clear();
    }

    /** An address as only our page knows it. */
    private static String inside(String target) {
        return target.startsWith("/") ? visit.folder + target.substring(1) : target;
    }

    private static byte[] change(String target, String headers, String body) {
        String length = "\r\nContent-Length: " + body.length();
        return HostileRequests.request(
                "POST " + inside(target) + " HTTP/1.1", host, session + "\r\n" + headers + length, body);
    }

    @Test
    void hugeAndBrokenHeadsCostNothing() throws IOException {
        Map<String, byte[]> requests = new LinkedHashMap<>();
        requests.put(
                "a long address",
                HostileRequests.request("GET " + inside("/") + "a".repeat(20_000) + " HTTP/1.1", host, session, ""));
        requests.put(
                "a longer one",
                HostileRequests.request(
                        "GET " + inside("/?") + "a".repeat(5_000_000) + " HTTP/1.1", host, session, ""));
        requests.put(
                "a long header",
                HostileRequests.request(
                        "GET " + inside("/api/runs") + " HTTP/1.1", host, "X: " + "a".repeat(5_000_000), ""));
        requests.put(
                "many headers",
                HostileRequests.request(
                        "GET " + inside("/api/runs") + " HTTP/1.1", host, "X: a\r\n".repeat(50_000) + "Y: z", ""));
        requests.put("no end", "GET / HTTP/1.1\r\nX".getBytes(StandardCharsets.US_ASCII));
        requests.put("zeros", new byte[1_000_000]);
        requests.put("TLS", new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3});
        requests.put(
                "a length below zero",
                HostileRequests.request(
                        "POST " + inside("/api/run/1/cancel") + " HTTP/1.1", host, "Content-Length: -5", "{}"));
        requests.put(
                "a length that is none",
                HostileRequests.request(
                        "POST " + inside("/api/run/1/cancel") + " HTTP/1.1", host, "Content-Length: x", "{}"));
        requests.put(
                "a huge length",
                HostileRequests.request(
                        "POST " + inside("/api/run/1/cancel") + " HTTP/1.1",
                        host,
                        "Content-Length: 99999999999",
                        "{}"));
        requests.put(
                "chunks that are none",
                HostileRequests.request(
                        "POST " + inside("/api/run/1/cancel") + " HTTP/1.1",
                        host,
                        "Transfer-Encoding: chunked",
                        "zz\r\n{}"));
        requests.put(
                "two lengths",
                HostileRequests.request(
                        "POST " + inside("/api/run/1/cancel") + " HTTP/1.1",
                        host,
                        "Content-Length: 2\r\nTransfer-Encoding: chunked",
                        "0\r\n\r\nGET /"));
        for (Map.Entry<String, byte[]> request : requests.entrySet()) {
            assertThat(visit.raw(request.getValue()))
                    .as(request.getKey())
                    .matches("(?s)(HTTP/1.1 [45].*)?")
                    .doesNotContain(INSIDE);
        }
        assertThat(visit.text("/api/runs")).contains(INSIDE);
    }

    @Test
    void clientsThatKeepTheServerWaitingLoseTheirConnections() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), visit.server.port());
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost".getBytes(StandardCharsets.US_ASCII));
            slow.add(socket);
        }
        assertThat(visit.text("/api/runs")).contains(INSIDE);
        for (Socket socket : slow) {
            socket.setSoTimeout(5_000);
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            socket.close();
        }
    }

    private static void refused(byte[] request) throws IOException {
        String name = new String(request, 0, Math.min(200, request.length), StandardCharsets.ISO_8859_1);
        assertThat(visit.raw(request)).as(name).matches("(?s)(HTTP/1.1 4.*)?").doesNotContain(INSIDE);
    }
}

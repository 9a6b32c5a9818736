package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.ShownRuns;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server with a history, and a browser that has a session there. */
final class Visit implements Closeable {
    final HistoryServer server;
    final String cookie;
    final String token;
    /** Where everything is, with a slash at its end. */
    final String folder;

    final List<String> stopped = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    Visit(ShownRuns runs) throws IOException {
        this(runs, 10_000, 60_000);
    }

    Visit(ShownRuns runs, int askingMillis, int sendingMillis) throws IOException {
        ShownHistory shown = new ShownHistory(
                runs.history(),
                runs.project(),
                "1.0.0",
                (run, out) -> {
                    out.write(("log of run " + run.number() + "\n").getBytes(StandardCharsets.UTF_8));
                    return Optional.empty();
                },
                run -> stopped.add(run.id().value()),
                (goal, run) -> "mvn aml:" + goal + " -Daml.run=" + run.number(),
                failure -> failure.getMessage() + "\n-> mend it");
        server = HistoryServer.start(shown, 0, askingMillis, sendingMillis);
        HttpResponse<String> welcome =
                sent(HttpRequest.newBuilder(URI.create(server.address())).build());
        folder = welcome.body().replaceAll("(?s).*url=(/[^\"]+/)\".*", "$1");
        cookie = welcome.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
        token = text("/api/project").replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
    }

    /** The address of a path that begins with a slash, as the page sees it. */
    URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + folder + path.substring(1));
    }

    HttpResponse<String> get(String path) {
        return get(path, cookie);
    }

    HttpResponse<String> get(String path, String cookies) {
        return sent(
                HttpRequest.newBuilder(address(path)).header("Cookie", cookies).build());
    }

    HttpResponse<byte[]> bytes(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).header("Cookie", cookie);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The answer to a request that succeeds. */
    String text(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    HttpResponse<String> post(String path, String body) {
        return post(path, body, Map.of("Content-Type", "application/json", "X-Aml-Token", token));
    }

    HttpResponse<String> post(String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path))
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return sent(request.build());
    }

    private HttpResponse<String> sent(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What comes back for these very bytes until the server closes the connection, or is silent for a while. */
    String raw(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5_000);
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (java.net.SocketException e) {
                return ""; // the server has had enough
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}

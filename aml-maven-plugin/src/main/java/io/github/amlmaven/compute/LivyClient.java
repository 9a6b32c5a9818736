package io.github.amlmaven.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Livy's REST interface to batches; an {@link IOException} means that Livy is away, and may be asked again. */
final class LivyClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int PAGE = 100;
    private static final int OK = 200;
    private static final int REDIRECTION = 300;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;
    private static final Set<String> ENDS = Set.of("success", "dead", "error", "killed");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

    private final URI address;
    private final @Nullable String authorization;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    LivyClient(String address, Credentials credentials) {
        this.address = URI.create(address.replaceAll("/+$", ""));
        String host = this.address.getHost();
        Optional<Credentials.Login> login = credentials.login(host);
        if (login.isPresent() && this.address.getScheme().equals("http") && !LOOPBACK.contains(host)) {
            throw new AmlException(
                    "livyAddress is " + address + ", and the password of the server '" + host
                            + "' of settings.xml would go there for everybody to read",
                    "write livyAddress: https://...");
        }
        this.authorization = login.map(LivyClient::basic).orElse(null);
    }

    private static String basic(Credentials.Login login) {
        String both = login.user() + ":" + login.password().value();
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A script that was given to Livy.
     *
     * @param application its id on YARN; empty: it has none
     * @param tracking the address of its page; empty: it has none
     */
    record Batch(int id, String name, String state, String application, String tracking) {
        boolean hasEnded() {
            return ENDS.contains(state);
        }

        /** What it is once Livy has forgotten it. */
        Batch deleted() {
            return new Batch(id, name, "killed", application, tracking);
        }
    }

    /** Livy's version; or nothing, where it does not tell. */
    String version() throws IOException {
        return ask("GET", "/version", null)
                .map(answer -> answer.path("version").asText())
                .orElse("");
    }

    /** Gives it a script; to be called only when {@link #find} has not found it. */
    Batch start(Map<String, Object> wish) throws IOException {
        return batch(ask("POST", "/batches", wish)
                .orElseThrow(() -> new AmlException(
                        "there is no Livy at " + address, "correct livyAddress in the .compute file")));
    }

    /** The newest batch of a name. */
    Optional<Batch> find(String name) throws IOException {
        Optional<Batch> found = Optional.empty();
        int from = 0;
        int total = 1;
        while (from < total) {
            JsonNode page =
                    ask("GET", "/batches?from=" + from + "&size=" + PAGE, null).orElseThrow(this::noLivy);
            total = page.path("total").asInt();
            for (JsonNode each : page.path("sessions")) {
                if (name.equals(each.path("name").asText())) {
                    found = Optional.of(batch(each));
                }
            }
            from += PAGE;
        }
        return found;
    }

    private AmlException noLivy() {
        return new AmlException("there is no Livy at " + address, "correct livyAddress in the .compute file");
    }

    /** Empty when Livy has forgotten it. */
    Optional<Batch> find(int id) throws IOException {
        return ask("GET", "/batches/" + id, null).map(LivyClient::batch);
    }

    /** The last lines that Spark has printed. */
    List<String> log(int id) throws IOException {
        List<String> lines = new ArrayList<>();
        ask("GET", "/batches/" + id + "/log?from=0&size=10000", null)
                .ifPresent(answer -> answer.path("log").forEach(line -> lines.add(line.asText())));
        return lines;
    }

    /** Ends a batch, and has Livy forget it. */
    void delete(int id) throws IOException {
        ask("DELETE", "/batches/" + id, null);
    }

    private static Batch batch(JsonNode answer) {
        String application = answer.path("appId").asText("");
        JsonNode info = answer.path("appInfo");
        String page = info.path("sparkUiUrl").asText("");
        return new Batch(
                answer.path("id").asInt(),
                answer.path("name").asText(""),
                answer.path("state").asText(""),
                application.equals("null") ? "" : application,
                page.equals("null") ? info.path("driverLogUrl").asText("") : page);
    }

    /** Empty when there is no such thing. */
    private Optional<JsonNode> ask(String method, String path, @Nullable Map<String, Object> wish) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(ANSWER)
                // Livy refuses what a page in a browser could have sent.
                .header("X-Requested-By", "aml-maven-plugin")
                .header("Content-Type", "application/json")
                .method(
                        method,
                        wish == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(JSON.writeValueAsString(wish)));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> answer;
        try {
            answer = http.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
        int status = answer.statusCode();
        if (status >= OK && status < REDIRECTION) {
            return Optional.of(answer.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(answer.body()));
        }
        if (status == NOT_FOUND) {
            return Optional.empty();
        }
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            throw new AmlException(
                    "Livy at " + address + " does not let you in (" + status + ")",
                    "write <server> with <id>" + address.getHost()
                            + "</id>, <username> and <password> into settings.xml, or correct it there");
        }
        if (status >= SERVER_ERROR) {
            throw new IOException("Livy at " + address + " answers " + status + ": " + answer.body());
        }
        throw new AmlException(
                "Livy at " + address + " refuses " + method + " " + path + " (" + status + "): " + answer.body(),
                "see its log; the folder of livyStorage must be in livy.file.local-dir-whitelist");
    }
}

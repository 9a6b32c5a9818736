package io.github.amlmaven.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.github.amlmaven.history.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The one answer to a request; whatever it holds, no browser takes it for anything but what it is said to be. */
final class Answer {
    static final String JSON = "application/json";
    static final String HTML = "text/html; charset=utf-8";

    /** Nothing in it may run, load or be framed. */
    static final String NOTHING_ACTIVE = "default-src 'none'; frame-ancestors 'none'; sandbox";

    private static final int OK = 200;
    private static final int WORTH_PACKING = 1024;

    private final HttpExchange exchange;
    private final AnsweringThreads threads;
    private boolean begun;

    Answer(HttpExchange exchange, AnsweringThreads threads) {
        this.exchange = exchange;
        this.threads = threads;
    }

    /** Whether a part of it is on its way, so that no other can be given. */
    boolean isBegun() {
        return begun;
    }

    /** Sets a header, before the answer is begun. */
    Answer with(String header, String value) {
        exchange.getResponseHeaders().set(header, value);
        return this;
    }

    void json(@Nullable Object value) throws IOException {
        bytes(OK, JSON, Json.write(value).getBytes(StandardCharsets.UTF_8));
    }

    void refused(int status, String problem, String remedy) throws IOException {
        if ("document".equals(exchange.getRequestHeaders().getFirst("Sec-Fetch-Dest"))) {
            bytes(status, HTML, page(problem, remedy).getBytes(StandardCharsets.UTF_8)); // somebody reads it
            return;
        }
        Map<String, @Nullable Object> words = new LinkedHashMap<>();
        words.put("problem", problem);
        words.put("remedy", remedy);
        bytes(status, JSON, Json.write(words).getBytes(StandardCharsets.UTF_8));
    }

    private static String page(String problem, String remedy) {
        return "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>aml</title><p>" + escaped(problem)
                + "</p><p>&rarr; " + escaped(remedy) + "</p></html>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** An answer that is all there, packed when that is worth it. */
    void bytes(int status, String type, byte[] content) throws IOException {
        if (content.length < WORTH_PACKING || !takesPacked()) {
            try (OutputStream out = begin(status, type, content.length)) {
                out.write(content);
            }
            return;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream(content.length / 4);
        try (OutputStream out = packing(packed)) {
            out.write(content);
        }
        packed(status, type, packed.toByteArray());
    }

    /** An answer that is all there and packed already. */
    void packed(int status, String type, byte[] content) throws IOException {
        with("Content-Encoding", "gzip");
        try (OutputStream out = begin(status, type, content.length)) {
            out.write(content);
        }
    }

    /** Whether the browser can unpack; one that could not would say so. */
    boolean takesPacked() {
        String taken = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        return taken != null && taken.contains("gzip");
    }

    /** Packs quickly: the way is short. */
    static OutputStream packing(OutputStream out) throws IOException {
        return new GZIPOutputStream(out, 16 * 1024) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        };
    }

    /**
     * Sends the head of an answer.
     *
     * @param length in bytes, or -1 when it is not known
     * @return takes the content; closed only when all of it has been written, so that a part is never taken for the whole
     */
    OutputStream begin(int status, String type, long length) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("X-Frame-Options", "DENY");
        if (!headers.containsKey("Content-Security-Policy")) {
            headers.set("Content-Security-Policy", NOTHING_ACTIVE);
        }
        begun = true;
        boolean bare = length == 0 || exchange.getRequestMethod().equals("HEAD");
        threads.sending();
        exchange.sendResponseHeaders(status, bare ? -1 : Math.max(0, length));
        return bare ? OutputStream.nullOutputStream() : threads.watched(exchange.getResponseBody());
    }
}

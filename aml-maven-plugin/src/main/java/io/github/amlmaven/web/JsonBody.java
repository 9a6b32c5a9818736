package io.github.amlmaven.web;

import com.sun.net.httpserver.HttpExchange;
import io.github.amlmaven.history.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request that changes something brings along. */
record JsonBody(Map<?, ?> values) {
    private static final int LARGEST = 64 * 1024;

    static JsonBody read(HttpExchange exchange) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null
                || !type.toLowerCase(Locale.ROOT).replace(" ", "").matches("application/json(;charset=utf-8)?")) {
            throw new RefusedRequest(
                    RefusedRequest.WRONG_TYPE, "a change is asked for in JSON", "send Content-Type: application/json");
        }
        byte[] content;
        try (InputStream in = exchange.getRequestBody()) {
            content = in.readNBytes(LARGEST + 1);
        }
        if (content.length > LARGEST) {
            throw new RefusedRequest(
                    RefusedRequest.TOO_LARGE, "the request is larger than " + LARGEST + " bytes", "send less");
        }
        Object value;
        try {
            value = Json.parse(new String(content, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw wrong("the request is not JSON: " + e.getMessage());
        }
        if (!(value instanceof Map<?, ?> object)) {
            throw wrong("the request is not a JSON object");
        }
        return new JsonBody(object);
    }

    /** A text; null when it is not there. */
    @Nullable
    String text(String name) {
        Object value = values.get(name);
        if (value != null && !(value instanceof String)) {
            throw wrong(name + " is not a text");
        }
        return (String) value;
    }

    /** A text that has to be there. */
    String required(String name) {
        String text = text(name);
        if (text == null) {
            throw wrong(name + " is missing");
        }
        return text;
    }

    /** A list of texts; empty when it is not there. */
    List<String> texts(String name) {
        Object value = values.get(name);
        List<String> texts = new ArrayList<>();
        if (value == null) {
            return texts;
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(name + " is not a list");
        }
        for (Object item : list) {
            if (!(item instanceof String text)) {
                throw wrong(name + " is not a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /** A number from 0; null when it is not there. */
    @Nullable
    String index(String name) {
        Object value = values.get(name);
        if (value != null && !(value instanceof Long)) {
            throw wrong(name + " is not a number");
        }
        return value == null ? null : value.toString();
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    private static RefusedRequest wrong(String problem) {
        return new RefusedRequest(RefusedRequest.BAD, problem, "load the page again");
    }
}

package io.github.amlmaven.web;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as it was sent. Nothing in its path is decoded or resolved: a path is one of ours to the letter, or none.
 *
 * @param path as sent, without the query
 * @param parameters of the query, decoded
 */
record PageRequest(String method, String path, Map<String, String> parameters) {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,15}");
    private static final int LONGEST = 16 * 1024;

    static PageRequest of(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        String path = uri.getRawPath();
        if (uri.isAbsolute() || uri.getRawAuthority() != null || path == null || !path.startsWith("/")) {
            throw RefusedRequest.notFound();
        }
        String query = uri.getRawQuery();
        if (uri.toString().length() > LONGEST) {
            throw new RefusedRequest(
                    RefusedRequest.BAD,
                    "the address is longer than " + LONGEST + " characters",
                    "ask for less at once");
        }
        return new PageRequest(exchange.getRequestMethod(), path, parameters(query));
    }

    /** This request as seen from a folder; the path must begin with that. */
    PageRequest below(String folder) {
        return new PageRequest(method, path.substring(folder.length() - 1), parameters);
    }

    /** The parts of the path, such as {@code api}, {@code run}, {@code 12}. */
    List<String> parts() {
        return List.of(path.substring(1).split("/", -1));
    }

    @Nullable
    String parameter(String name) {
        return parameters.get(name);
    }

    /** A parameter that has to be there. */
    String required(String name) {
        String text = parameters.get(name);
        if (text == null) {
            throw new RefusedRequest(RefusedRequest.BAD, "the address has no " + name + "=", "load the page again");
        }
        return text;
    }

    /** A number in the query; null when it is not there. */
    @Nullable
    Long number(String name) {
        String text = parameters.get(name);
        return text == null ? null : (Long) number(name, text);
    }

    /** A number from 0 that is written as we would write it. */
    static long number(String what, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new RefusedRequest(RefusedRequest.BAD, what + " is not a number from 0", "load the page again");
        }
        return Long.parseLong(text);
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            try {
                String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
                String value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                parameters.put(name, value);
            } catch (IllegalArgumentException e) {
                throw new RefusedRequest(
                        RefusedRequest.BAD, "the query of the address is not encoded as one", "load the page again");
            }
        }
        return parameters;
    }
}

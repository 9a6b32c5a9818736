package io.github.amlmaven.web;

import java.nio.charset.StandardCharsets;

/** Requests as they go over the wire. */
final class HostileRequests {
    private HostileRequests() {}

    /** An honest one. */
    static byte[] get(Visit visit, String target) {
        return request(
                "GET " + visit.folder + target.substring(1) + " HTTP/1.1",
                "127.0.0.1:" + visit.server.port(),
                "Cookie: " + visit.cookie,
                "");
    }

    static byte[] request(String line, String host, String headers, String body) {
        return (line + "\r\nHost: " + host + "\r\n" + headers + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}

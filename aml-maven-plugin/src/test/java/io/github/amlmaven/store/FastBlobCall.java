package io.github.amlmaven.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One call to {@link FastBlobServer}. */
final class FastBlobCall {
    private static final Pattern BLOCK = Pattern.compile("<(?:Latest|Uncommitted|Committed)>([^<]*)</");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final String XML = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

    private final FastBlobServer server;
    private final HttpHead head;
    private final InputStream in;
    private final OutputStream out;
    private final String method;
    private final String path;
    private final Map<String, String> query = new TreeMap<>();

    FastBlobCall(FastBlobServer server, HttpHead head, InputStream in, OutputStream out) {
        this.server = server;
        this.head = head;
        this.in = in;
        this.out = out;
        String[] words = head.first().split(" ", 3);
        String[] target = words[1].split("\\?", 2);
        method = words[0];
        path = decode(target[0]).substring(("/" + TestAzurite.ACCOUNT + "/").length());
        for (String pair : (target.length > 1 ? target[1] : "").split("&", -1)) {
            String[] sides = pair.split("=", 2);
            query.put(sides[0], sides.length > 1 ? decode(sides[1]) : "");
        }
    }

    void answer() throws IOException {
        String comp = query.getOrDefault("comp", "");
        boolean container = query.containsKey("restype");
        switch (method + " " + (container ? "container " : "") + comp) {
            case "PUT block" -> putBlock();
            case "PUT blocklist" -> putBlockList();
            case "PUT " -> putBlob();
            case "GET container list" -> send("200 OK", "Content-Type: application/xml\r\n", list());
            case "GET blocklist" ->
                send("200 OK", "Content-Type: application/xml\r\n", XML + "<BlockList></BlockList>");
            case "GET ", "HEAD " -> get();
            case "DELETE " -> {
                drain();
                boolean removed = server.blobs.remove(path) != null;
                send(removed ? "202 Accepted" : "404 Not Found", removed ? "" : error("BlobNotFound"), "");
            }
            case "PUT container " -> {
                drain();
                send("201 Created", "", "");
            }
            case "GET container ", "HEAD container " ->
                send("200 OK", "ETag: \"0x8D\"\r\nLast-Modified: " + now() + "\r\n", "");
            default -> {
                drain();
                send("400 Bad Request", error("UnsupportedHeader"), "");
            }
        }
    }

    private void putBlock() throws IOException {
        long size = length();
        drain();
        server.blocks
                .computeIfAbsent(path, it -> new ConcurrentHashMap<>())
                .put(query.getOrDefault("blockid", ""), size);
        send("201 Created", "", "");
    }

    private void putBlockList() throws IOException {
        Matcher ids = BLOCK.matcher(new String(content(), StandardCharsets.UTF_8));
        Map<String, Long> sizes = server.blocks.getOrDefault(path, Map.of());
        long size = 0;
        while (ids.find()) {
            size += sizes.getOrDefault(ids.group(1), 0L);
        }
        commit(new FastBlob(size, metadata(), null));
    }

    private void putBlob() throws IOException {
        long size = length();
        byte[] kept = null;
        if (size <= FastBlobServer.KEPT) {
            kept = content();
        } else {
            drain();
        }
        commit(new FastBlob(size, metadata(), kept));
    }

    private void commit(FastBlob blob) throws IOException {
        boolean created = true;
        if (head.header("if-none-match").equals("*")) {
            created = server.blobs.putIfAbsent(path, blob) == null;
        } else {
            server.blobs.put(path, blob);
        }
        if (created) {
            server.blocks.remove(path);
            send("201 Created", properties(blob), "");
        } else {
            send("409 Conflict", error("BlobAlreadyExists"), "");
        }
    }

    private void get() throws IOException {
        FastBlob blob = server.blobs.get(path);
        if (blob == null) {
            send("404 Not Found", error("BlobNotFound"), "");
            return;
        }
        Matcher range = RANGE.matcher(head.headers().getOrDefault("x-ms-range", head.header("range")));
        boolean part = range.matches();
        long from = part ? Long.parseLong(range.group(1)) : 0;
        long to = part && !range.group(2).isEmpty() ? Long.parseLong(range.group(2)) : Long.MAX_VALUE;
        long end = Math.min(blob.size(), to == Long.MAX_VALUE ? to : to + 1);
        if (part && from >= blob.size()) {
            send("416 Range Not Satisfiable", error("InvalidRange"), "");
            return;
        }
        StringBuilder headers = new StringBuilder(properties(blob));
        headers.append("Content-Type: application/octet-stream\r\nAccept-Ranges: bytes\r\n");
        if (part) {
            headers.append("Content-Range: bytes " + from + "-" + (end - 1) + "/" + blob.size() + "\r\n");
        }
        head(part ? "206 Partial Content" : "200 OK", headers.toString(), end - from);
        if (method.equals("GET")) {
            write(blob.content(), from, end - from);
        }
    }

    private void write(byte @Nullable [] content, long from, long count) throws IOException {
        if (content == null) {
            FastBlobServer.writePattern(out, from, count);
        } else {
            out.write(content, (int) from, (int) count);
        }
    }

    private String list() {
        String container = path + "/";
        String prefix = query.getOrDefault("prefix", "");
        StringBuilder xml = new StringBuilder(XML).append("<EnumerationResults><Blobs>");
        for (Map.Entry<String, FastBlob> each :
                server.blobs.tailMap(container + prefix).entrySet()) {
            String name = each.getKey();
            FastBlob blob = each.getValue();
            if (!name.startsWith(container + prefix)) {
                break;
            }
            xml.append("<Blob><Name>" + text(name.substring(container.length())));
            xml.append("</Name><Properties><Last-Modified>" + now() + "</Last-Modified><Etag>" + text(blob.etag()));
            xml.append("</Etag><Content-Type>application/octet-stream</Content-Type><Content-Length>" + blob.size());
            xml.append("</Content-Length><BlobType>BlockBlob</BlobType></Properties><Metadata>");
            blob.metadata().forEach((key, value) -> xml.append("<" + key + ">" + text(value) + "</" + key + ">"));
            xml.append("</Metadata></Blob>");
        }
        return xml.append("</Blobs><NextMarker/></EnumerationResults>").toString();
    }

    private Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>();
        head.headers().forEach((name, value) -> {
            if (name.startsWith("x-ms-meta-")) {
                metadata.put(name.substring("x-ms-meta-".length()), value);
            }
        });
        return metadata;
    }

    private static String properties(FastBlob blob) {
        StringBuilder headers = new StringBuilder("ETag: " + blob.etag() + "\r\nLast-Modified: " + now()
                + "\r\nx-ms-blob-type: BlockBlob\r\nx-ms-request-server-encrypted: true\r\n");
        blob.metadata().forEach((name, value) -> headers.append("x-ms-meta-" + name + ": " + value + "\r\n"));
        return headers.toString();
    }

    private static String error(String code) {
        return "x-ms-error-code: " + code + "\r\n";
    }

    private void send(String status, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        head(status, headers, bytes.length);
        out.write(bytes);
    }

    private void head(String status, String headers, long length) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + length + "\r\nDate: " + now()
                        + "\r\nx-ms-version: 2025-11-05\r\nx-ms-request-id: 0\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    private long length() {
        return Long.parseLong(head.headers().getOrDefault("content-length", "0"));
    }

    private byte[] content() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        head.passBody(in, content, HttpHead.NONE);
        return content.toByteArray();
    }

    private void drain() throws IOException {
        head.passBody(in, OutputStream.nullOutputStream(), HttpHead.NONE);
    }

    private static String now() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String text(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

package io.github.amlmaven.compute;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registry of one small image, {@code team/tiny:1}, for those who know the password; engines allow it on loopback. */
final class LoopbackRegistry implements Closeable {
    static final String USER = "someone";
    static final String PASSWORD = "pass:word";

    private static final Logger LOG = LoggerFactory.getLogger(LoopbackRegistry.class);
    private static final String JSON = "application/json";
    /** What a conversation by TLS begins with. */
    private static final int TLS = 0x16;

    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    private final ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final Map<String, byte[]> blobs = new HashMap<>();
    private final byte[] manifest;

    LoopbackRegistry(String unique) throws IOException {
        byte[] layer = new TarStream()
                .add("unique", unique.getBytes(StandardCharsets.UTF_8))
                .open()
                .readAllBytes();
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(layer);
        }
        byte[] config = ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\","
                        + "\"diff_ids\":[\"" + digest(layer)
                        + "\"]},\"history\":[{\"created\":\"2026-01-01T00:00:00Z\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST
                        + "\",\"config\":{\"mediaType\":\"application/vnd.docker.container.image.v1+json\",\"size\":"
                        + config.length + ",\"digest\":\"" + keep(config)
                        + "\"},\"layers\":[{\"mediaType\":\"application/vnd.docker.image.rootfs.diff.tar.gzip\",\"size\":"
                        + zipped.size() + ",\"digest\":\"" + keep(zipped.toByteArray()) + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        Thread thread = new Thread(this::serve, "loopback-registry");
        thread.setDaemon(true);
        thread.start();
    }

    /** Its name in front of an image's. */
    String host() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    String digest() {
        return digest(manifest);
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                answer(socket);
            } catch (IOException e) {
                LOG.debug("an engine that went away, or the end of the test", e);
            }
        }
    }

    private void answer(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        in.mark(1);
        if (in.read() == TLS) {
            return; // tried first; the engine goes on without
        }
        in.reset();
        String[] request = in.readLine().split(" ", 3);
        String login = "";
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            login = line.startsWith("Authorization: ") ? line.substring("Authorization: ".length()) : login;
        }
        OutputStream out = socket.getOutputStream();
        boolean head = request[0].equals("HEAD");
        String path = request[1];
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (!login.equals("Basic "
                + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8)))) {
            send(out, head, "401 Unauthorized", JSON, error("UNAUTHORIZED", "authentication required"));
        } else if (path.equals("/v2/")) {
            send(out, head, "200 OK", JSON, "{}".getBytes(StandardCharsets.UTF_8));
        } else if (path.equals("/v2/team/tiny/manifests/1") || path.endsWith("/manifests/" + digest())) {
            send(out, head, "200 OK", MANIFEST, manifest);
        } else if (blobs.containsKey(last)) {
            send(out, head, "200 OK", "application/octet-stream", blobs.get(last));
        } else {
            send(out, head, "404 Not Found", JSON, error("MANIFEST_UNKNOWN", "manifest unknown"));
        }
    }

    private static void send(OutputStream out, boolean onlyHead, String status, String type, byte[] body)
            throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\nConnection: close\r\nWWW-Authenticate: Basic realm=\"tiny\"\r\n"
                        + "Content-Type: " + type + "\r\nDocker-Content-Digest: " + digest(body)
                        + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        if (!onlyHead) {
            out.write(body);
        }
        out.flush();
    }

    private static byte[] error(String code, String message) {
        return ("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private String keep(byte[] blob) {
        blobs.put(digest(blob), blob);
        return digest(blob);
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

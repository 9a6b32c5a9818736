package io.github.amlmaven.store;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The head of a message of HTTP/1.1, as it came.
 *
 * @param text all of it, with the empty line at the end
 * @param first its first line
 * @param headers by their names in lower case
 */
record HttpHead(String text, String first, Map<String, String> headers) {
    /** What happens to the bytes of a body on their way, at the place given. */
    interface Damage {
        void pass(byte[] buffer, int count, long place, OutputStream out) throws IOException;
    }

    /** Nothing happens to them. */
    static final Damage NONE = (buffer, count, place, out) -> out.write(buffer, 0, count);

    /** Reads one; null where the connection ends before it. */
    static @Nullable HttpHead read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<String, String> headers = new TreeMap<>();
        String first = line(in, bytes);
        if (first.isEmpty() && bytes.size() == 0) {
            return null;
        }
        for (String line = line(in, bytes); !line.isEmpty(); line = line(in, bytes)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new HttpHead(bytes.toString(StandardCharsets.ISO_8859_1), first, headers);
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Of an answer. */
    int status() {
        return Integer.parseInt(first.split(" ", 3)[1]);
    }

    /** Whether nothing follows on the same connection. */
    boolean closes() {
        return header("connection").equalsIgnoreCase("close");
    }

    /** Passes the body of a request on, chunks as chunks. */
    void passBody(InputStream in, OutputStream out, Damage damage) throws IOException {
        if (chunked()) {
            passChunks(in, out, damage);
        } else if (headers.containsKey("content-length")) {
            pass(in, out, damage, 0, Long.parseLong(header("content-length")));
        }
        out.flush();
    }

    /** Passes the body of an answer on, chunks as chunks; false where it ended with the connection. */
    boolean passAnswer(String method, InputStream in, OutputStream out, Damage damage) throws IOException {
        boolean bodiless = method.equals("HEAD") || status() == 204 || status() == 304;
        boolean framed = bodiless || chunked() || headers.containsKey("content-length");
        if (!framed) {
            pass(in, out, damage, 0, Long.MAX_VALUE);
        } else if (!bodiless) {
            passBody(in, out, damage);
        }
        out.flush();
        return framed;
    }

    private boolean chunked() {
        return header("transfer-encoding").equalsIgnoreCase("chunked");
    }

    private static void passChunks(InputStream in, OutputStream out, Damage damage) throws IOException {
        long place = 0;
        while (true) {
            String size = line(in, out);
            long count = Long.parseLong(size.split(";", 2)[0].strip(), 16);
            if (count == 0) {
                while (!line(in, out).isEmpty()) {}
                return;
            }
            pass(in, out, damage, place, count);
            place += count;
            line(in, out);
        }
    }

    private static void pass(InputStream in, OutputStream out, Damage damage, long start, long count)
            throws IOException {
        byte[] buffer = new byte[1 << 16];
        long place = start;
        long end = count == Long.MAX_VALUE ? count : start + count;
        while (place < end) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, end - place));
            if (read < 0) {
                if (count == Long.MAX_VALUE) {
                    break;
                }
                throw new EOFException("the connection ended within a body");
            }
            damage.pass(buffer, read, place, out);
            // What is slow on one side is slow on the other.
            out.flush();
            place += read;
        }
    }

    /** A line without its end; with its end it goes to the copy. */
    private static String line(InputStream in, OutputStream copy) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (line.size() == 0) {
                    return "";
                }
                throw new EOFException("the connection ended within a line");
            }
            line.write(b);
        }
        line.write('\n');
        line.writeTo(copy);
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}

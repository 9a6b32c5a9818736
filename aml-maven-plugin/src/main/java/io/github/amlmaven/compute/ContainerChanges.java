package io.github.amlmaven.compute;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads which paths of a container differ from its image, of which there may be a million: never all of them in memory. */
final class ContainerChanges {
    /** Linux has none that is longer; each byte may be written as six characters. */
    private static final int LONGEST = 6 * 4096;

    private static final String DAMAGED = "the Docker engine's list of changed files is damaged";

    private final Reader in;

    private ContainerChanges(Reader in) {
        this.in = in;
    }

    /** Tells each path, as {@code [{"Path":"/a","Kind":1},...]} has them; what is no text in a path is U+FFFD. */
    static void read(InputStream json, Consumer<String> paths) throws IOException {
        new ContainerChanges(new BufferedReader(new InputStreamReader(json, StandardCharsets.UTF_8))).read(paths);
    }

    private void read(Consumer<String> paths) throws IOException {
        String key = null;
        @Nullable String last = null;
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '"') {
                last = string();
                if ("Path".equals(key)) {
                    paths.accept(last);
                }
                key = null;
            } else if (c == ':') {
                key = last;
            }
        }
    }

    private String string() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c != '"'; c = in.read()) {
            if (c < 0 || text.length() > LONGEST) {
                throw new IOException(DAMAGED);
            }
            text.append(c == '\\' ? escaped() : (char) c);
        }
        return text.toString();
    }

    private char escaped() throws IOException {
        int c = in.read();
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (digit() << 12 | digit() << 8 | digit() << 4 | digit());
            default -> (char) c;
        };
    }

    private int digit() throws IOException {
        int digit = Character.digit(in.read(), 16);
        if (digit < 0) {
            throw new IOException(DAMAGED);
        }
        return digit;
    }
}

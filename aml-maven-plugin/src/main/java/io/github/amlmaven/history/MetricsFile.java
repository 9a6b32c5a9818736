package io.github.amlmaven.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a metrics file line by line, in bounded memory. */
final class MetricsFile {
    private static final int LONGEST_LINE = 1024 * 1024;
    /** How deep lists may stand in lists; less than {@link Json} reads, because the record is wrapped around them. */
    private static final int DEEPEST = 50;

    private static final int MOST_VALUES = 250_000;
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final PythonNotes notes = new PythonNotes();
    private final Map<String, List<Object>> series = new LinkedHashMap<>();
    private final byte[] line = new byte[LONGEST_LINE];
    private int length;
    private boolean tooLong;
    private int count;
    private int bytes;
    private int skipped;
    private int beyond;

    Metrics read(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Metrics(Map.of(), List.of("The metrics file was not read, because it is not a regular file."));
        }
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                take(buffer, n);
            }
        } catch (NoSuchFileException e) {
            return Metrics.NONE;
        }
        endOfLine();
        return new Metrics(values, remarks(), notes.facts());
    }

    private void take(byte[] buffer, int n) {
        int start = 0;
        for (int i = 0; i < n; i++) {
            if (buffer[i] == '\n') {
                append(buffer, start, i - start);
                endOfLine();
                start = i + 1;
            }
        }
        append(buffer, start, n - start);
    }

    private void append(byte[] buffer, int start, int n) {
        if (length + n > line.length) {
            tooLong = true;
        } else if (!tooLong) {
            System.arraycopy(buffer, start, line, length, n);
            length += n;
        }
    }

    private void endOfLine() {
        if (tooLong || (!isBlank() && !parse())) {
            skipped++;
        }
        length = 0;
        tooLong = false;
    }

    private boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\r' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private boolean parse() {
        try (JsonParser parser = Json.FACTORY.createParser(line, 0, length)) {
            parser.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature());
            if (parser.nextToken() != JsonToken.START_OBJECT
                    || !(Json.value(parser) instanceof Map<?, ?> entry)
                    || parser.nextToken() != null) {
                return false;
            }
            if (notes.take(entry)) {
                return true;
            }
            Object value = value(entry.get("value"), 0);
            if (!(entry.get("name") instanceof String name) || name.isBlank() || value == null) {
                return false;
            }
            add(whole(name), value);
            return true;
        } catch (IOException e) {
            // Whatever a script writes there must not break its run; the remark tells how many lines were left out.
            // Not every one is a JacksonException: a line that begins with zeros is read as UTF-32.
            return false;
        }
    }

    private void add(String name, Object value) {
        int size = value instanceof List<?> list ? Math.max(1, list.size()) : 1;
        if (count + size > MOST_VALUES || bytes + length > MOST_BYTES) {
            beyond += size;
            return;
        }
        count += size;
        bytes += length;
        List<Object> known = series.get(name);
        if (known != null) {
            known.add(value);
            return;
        }
        Object first = values.putIfAbsent(name, value);
        if (first != null) {
            List<Object> begun = new ArrayList<>(List.of(first, value));
            series.put(name, begun);
            values.put(name, begun);
        }
    }

    /** The name with U+FFFD for each half of a surrogate pair, with which no field of a record can be read again. */
    private static String whole(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    }

    /** The value as it is kept; null for what cannot be a metric. */
    private static @Nullable Object value(@Nullable Object value, int depth) {
        if (value instanceof Double number && !Double.isFinite(number)) {
            return number.toString();
        }
        if (value instanceof List<?> list) {
            if (depth == DEEPEST) {
                return null;
            }
            List<Object> items = new ArrayList<>(list.size());
            for (Object item : list) {
                Object kept = value(item, depth + 1);
                if (kept == null) {
                    return null;
                }
                items.add(kept);
            }
            return items;
        }
        return value instanceof Map ? null : value;
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (skipped > 0) {
            remarks.add(skipped + (skipped == 1 ? " line" : " lines") + " of the metrics file could not be read and "
                    + (skipped == 1 ? "was" : "were") + " left out.");
        }
        if (beyond > 0) {
            remarks.add(
                    beyond + " metric values beyond the first " + MOST_VALUES + ", or beyond 16 MiB, were left out.");
        }
        return remarks;
    }
}

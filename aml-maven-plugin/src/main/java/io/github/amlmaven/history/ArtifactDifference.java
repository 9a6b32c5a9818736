package io.github.amlmaven.history;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says for people in what an artifact differs: values of JSON, cells of CSV, lines of text, pixels of images, bytes. */
record ArtifactDifference(ArtifactPair pair, Tolerance tolerance) {
    private static final long LARGEST = 256L * 1024 * 1024;
    private static final int LARGEST_PARSED = 8 * 1024 * 1024;
    private static final int MOST_LINES = 20;

    /** Without a look into the files. */
    Optional<ResultDifference> sizes() {
        return Optional.of(new ResultDifference(pair.path(), pair.sizes(), List.of()));
    }

    /** Empty when both have the same values, with a tolerance: then values count, and not how they are written. */
    Optional<ResultDifference> describe() throws IOException {
        return pair.largest() > LARGEST ? sizes() : pair.look(this::describe);
    }

    private Optional<ResultDifference> describe(Path then, Path now) throws IOException {
        String name = pair.path().toLowerCase(Locale.ROOT);
        if (pair.largest() <= LARGEST_PARSED) {
            ValueDifferences found = null;
            if (name.endsWith(".json")) {
                found = json(Files.readAllBytes(then), Files.readAllBytes(now));
            } else if (name.endsWith(".csv") || name.endsWith(".tsv")) {
                char separator = name.endsWith(".tsv") ? '\t' : ',';
                found = new CsvTable(text(then), separator).differences(new CsvTable(text(now), separator), tolerance);
            }
            if (found != null) {
                return values(found);
            }
        }
        ResultDifference image = ImageDifference.of(pair.path(), then, now);
        if (image != null) {
            return Optional.of(image);
        }
        boolean text = isText(then) && isText(now);
        return Optional.of(text && pair.largest() <= LineDiff.LARGEST ? lines(then, now) : bytes(then, now, text));
    }

    private Optional<ResultDifference> values(ValueDifferences found) {
        if (found.count() > 0) {
            String words = found.count() == 1 ? found.lines().get(0) : found.count() + " values differ";
            return Optional.of(new ResultDifference(
                    pair.path(), words, found.count() == 1 ? List.of() : found.lines(), found.distance()));
        }
        return tolerance.relative() > 0
                ? Optional.empty()
                : Optional.of(new ResultDifference(pair.path(), "the same values, written otherwise", List.of(), 0));
    }

    /** Null when one of them is not JSON; Python writes NaN, which is none, and is taken all the same. */
    private @Nullable ValueDifferences json(byte[] then, byte[] now) {
        ValueDifferences found = new ValueDifferences(tolerance);
        try {
            found.compare("$", value(then), value(now));
            return found;
        } catch (IOException e) {
            return null; // lines or bytes tell it
        }
    }

    private static @Nullable Object value(byte[] json) throws IOException {
        try (JsonParser parser = Json.FACTORY.createParser(json)) {
            parser.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature());
            parser.nextToken();
            Object value = Json.value(parser);
            if (parser.nextToken() != null) {
                throw new IOException("more than one value");
            }
            return value;
        } catch (JacksonException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
    }

    private ResultDifference lines(Path then, Path now) throws IOException {
        List<String> lines = List.of(
                LineDiff.of(Files.readAllBytes(then), Files.readAllBytes(now)).split("\n", -1));
        int count = lines.size() - 1;
        List<String> shown = lines.subList(0, Math.min(MOST_LINES, count));
        return new ResultDifference(
                pair.path(),
                pair.sizes(),
                count > shown.size()
                        ? java.util.stream.Stream.concat(
                                        shown.stream(),
                                        java.util.stream.Stream.of("... and " + (count - shown.size()) + " more lines"))
                                .toList()
                        : shown);
    }

    private ResultDifference bytes(Path then, Path now, boolean text) throws IOException {
        long offset = Files.mismatch(then, now);
        String line = text ? ", in line " + (lineFeeds(then, offset) + 1) : "";
        return new ResultDifference(
                pair.path(), pair.sizes() + "; the first difference is at byte " + (offset + 1) + line, List.of());
    }

    private static long lineFeeds(Path file, long bytes) throws IOException {
        long count = 0;
        long left = bytes;
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n > 0 && left > 0; n = in.read(buffer)) {
                for (int i = 0; i < Math.min(n, left); i++) {
                    count += buffer[i] == '\n' ? 1 : 0;
                }
                left -= n;
            }
        }
        return count;
    }

    private static boolean isText(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return !LineDiff.isBinary(in.readNBytes(8000));
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}

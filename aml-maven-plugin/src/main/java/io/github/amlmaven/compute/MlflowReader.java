package io.github.amlmaven.compute;

import io.github.amlmaven.ArtifactPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads metrics, parameters and tags of all runs in MLflow's file store, in bounded time and memory. */
final class MlflowReader {
    private static final int MOST_VALUES = 250_000;
    private static final long MOST_READ = 256L * 1024 * 1024;
    /** Of one file; more than twice what so many values take. */
    private static final long MOST_OF_FILE = 32L * 1024 * 1024;

    private static final int MOST_ENTRIES = 100_000;
    private static final int DEEPEST = 16;
    private static final int LONGEST_TEXT = 16 * 1024;
    /** What a value, and what an entry, takes beside its text. */
    private static final int EACH = 28;

    private final Map<String, Object> metrics = new TreeMap<>();
    private final Map<String, String> parameters = new TreeMap<>();
    private final Map<String, String> tags = new TreeMap<>();
    private long room;
    private int values = MOST_VALUES;
    private long bytes = MOST_READ;
    private int entries;
    private int lines;
    private int beyond;
    private int left;
    private @Nullable String firstLeft;

    MlflowReader(long room) {
        this.room = room;
    }

    /** What is done with a file; {@code name} is the one it has below its folder. */
    private interface Taker {
        void take(String name, InputStream content) throws IOException;
    }

    MlflowResults read(MlflowStore store) {
        for (MlflowStore.Run run : store.runs()) {
            try (HeldFolder held = HeldFolder.open(run.folder(), run.key())) {
                each(held, "metrics", (name, content) -> metric(run.prefix() + name, content));
                each(held, "params", (name, content) -> text(run.prefix() + name, content, parameters));
                each(held, "tags", (name, content) -> {
                    if (!name.startsWith("mlflow.")) {
                        text(run.prefix() + name, content, tags);
                    }
                });
            } catch (IOException e) {
                leave(run.folder().getFileName().toString(), OutputWalk.words(e));
            }
        }
        List<String> remarks = new ArrayList<>(store.remarks());
        if (lines > 0) {
            remarks.add(lines + (lines == 1 ? " line" : " lines") + " of MLflow's metrics could not be read and "
                    + (lines == 1 ? "was" : "were") + " left out.");
        }
        if (beyond > 0) {
            remarks.add(beyond + " values of MLflow beyond what a record has room for were left out.");
        }
        if (left > 0) {
            remarks.add(left + (left == 1 ? " entry" : " entries") + " of MLflow's folders "
                    + (left == 1 ? "was" : "were") + " left out; the first: " + firstLeft + ".");
        }
        return new MlflowResults(metrics, parameters, tags, remarks);
    }

    private void each(HeldFolder run, String kind, Taker taker) {
        try {
            each(run, Path.of(kind), "", 0, taker);
        } catch (NoSuchFileException e) {
            return; // nothing of the kind was logged
        } catch (IOException e) {
            leave(kind, OutputWalk.words(e));
        }
    }

    /** A name with a {@code /} is a file in a folder. */
    private void each(HeldFolder parent, Path folder, String prefix, int depth, Taker taker) throws IOException {
        try (HeldFolder held = parent.folder(folder)) {
            for (Path entry : held.names()) {
                String name = prefix + EntryName.of(entry).shown();
                if (++entries > MOST_ENTRIES) {
                    leave(name, "too many entries");
                } else {
                    take(held, entry, name, depth, taker);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void take(HeldFolder held, Path entry, String name, int depth, Taker taker) {
        try {
            BasicFileAttributes attributes = held.attributes(entry);
            if (attributes.isDirectory() && depth < DEEPEST) {
                each(held, entry, name + "/", depth + 1, taker);
            } else if (attributes.isSymbolicLink()) {
                leave(name, "is a link");
            } else {
                try (InputStream in = held.read(entry)) {
                    taker.take(name, in);
                }
            }
        } catch (IOException e) {
            leave(name, OutputWalk.words(e));
        }
    }

    private void metric(String name, InputStream content) throws IOException {
        MlflowMetric metric = MlflowMetric.read(content, values, Math.min(bytes, MOST_OF_FILE));
        Object value = metric.value();
        bytes -= metric.bytes();
        lines += metric.skipped();
        beyond += metric.beyond();
        if (value != null && isKept(name, (long) EACH * metric.count(), metric.count()) && !isTaken(name, metrics)) {
            values -= metric.count();
            metrics.put(name, value);
        }
    }

    private void text(String name, InputStream content, Map<String, String> texts) throws IOException {
        byte[] text = content.readNBytes(LONGEST_TEXT + 1);
        if (text.length > LONGEST_TEXT) {
            leave(name, "is longer than " + LONGEST_TEXT + " bytes");
        } else if (isKept(name, 3L * text.length, 1) && !isTaken(name, texts)) {
            texts.put(name, new String(text, StandardCharsets.UTF_8));
        }
    }

    private boolean isKept(String name, long size, int count) {
        long needed = 3L * name.length() + EACH + size;
        if (needed > room) {
            beyond += count;
            return false;
        }
        room -= needed;
        return true;
    }

    private boolean isTaken(String name, Map<String, ?> map) {
        if (map.containsKey(name)) {
            leave(name, "has a name that another run has taken");
        }
        return map.containsKey(name);
    }

    private void leave(String name, String reason) {
        left++;
        firstLeft = firstLeft == null ? ArtifactPath.printable(name + " " + reason) : firstLeft;
    }
}

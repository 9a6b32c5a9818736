package io.github.amlmaven.history;

import io.github.amlmaven.RunId;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that was said of the runs of a project, in the order in which it was said; each said once and for ever. */
final class Marks {
    private static final Logger LOG = LoggerFactory.getLogger(Marks.class);

    private final Store store;
    private final Layout layout;
    private final Clock clock;
    private final MarkCache cache;

    Marks(Store store, Layout layout, Clock clock) {
        this.store = store;
        this.layout = layout;
        this.clock = clock;
        this.cache = new MarkCache(store.derived(layout.project().path()));
    }

    /** Says something of a run. */
    void add(RunId run, Mark.Kind kind, String text, Map<String, @Nullable Object> details) throws IOException {
        add(new Mark(
                run,
                kind,
                text,
                details,
                clock.instant(),
                System.getProperty("user.name", ""),
                Long.toHexString(ThreadLocalRandom.current().nextLong())));
    }

    /** Adds a mark behind all others, as it is; one that is there already is not added again. */
    void add(Mark mark) throws IOException {
        SortedMap<Integer, Mark> all = all();
        if (all.values().stream().anyMatch(other -> other.nonce().equals(mark.nonce()))) {
            return;
        }
        byte[] content = Json.bytes(mark.document());
        // Of several who mark at once each takes a number of its own.
        for (int number = all.isEmpty() ? 1 : all.lastKey() + 1; ; number++) {
            if (store.create(layout.mark(number), content)) {
                return;
            }
        }
    }

    /** Those of one run, in order. */
    List<Mark> of(RunId run) throws IOException {
        List<Mark> marks = new ArrayList<>(all().values());
        marks.removeIf(mark -> !mark.run().equals(run));
        return marks;
    }

    /** What is said of each run of which something is. */
    Map<RunId, RunMarks> byRun() throws IOException {
        Map<RunId, RunMarks> marks = new HashMap<>();
        for (Mark mark : all().values()) {
            marks.computeIfAbsent(mark.run(), run -> new RunMarks()).add(mark);
        }
        return marks;
    }

    /** All marks under their numbers; one that is damaged is told and left out. */
    private SortedMap<Integer, Mark> all() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (String name : store.list(layout.marks())) {
            int number = Layout.markIn(name);
            if (number > 0) {
                numbers.add(number);
            }
        }
        if (numbers.isEmpty()) {
            return new TreeMap<>();
        }
        SortedMap<Integer, byte[]> known = cache.read();
        SortedMap<Integer, byte[]> contents = new ConcurrentSkipListMap<>(known);
        contents.keySet().retainAll(numbers);
        List<Integer> unknown = new ArrayList<>(numbers);
        unknown.removeAll(known.keySet());
        TransferThreads.each(store.parallelism(), unknown, number -> {
            store.read(layout.mark(number)).ifPresent(content -> contents.put(number, content));
        });
        if (!unknown.isEmpty()) {
            cache.write(contents);
        }
        SortedMap<Integer, Mark> marks = new TreeMap<>();
        for (Map.Entry<Integer, byte[]> entry : contents.entrySet()) {
            Mark mark = mark(entry.getValue());
            if (mark == null) {
                LOG.warn(
                        "{} in the history at {} is damaged and left out\n-> bring it back from a backup, or remove it",
                        layout.mark(entry.getKey()),
                        store);
            } else {
                marks.put(entry.getKey(), mark);
            }
        }
        return marks;
    }

    private static @Nullable Mark mark(byte[] content) {
        try {
            return Mark.of(Json.parseObject(content, 0, content.length));
        } catch (IOException e) {
            LOG.debug("not a mark", e);
            return null;
        }
    }
}

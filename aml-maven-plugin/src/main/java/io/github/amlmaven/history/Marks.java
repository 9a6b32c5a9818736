package io.github.amlmaven.history;

import io.github.amlmaven.RunId;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        add(List.of(mark(run, kind, text, details)));
    }

    /** A mark of this moment, to be added. */
    Mark mark(RunId run, Mark.Kind kind, String text, Map<String, @Nullable Object> details) {
        return new Mark(
                run,
                kind,
                text,
                details,
                clock.instant(),
                System.getProperty("user.name", ""),
                Long.toHexString(ThreadLocalRandom.current().nextLong()));
    }

    /** Adds marks behind all others, as they are; those that are there already are not added again. */
    void add(List<Mark> marks) throws IOException {
        List<Integer> numbers = numbers();
        Set<String> nonces = new HashSet<>();
        read(numbers).values().forEach(mark -> nonces.add(mark.nonce()));
        SortedMap<Integer, byte[]> added = new TreeMap<>();
        int number = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
        for (Mark mark : marks) {
            if (nonces.add(mark.nonce())) {
                byte[] content = Seal.on(Json.bytes(mark.document()));
                // Of several who mark at once each takes a number of its own.
                number++;
                while (!store.create(layout.mark(number), content)) {
                    number++;
                }
                added.put(number, content);
            }
        }
        if (!added.isEmpty()) {
            SortedMap<Integer, byte[]> copies = cache.read();
            copies.putAll(added);
            cache.write(copies);
        }
    }

    /** Those of one run, in order. */
    List<Mark> of(RunId run) throws IOException {
        List<Mark> marks = new ArrayList<>(read(numbers()).values());
        marks.removeIf(mark -> !mark.run().equals(run));
        return marks;
    }

    /** What is said of each run of which something is. */
    Map<RunId, RunMarks> byRun() throws IOException {
        return byRun(read(numbers()));
    }

    /** As the other, as far as this computer remembers, without asking the store. */
    Map<RunId, RunMarks> remembered() {
        return byRun(marks(cache.read()));
    }

    private static Map<RunId, RunMarks> byRun(SortedMap<Integer, Mark> all) {
        Map<RunId, RunMarks> marks = new HashMap<>();
        all.forEach((number, mark) ->
                marks.computeIfAbsent(mark.run(), run -> new RunMarks()).add(number, mark));
        return marks;
    }

    /** How long ago a mark came here, by the clock of the store; nothing for one that is gone. */
    Duration age(int number) throws IOException {
        return store.age(layout.mark(number)).orElse(Duration.ZERO);
    }

    /** The numbers of all marks, upwards. */
    private List<Integer> numbers() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (String name : store.list(layout.marks())) {
            int number = Layout.markIn(name);
            if (number > 0) {
                numbers.add(number);
            }
        }
        numbers.sort(null);
        return numbers;
    }

    /** The marks of those numbers; one that is damaged is told and left out. */
    private SortedMap<Integer, Mark> read(List<Integer> numbers) throws IOException {
        if (numbers.isEmpty()) {
            return new TreeMap<>();
        }
        SortedMap<Integer, byte[]> contents = new ConcurrentSkipListMap<>(trusted(cache.read(), numbers));
        List<Integer> unknown = new ArrayList<>(numbers);
        unknown.removeAll(contents.keySet());
        TransferThreads.each(store.parallelism(), unknown, number -> {
            store.read(layout.mark(number)).ifPresent(content -> contents.put(number, content));
        });
        if (!unknown.isEmpty()) {
            SortedMap<Integer, byte[]> intact = new TreeMap<>(contents);
            intact.values().removeIf(content -> mark(content) == null);
            cache.write(intact);
        }
        return marks(contents);
    }

    /** Copies that another history has left behind, which was in the place of this one, are of no use. */
    private SortedMap<Integer, byte[]> trusted(SortedMap<Integer, byte[]> copies, List<Integer> numbers)
            throws IOException {
        SortedMap<Integer, byte[]> known = new TreeMap<>(copies);
        known.keySet().retainAll(new HashSet<>(numbers));
        if (known.isEmpty()) {
            return known;
        }
        Optional<byte[]> newest = store.read(layout.mark(known.lastKey()));
        return newest.isPresent() && Arrays.equals(newest.get(), known.get(known.lastKey())) ? known : new TreeMap<>();
    }

    private SortedMap<Integer, Mark> marks(SortedMap<Integer, byte[]> contents) {
        SortedMap<Integer, Mark> marks = new TreeMap<>();
        Set<String> nonces = new HashSet<>();
        for (Map.Entry<Integer, byte[]> entry : contents.entrySet()) {
            Mark mark = mark(entry.getValue());
            if (mark == null) {
                LOG.warn(
                        "{} in the history at {} is damaged and left out\n-> bring it back from a backup, or remove it",
                        layout.mark(entry.getKey()),
                        store);
            } else if (nonces.add(mark.nonce())) {
                // Said a second time where two have brought it here at once: it was said when it came first.
                marks.put(entry.getKey(), mark);
            }
        }
        return marks;
    }

    /** The mark in an object; null when that is not as it was written. */
    static @Nullable Mark mark(byte[] content) {
        try {
            return Seal.isIntact(content) ? Mark.of(Json.parseObject(content, 0, content.length)) : null;
        } catch (IOException e) {
            LOG.debug("not a mark", e);
            return null;
        }
    }
}

package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists runs by the index where that has them, and by the store where not; keeps the index up. */
final class RunListing {
    /** Holds the newest 20 runs of an ordinary project. */
    private static final long FIRST_LOOK = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(RunListing.class);

    private final Numbers numbers;
    private final RunReader reader;
    private final RunIndex index;

    RunListing(Numbers numbers, RunReader reader, RunIndex index) {
        this.numbers = numbers;
        this.reader = reader;
        this.index = index;
    }

    /** A run number that was claimed once, near the newest; 0 when the index does not know. */
    int hint() throws IOException {
        return trusted(read(FIRST_LOOK)).highest();
    }

    /** Copies a final record into the index. */
    void add(int number, byte[] record) {
        SortedMap<Integer, byte[]> one = new TreeMap<>();
        one.put(number, record);
        keep(() -> index.append(indexable(one)));
    }

    RunList list(RunFilter filter) throws IOException {
        boolean all = filter.limit() == 0 || filter.status() != null;
        IndexWindow window = trusted(read(all ? RunIndex.ALL : FIRST_LOOK));
        int newest = numbers.newest(window.highest());
        if (!all) {
            window = widened(window, newest, filter.limit());
        }
        List<RunRecord> runs = new ArrayList<>();
        SortedMap<Integer, byte[]> missing = new TreeMap<>();
        int most = filter.limit() == 0 ? Integer.MAX_VALUE : filter.limit();
        for (int number = newest; number > 0 && runs.size() < most; number--) {
            RunRecord run = window.run(number);
            if (run == null) {
                run = look(number, missing);
            }
            if (run != null && (filter.status() == null || run.status() == filter.status())) {
                runs.add(run);
            }
        }
        update(window, missing);
        return new RunList(runs, newest);
    }

    /** Reads further back until most of the wanted runs are in sight; those that are not may be under way. */
    private IndexWindow widened(IndexWindow first, int newest, int limit) throws IOException {
        IndexWindow window = first;
        while (!window.isWhole() && window.size() < limit * FIRST_LOOK) {
            int hits = 0;
            for (int number = newest; number > newest - limit; number--) {
                hits += window.has(number) ? 1 : 0;
            }
            if (hits * 4L >= limit * 3L) {
                return window;
            }
            window = read(window.size() * 2L);
        }
        return window;
    }

    private @Nullable RunRecord look(int number, SortedMap<Integer, byte[]> missing) throws IOException {
        try {
            Optional<Numbers.Claim> claim = numbers.read(number);
            if (claim.isEmpty()) {
                return null;
            }
            Optional<byte[]> end = reader.end(claim.get().run());
            if (end.isEmpty()) {
                return reader.read(claim.get());
            }
            RunRecord run = reader.ended(claim.get(), end.get());
            if (run.status().isFinal()) {
                missing.put(number, end.get());
            }
            return run;
        } catch (AmlException e) {
            LOG.warn("run {} is not listed: {}\n-> {}", number, e.problem(), e.remedy());
            return null;
        }
    }

    /** An index that another history has left behind is of no use. */
    private IndexWindow trusted(IndexWindow window) throws IOException {
        RunRecord last = window.run(window.highest());
        if (last != null) {
            Optional<Numbers.Claim> claim = numbers.read(last.number());
            if (claim.isPresent() && claim.get().run().equals(last.id())) {
                return window;
            }
        }
        if (window.count() > 0) {
            keep(index::delete);
        }
        return IndexWindow.none();
    }

    private IndexWindow read(long bytes) {
        try {
            return index.read(bytes);
        } catch (IOException e) {
            LOG.debug("the index of the run history could not be read; lists take longer", e);
            return IndexWindow.none();
        }
    }

    private void update(IndexWindow window, SortedMap<Integer, byte[]> missing) {
        SortedMap<Integer, byte[]> found = indexable(missing);
        boolean newer = found.isEmpty() || found.firstKey() > window.highest();
        if (window.isWhole() && (!newer || window.doubled() * 10L > window.count())) {
            SortedMap<Integer, byte[]> whole = new TreeMap<>(found);
            for (int number = 1; number <= window.highest(); number++) {
                int known = number;
                window.record(number).ifPresent(record -> whole.putIfAbsent(known, record));
            }
            keep(() -> index.replace(whole));
        } else if (!found.isEmpty() && newer) {
            keep(() -> index.append(found));
        }
    }

    /** What is one line and not so long that reading it again and again costs more than opening a file. */
    private static SortedMap<Integer, byte[]> indexable(SortedMap<Integer, byte[]> records) {
        SortedMap<Integer, byte[]> lines = new TreeMap<>();
        records.forEach((number, record) -> {
            if (record.length <= FIRST_LOOK * 4) {
                for (byte b : record) {
                    if (b == '\n') {
                        return;
                    }
                }
                lines.put(number, record);
            }
        });
        return lines;
    }

    /** The index is a convenience: a full disk or somebody else's folder must not take the history away. */
    private static void keep(Change change) {
        try {
            change.make();
        } catch (IOException e) {
            LOG.debug("the index of the run history could not be written; lists take longer", e);
        }
    }

    /** A change of the index. */
    private interface Change {
        void make() throws IOException;
    }
}

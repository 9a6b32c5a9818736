package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists runs by the index where that has them, and by the store where not; keeps the index up. */
final class RunListing {
    /** Holds the newest 20 runs of an ordinary project. */
    private static final long FIRST_LOOK = 64 * 1024;

    /** So many of the newest runs may be under way, or have a torn line, before the index is thought to be of no use. */
    private static final int TRIES = 100;

    /** From here on the processors share the work. */
    private static final int WORTH_THREADS = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(RunListing.class);

    private final Numbers numbers;
    private final RunReader reader;
    private final RunIndex index;
    private final IndexUpkeep upkeep;
    private final int threads;

    RunListing(Numbers numbers, RunReader reader, RunIndex index) {
        this(numbers, reader, index, 1);
    }

    /** @param threads how many runs to look up at once that the index does not know */
    RunListing(Numbers numbers, RunReader reader, RunIndex index, int threads) {
        this.numbers = numbers;
        this.reader = reader;
        this.index = index;
        this.upkeep = new IndexUpkeep(index);
        this.threads = threads;
    }

    /** A run number that was claimed once, near the newest; 0 when the index does not know. */
    int hint() throws IOException {
        return trusted(read(FIRST_LOOK)).highest();
    }

    /** What the index alone knows, newest first: for when the store cannot be asked. */
    List<RunRecord> remembered() {
        IndexWindow window = read(RunIndex.ALL);
        List<RunRecord> runs = new ArrayList<>();
        for (int number = window.highest(); number > 0; number--) {
            RunRecord run = window.run(number);
            if (run != null) {
                runs.add(run);
            }
        }
        return runs;
    }

    /** Copies a final record into the index. */
    void add(int number, byte[] record) {
        SortedMap<Integer, byte[]> one = new TreeMap<>();
        one.put(number, record);
        upkeep.add(one);
    }

    /** @param marks what is said of some of the runs */
    RunList list(RunFilter filter, Map<RunId, RunMarks> marks) throws IOException {
        try {
            return listed(filter, marks);
        } catch (UncheckedIOException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private RunList listed(RunFilter filter, Map<RunId, RunMarks> marks) throws IOException {
        boolean all = filter.limit() == 0 || filter.status() != null || filter.label() != null;
        IndexWindow window = trusted(read(all ? RunIndex.ALL : FIRST_LOOK));
        int newest = numbers.newest(window.highest());
        if (!all) {
            window = widened(window, newest, filter.limit());
        }
        int most = filter.limit() == 0 ? Integer.MAX_VALUE : filter.limit();
        ConcurrentSkipListMap<Integer, byte[]> missing = new ConcurrentSkipListMap<>();
        Set<Integer> purged = purged(marks);
        Map<Integer, Optional<RunRecord>> looked =
                threads > 1 ? lookedUp(newest, all ? newest : most, window, purged, missing) : Map.of();
        IndexWindow seen = window;
        List<RunRecord> runs = new ArrayList<>();
        if (filter.limit() == 0 && newest >= WORTH_THREADS) {
            @Nullable RunRecord[] known = new RunRecord[newest];
            Arrays.parallelSetAll(
                    known, i -> purged.contains(newest - i) ? null : run(newest - i, seen, looked, missing));
            for (RunRecord run : known) {
                addIfWanted(run, filter, marks, runs);
            }
        } else {
            for (int number = newest; number > 0 && runs.size() < most; number--) {
                if (!purged.contains(number)) {
                    addIfWanted(run(number, seen, looked, missing), filter, marks, runs);
                }
            }
        }
        upkeep.update(window, missing, purged);
        return new RunList(runs, newest);
    }

    /** The numbers of the runs that are gone for ever: nothing is to be looked up of them. */
    private static Set<Integer> purged(Map<RunId, RunMarks> marks) {
        Set<Integer> purged = new HashSet<>();
        for (RunMarks said : marks.values()) {
            if (said.purgedRun() > 0) {
                purged.add(said.purgedRun());
            }
        }
        return purged;
    }

    private static void addIfWanted(
            @Nullable RunRecord run, RunFilter filter, Map<RunId, RunMarks> marks, List<RunRecord> runs) {
        if (run == null || (filter.status() != null && run.status() != filter.status())) {
            return;
        }
        RunMarks said = marks.get(run.id());
        if (said == null) {
            if (filter.label() == null) {
                runs.add(run);
            }
        } else if ((filter.label() == null || said.has(filter.label()))
                && (said.deletion() == null || (filter.deleted() && !said.isPurged()))) {
            runs.add(run.marked(said));
        }
    }

    /** Several at once, since each is some calls to a store elsewhere. */
    private Map<Integer, Optional<RunRecord>> lookedUp(
            int newest, int most, IndexWindow window, Set<Integer> purged, SortedMap<Integer, byte[]> missing)
            throws IOException {
        List<Integer> unknown = new ArrayList<>();
        for (int number = newest; number > Math.max(0, newest - most); number--) {
            if (!window.has(number) && !purged.contains(number)) {
                unknown.add(number);
            }
        }
        Map<Integer, Optional<RunRecord>> looked = new ConcurrentHashMap<>();
        TransferThreads.each(
                threads, unknown, number -> looked.put(number, Optional.ofNullable(look(number, missing))));
        return looked;
    }

    private @Nullable RunRecord run(
            int number,
            IndexWindow window,
            Map<Integer, Optional<RunRecord>> looked,
            SortedMap<Integer, byte[]> missing) {
        RunRecord run = window.run(number);
        try {
            if (run != null) {
                return run;
            }
            Optional<RunRecord> known = looked.get(number);
            return known == null ? look(number, missing) : known.orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads further back until most of the wanted runs are in sight; those that are not may be under way. */
    private IndexWindow widened(IndexWindow first, int newest, int limit) throws IOException {
        IndexWindow window = first;
        while (!window.isWhole() && window.size() < limit * FIRST_LOOK) {
            int hits = 0;
            for (int number = newest; number > Math.max(0, newest - limit); number--) {
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

    /** An index that another history has left behind, or of which the end is rubbish, is of no use. */
    private IndexWindow trusted(IndexWindow window) throws IOException {
        for (int number = window.highest(); number > Math.max(0, window.highest() - TRIES); number--) {
            RunRecord last = window.run(number);
            if (last != null) {
                Optional<Numbers.Claim> claim = numbers.intact(number);
                if (claim.isEmpty()) {
                    continue;
                }
                if (claim.get().run().value().equals(last.id().value())) {
                    return window;
                }
                break;
            }
        }
        if (window.count() > 0) {
            upkeep.discard();
        }
        return IndexWindow.none();
    }

    /** The end of the index, with at least one line in it if there is one, however long that is. */
    private IndexWindow read(long bytes) {
        try {
            IndexWindow window = index.read(bytes);
            for (long more = bytes; window.count() == 0 && !window.isWhole() && more < RunIndex.ALL; ) {
                more *= 4;
                window = index.read(more);
            }
            return window;
        } catch (IOException e) {
            LOG.debug("the index of the run history could not be read; lists take longer", e);
            return IndexWindow.none();
        }
    }
}

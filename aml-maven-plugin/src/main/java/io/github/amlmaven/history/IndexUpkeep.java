package io.github.amlmaven.history;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the index up with what has been found in the store. */
record IndexUpkeep(RunIndex index) {
    /** A longer record costs more to read again and again than to open where it is. */
    private static final int LONGEST_LINE = 256 * 1024;

    /** The index is a convenience: a full disk or somebody else's folder must not take the history away. */
    private static final String NOT_WRITTEN = "the index of the run history could not be written; lists take longer";

    private static final Logger LOG = LoggerFactory.getLogger(IndexUpkeep.class);

    /** Adds records at the end. */
    void add(SortedMap<Integer, byte[]> records) {
        append(indexable(records));
    }

    void discard() {
        try {
            index.delete();
        } catch (IOException e) {
            LOG.debug(NOT_WRITTEN, e);
        }
    }

    /**
     * Adds what was missing in what was seen of the index, or writes it anew where it has become untidy.
     *
     * @param purged the runs that are to be remembered no more
     */
    void update(IndexWindow window, SortedMap<Integer, byte[]> missing, Set<Integer> purged) {
        SortedMap<Integer, byte[]> found = indexable(missing);
        boolean newer = found.isEmpty() || found.firstKey() > window.highest();
        boolean forgets = purged.stream().anyMatch(window::has);
        if (window.isWhole() && (forgets || !newer || window.doubled() * 10L > window.count())) {
            SortedMap<Integer, byte[]> whole = new TreeMap<>(found);
            for (int number = 1; number <= window.highest(); number++) {
                Optional<byte[]> record = window.record(number);
                if (record.isPresent() && !purged.contains(number)) {
                    whole.putIfAbsent(number, record.get());
                }
            }
            try {
                index.replace(whole);
            } catch (IOException e) {
                LOG.debug(NOT_WRITTEN, e);
            }
        } else if (!found.isEmpty() && newer) {
            append(found);
        }
    }

    private static SortedMap<Integer, byte[]> indexable(SortedMap<Integer, byte[]> records) {
        SortedMap<Integer, byte[]> lines = new TreeMap<>();
        for (Map.Entry<Integer, byte[]> record : records.entrySet()) {
            if (record.getValue().length <= LONGEST_LINE && isOneLine(record.getValue())) {
                lines.put(record.getKey(), record.getValue());
            }
        }
        return lines;
    }

    private static boolean isOneLine(byte[] record) {
        for (byte b : record) {
            if (b == '\n') {
                return false;
            }
        }
        return true;
    }

    private void append(SortedMap<Integer, byte[]> records) {
        try {
            index.append(records);
        } catch (IOException e) {
            LOG.debug(NOT_WRITTEN, e);
        }
    }
}

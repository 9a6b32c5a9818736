package io.github.amlmaven.compute;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The paths that an archive has named, of which there may be a million: 62 bits of each, mixed with a number that nobody
 * outside knows, and what became of it.
 */
final class SeenPaths {
    /** What became of a path. */
    enum Fate {
        UNSEEN(0),
        FILE(1),
        FOLDER(2),
        REFUSED(3);

        private static final Fate[] BY_BITS = values();
        private final int bits;

        Fate(int bits) {
            this.bits = bits;
        }
    }

    private static final int FATE = 3;
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final long secret = ThreadLocalRandom.current().nextLong();
    private long[] table = new long[1 << 10];
    private int count;

    int count() {
        return count;
    }

    Fate fate(String path) {
        return Fate.BY_BITS[(int) table[slot(table, hash(path))] & FATE];
    }

    /** Notes what became of a path; it cannot become another thing later. */
    void add(String path, Fate fate) {
        long hash = hash(path);
        int slot = slot(table, hash);
        if (table[slot] == 0) {
            table[slot] = hash | fate.bits;
            count++;
            if (count > table.length / 2) {
                grow();
            }
        }
    }

    private void grow() {
        long[] larger = new long[table.length * 2];
        for (long entry : table) {
            if (entry != 0) {
                larger[slot(larger, entry & ~FATE)] = entry;
            }
        }
        table = larger;
    }

    /** Where the hash is, or would be put. */
    private static int slot(long[] table, long hash) {
        int slot = (int) (hash >>> 32) & (table.length - 1);
        while (table[slot] != 0 && (table[slot] & ~FATE) != hash) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private long hash(String path) {
        long hash = secret;
        for (int i = 0; i < path.length(); i++) {
            hash = (hash ^ path.charAt(i)) * SPREAD;
            hash ^= hash >>> 29;
        }
        return hash & ~FATE;
    }
}

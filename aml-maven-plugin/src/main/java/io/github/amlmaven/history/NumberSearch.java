package io.github.amlmaven.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Finds the highest of some numbers without a gap in few rounds of questions, many at once, where each takes as long as the
 * way to a store and back: six rounds for a hundred thousand runs.
 */
final class NumberSearch {
    private final Claimed claimed;
    private final int atOnce;

    /** Whether a number is taken. */
    interface Claimed {
        boolean is(int number) throws IOException;
    }

    NumberSearch(Claimed claimed, int atOnce) {
        this.claimed = claimed;
        this.atOnce = atOnce;
    }

    /** @param low one that is taken, or 0 */
    int highest(int low) throws IOException {
        long below = low;
        long above = Numbers.HIGHEST + 1L;
        for (int power = 0; power < Integer.SIZE; power += atOnce) {
            List<Integer> asked = new ArrayList<>();
            for (int i = power; i < power + atOnce && low + (1L << i) <= Numbers.HIGHEST; i++) {
                asked.add(low + (1 << i));
            }
            int taken = taken(asked);
            below = taken == 0 ? below : asked.get(taken - 1);
            if (asked.size() < atOnce || taken < asked.size()) {
                above = taken == asked.size() ? above : asked.get(taken);
                break;
            }
        }
        while (above - below > 1) {
            Set<Integer> between = new TreeSet<>();
            for (int i = 1; i <= atOnce; i++) {
                between.add((int) (below + Math.max(1, (above - below) * i / (atOnce + 1))));
            }
            List<Integer> asked = new ArrayList<>(between);
            int taken = taken(asked);
            above = taken == asked.size() ? above : asked.get(taken);
            below = taken == 0 ? below : asked.get(taken - 1);
        }
        return (int) below;
    }

    /** How many of some numbers, upwards, are taken. */
    private int taken(List<Integer> asked) throws IOException {
        Set<Integer> found = new ConcurrentSkipListSet<>();
        TransferThreads.each(atOnce, asked, number -> {
            if (claimed.is(number)) {
                found.add(number);
            }
        });
        return found.size();
    }
}

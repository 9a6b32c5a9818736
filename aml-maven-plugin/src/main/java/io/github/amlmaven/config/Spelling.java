package io.github.amlmaven.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the word that was meant. */
public final class Spelling {
    private static final int LONGEST = 100;

    private Spelling() {}

    /** The nearest of the words that is a likely slip away, whatever its case; null: none is near. */
    public static @Nullable String nearest(String word, Collection<String> words) {
        String best = null;
        int nearest = word.length() < 3 ? 0 : word.length() < 6 ? 1 : word.length() < 12 ? 2 : 3;
        for (String candidate : words) {
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance <= nearest && (best == null || distance < nearest)) {
                best = candidate;
                nearest = distance;
            }
        }
        return best;
    }

    /** How many letters to change, add, drop or swap with their neighbour to get from one word to the other. */
    static int distance(String from, String to) {
        if (from.length() > LONGEST || to.length() > LONGEST) {
            return from.equals(to) ? 0 : LONGEST;
        }
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(last[j - 1] + change, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }
        return row[to.length()];
    }
}

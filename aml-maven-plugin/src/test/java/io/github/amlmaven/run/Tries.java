package io.github.amlmaven.run;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a random test tries, which may be never, and its seed: {@code -Daml.seed}, else a new one.
 *
 * @param count many with {@code -Daml.long=true}
 */
record Tries(String what, int count, Random random) {
    static Tries of(String what, int few, int many) {
        long seed = Long.getLong("aml.seed", ThreadLocalRandom.current().nextLong());
        int count = Boolean.getBoolean("aml.long") ? many : few;
        if (count > 0) {
            System.out.println(what + ": " + count + " tries, again with -Daml.seed=" + seed);
        }
        return new Tries(what, count, new Random(seed));
    }

    void done(String figures) {
        if (count > 0) {
            System.out.println(what + ": " + count + " tries, 0 failed, " + figures);
        }
    }
}

package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The run numbers of a project: 1, 2, 3 and so on without a gap, because a number is tried only after the one before it
 * was seen. So the newest is found by halving, without a list.
 */
final class Numbers {
    /** As many as eight digits tell apart. */
    static final int HIGHEST = 99_999_999;

    private static final Logger LOG = LoggerFactory.getLogger(Numbers.class);

    private final Store store;
    private final Layout layout;
    private final Clock clock;
    private final boolean dense;

    /** A number and what claimed it. */
    record Claim(int number, RunId run, Map<String, @Nullable Object> document) {
        /** The word that tells this claim from any other. */
        String nonce() {
            return String.valueOf(document.get("nonce"));
        }
    }

    Numbers(Store store, Layout layout, Clock clock) {
        this(store, layout, clock, true);
    }

    /** @param dense false for an outbox, where runs come and go */
    Numbers(Store store, Layout layout, Clock clock, boolean dense) {
        this.store = store;
        this.layout = layout;
        this.clock = clock;
        this.dense = dense;
    }

    /** Claims the number after the newest, for a run id that no other run of the project has. */
    Claim claim(Owner owner, int hint, String nonce) throws IOException {
        int number = newest(hint);
        long previous = number == 0 ? 0 : millis(number);
        while (true) {
            number++;
            // Each id is later than the one before it, also when two runs begin in the same millisecond.
            long millis = Math.max(clock.millis(), previous + 1);
            RunId run = RunId.of(layout.project(), millis);
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("run_id", run.value());
            document.put("created_utc", Timestamp.format(clock.instant()));
            document.put("nonce", nonce);
            document.put("owner", owner.toMap());
            if (store.create(layout.number(number), Seal.on(Json.bytes(document)))) {
                return new Claim(number, run, document);
            }
            previous = millis(number);
        }
    }

    /** Claims the number after the newest for a run that has its id already. */
    Claim claimFor(Claim run, int hint) throws IOException {
        byte[] claim = Seal.on(Json.bytes(run.document()));
        int number = newest(hint) + 1;
        while (!store.create(layout.number(number), claim)) {
            number++;
        }
        return new Claim(number, run.run(), run.document());
    }

    /** The claim with that nonce among the numbers after one; empty when it was never made. */
    Optional<Claim> claimedWith(String nonce, int after) throws IOException {
        if (!dense) {
            for (int number : listed()) {
                Optional<Claim> claim = intact(number);
                if (claim.isPresent() && nonce.equals(claim.get().nonce())) {
                    return claim;
                }
            }
            return Optional.empty();
        }
        for (int number = after + 1; ; number++) {
            Optional<Claim> claim = read(number);
            if (claim.isEmpty() || nonce.equals(claim.get().nonce())) {
                return claim;
            }
        }
    }

    /** What claimed a number; empty when nothing has. */
    Optional<Claim> read(int number) throws IOException {
        String name = layout.number(number);
        Optional<Map<String, @Nullable Object>> document = Documents.read(store, name);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        if (document.get().get("run_id") instanceof String run && RunId.isRunId(run)) {
            return Optional.of(new Claim(number, new RunId(run), document.get()));
        }
        throw Documents.damaged(store, name, "it names no run");
    }

    /** As {@link #read}, but a damaged claim counts as none: for those who look for another run than that one. */
    Optional<Claim> intact(int number) throws IOException {
        try {
            return read(number);
        } catch (AmlException e) {
            LOG.debug("the claim of run {} is passed over", number, e);
            return Optional.empty();
        }
    }

    /** The highest number claimed, 0 for none, searched upwards from one that is thought to be. */
    int newest(int hint) throws IOException {
        if (!dense) {
            List<Integer> all = listed();
            return all.isEmpty() ? 0 : all.get(all.size() - 1);
        }
        int low = hint > 0 && isClaimed(hint) ? hint : 0;
        if (store.parallelism() > 1) {
            return low > 0 && !isClaimed(low + 1)
                    ? low
                    : new NumberSearch(this::isClaimed, store.parallelism()).highest(low);
        }
        int step = 1;
        while (isClaimed(low + step)) {
            low += step;
            step *= 2;
        }
        int high = low + step;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (isClaimed(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** All that are claimed, upwards. */
    List<Integer> listed() throws IOException {
        return store.list(layout.numbers()).stream()
                .map(Layout::numberIn)
                .filter(number -> number > 0)
                .toList();
    }

    private boolean isClaimed(int number) throws IOException {
        return store.size(layout.number(number)).isPresent();
    }

    /** The time in the id of that run; at least that, where only an earlier one tells its id. */
    private long millis(int number) throws IOException {
        for (int told = number; told > 0; told--) {
            Optional<Claim> claim = intact(told);
            if (claim.isPresent()) {
                String run = claim.get().run().value();
                return Long.parseLong(run.substring(run.lastIndexOf('_') + 1)) + number - told;
            }
        }
        return 0;
    }
}

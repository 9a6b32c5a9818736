package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The number that a run has in the store it is brought to: the one it has there, else a new one. */
final class TransferNumbers {
    private final Store to;
    private final Layout layout;
    private final Numbers numbers;
    private final RunListing known;
    private final FolderStore notes;

    TransferNumbers(Store to, Layout layout, Numbers numbers, RunListing known, FolderStore notes) {
        this.to = to;
        this.layout = layout;
        this.numbers = numbers;
        this.known = known;
        this.notes = notes;
    }

    /**
     * The run's claim there, with its {@code open.json}.
     *
     * @param open what {@code open.json} holds where the run comes from
     */
    Numbers.Claim claim(Numbers.Claim run, byte[] open) throws IOException {
        Optional<Numbers.Claim> opened = opened(run);
        if (opened.isPresent()) {
            return opened.get();
        }
        Numbers.Claim claim = claimed(run);
        Map<String, @Nullable Object> document = Documents.parse(to, layout.open(run.run()), open);
        document.put("run_number", (long) claim.number());
        if (to.create(layout.open(run.run()), Seal.on(Json.bytes(document)))) {
            return claim;
        }
        return opened(run).orElse(claim);
    }

    private Optional<Numbers.Claim> opened(Numbers.Claim run) throws IOException {
        Optional<Map<String, @Nullable Object>> open = Documents.read(to, layout.open(run.run()));
        if (open.isEmpty()) {
            return Optional.empty();
        }
        int number = open.get().get("run_number") instanceof Long known && known > 0 && known <= Numbers.HIGHEST
                ? known.intValue()
                : 0;
        Optional<Numbers.Claim> claim = number == 0 ? Optional.empty() : numbers.read(number);
        if (claim.isEmpty() || !isOf(run, claim.get())) {
            throw new AmlException(
                    to + " has another run with the id " + run.run() + "; it has been left alone",
                    "keep this one where it is, or bring it to another history with -Daml.to=<address>");
        }
        return claim;
    }

    /** A claim that was made before, by a process that then died or was not told so, else a new one. */
    private Numbers.Claim claimed(Numbers.Claim run) throws IOException {
        Optional<Numbers.Claim> same = numbers.intact(run.number());
        if (same.isPresent() && isOf(run, same.get())) {
            return same.get();
        }
        Optional<Map<String, @Nullable Object>> note = Documents.read(notes, note(run.run()));
        if (note.isPresent() && note.get().get("after") instanceof Long after) {
            Optional<Numbers.Claim> before = numbers.claimedWith(run.nonce(), after.intValue());
            return before.isPresent() ? before.get() : numbers.claimFor(run, after.intValue());
        }
        int after = numbers.newest(known.hint());
        notes.create(note(run.run()), Json.bytes(Map.of("after", (long) after, "store", to.toString())));
        return numbers.claimFor(run, after);
    }

    /** The note of the claim is of no use any more. */
    void settled(Numbers.Claim run) throws IOException {
        notes.delete(note(run.run()));
    }

    private String note(RunId run) {
        return layout.project().path() + "/" + run + ".json";
    }

    private static boolean isOf(Numbers.Claim run, Numbers.Claim other) {
        return other.run().equals(run.run()) && other.nonce().equals(run.nonce());
    }
}

package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one run: its final record, or what its other objects and its owner say of a run without one. */
final class RunReader {
    /** An owner on another computer is believed to live for so long after its last sign of life. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final Store store;
    private final Layout layout;
    private volatile @Nullable Owner observer;

    RunReader(Store store, Layout layout) {
        this.store = store;
        this.layout = layout;
    }

    /** The bytes of the final record; empty while there is none. */
    Optional<byte[]> end(RunId run) throws IOException {
        return store.read(layout.end(run));
    }

    /** The run that a number names. */
    RunRecord read(Numbers.Claim claim) throws IOException {
        Optional<byte[]> end = end(claim.run());
        if (end.isPresent()) {
            return withLate(claim, ended(claim, end.get()));
        }
        RunRecord record = underWay(claim);
        // The owner may have recorded the end, and gone, while we looked.
        Optional<byte[]> meanwhile = record.status() == RunStatus.INTERRUPTED ? end(claim.run()) : Optional.empty();
        return meanwhile.isPresent() ? ended(claim, meanwhile.get()) : record;
    }

    /** The record in the bytes of {@code final.json}. */
    RunRecord ended(Numbers.Claim claim, byte[] content) {
        String how = "it is not the record of this run";
        try {
            RunRecord record = RunRecord.of(Json.parseObject(content, 0, content.length));
            if (record != null
                    && record.status().isFinal()
                    && record.number() == claim.number()
                    && record.id().value().equals(claim.run().value())) {
                return record;
            }
        } catch (IOException e) {
            how = String.valueOf(e.getMessage());
        }
        // Told as the state of this one run, because the others are to be listed all the same.
        return damaged(claim, layout.end(claim.run()) + " is damaged (" + how + "): bring it back from a backup");
    }

    private static RunRecord damaged(Numbers.Claim claim, String how) {
        return unfinished(RunDocument.claimed(claim), RunStatus.UNKNOWN, new Reason(Reason.Kind.RECORD_DAMAGED, how));
    }

    /** Adds what a second finaliser had kept beyond the record of the first. */
    private RunRecord withLate(Numbers.Claim claim, RunRecord record) throws IOException {
        RunRecord whole = record;
        String prefix = layout.folder(claim.run()) + "/" + Layout.LATE;
        for (String name : store.list(layout.folder(claim.run()))) {
            if (name.startsWith(prefix)) {
                whole = withLate(name, whole);
            }
        }
        return whole;
    }

    private RunRecord withLate(String name, RunRecord record) throws IOException {
        try {
            return Documents.read(store, name).map(record::with).orElse(record);
        } catch (AmlException e) {
            return record.warned(e.problem());
        }
    }

    /** All that has been written down of a run without a final record. */
    Map<String, @Nullable Object> known(Numbers.Claim claim) throws IOException {
        Map<String, @Nullable Object> document = RunDocument.claimed(claim);
        Documents.read(store, layout.open(claim.run())).ifPresent(document::putAll);
        Documents.read(store, layout.started(claim.run())).ifPresent(document::putAll);
        // Only the claim, which the run was found by, says which run this is.
        document.put("run_id", claim.run().value());
        document.put("run_number", (long) claim.number());
        return document;
    }

    private RunRecord underWay(Numbers.Claim claim) throws IOException {
        try {
            return intact(claim);
        } catch (AmlException e) {
            // As with a damaged final record: the state of this one run, because the others are to be listed all the
            // same.
            return damaged(claim, e.problem() + ": " + e.remedy());
        }
    }

    private RunRecord intact(Numbers.Claim claim) throws IOException {
        Map<String, @Nullable Object> document = known(claim);
        Owner owner = Owner.of(document.get("owner"));
        if (document.get("start_time_utc") == null) {
            return judged(claim, document, owner, RunStatus.PREPARING);
        }
        Optional<Map<String, @Nullable Object>> heartbeat = Documents.read(store, layout.heartbeat(claim.run()));
        if (Boolean.TRUE.equals(heartbeat.map(beat -> beat.get("detached")).orElse(null))) {
            return unfinished(
                    document,
                    RunStatus.RUNNING,
                    new Reason(Reason.Kind.DETACHED, "nobody looks after it; its script goes on on the target"));
        }
        boolean collecting = RunStatus.COLLECTING
                .label()
                .equals(heartbeat.map(beat -> beat.get("phase")).orElse(null));
        // The newest owner counts: whoever brings the run to its end, or the supervisor of a script without a watcher.
        Owner newest = Owner.of(heartbeat.map(beat -> beat.get("owner")).orElse(null));
        return judged(
                claim,
                document,
                newest == null ? owner : newest,
                collecting ? RunStatus.COLLECTING : RunStatus.RUNNING);
    }

    private RunRecord judged(
            Numbers.Claim claim, Map<String, @Nullable Object> document, @Nullable Owner owner, RunStatus alive)
            throws IOException {
        Owner.Life life = owner == null ? Owner.Life.ELSEWHERE : owner.seenFrom(observer());
        return switch (life) {
            case ALIVE -> unfinished(document, alive, null);
            case DEAD ->
                unfinished(
                        document,
                        RunStatus.INTERRUPTED,
                        alive == RunStatus.PREPARING
                                ? new Reason(Reason.Kind.NEVER_STARTED, "the build ended before the script was started")
                                : new Reason(Reason.Kind.OWNER_GONE, "the build that looked after the run is gone"));
            case REBOOTED ->
                unfinished(
                        document,
                        RunStatus.INTERRUPTED,
                        new Reason(Reason.Kind.HOST_REBOOTED, "the computer was restarted during the run"));
            case ELSEWHERE -> {
                Duration silence = silence(claim);
                yield silence.compareTo(SILENCE) <= 0
                        ? unfinished(document, alive, null)
                        : unfinished(
                                document,
                                RunStatus.UNKNOWN,
                                new Reason(
                                        Reason.Kind.OWNER_SILENT,
                                        "the computer that looks after the run has been silent for "
                                                + silence.toMinutes() + " minutes"));
            }
        };
    }

    private Duration silence(Numbers.Claim claim) throws IOException {
        for (String sign :
                new String[] {layout.heartbeat(claim.run()), layout.started(claim.run()), layout.open(claim.run())}) {
            Optional<Duration> age = store.age(sign);
            if (age.isPresent()) {
                return age.get();
            }
        }
        return store.age(layout.number(claim.number())).orElse(Duration.ZERO);
    }

    private static RunRecord unfinished(
            Map<String, @Nullable Object> document, RunStatus status, @Nullable Reason reason) {
        document.put("status", status.label());
        RunDocument.put(document, reason);
        return Objects.requireNonNull(RunRecord.of(document), "a claimed run has an id and a number");
    }

    private Owner observer() {
        Owner known = observer;
        if (known == null) {
            known = Owner.current();
            observer = known;
        }
        return known;
    }
}

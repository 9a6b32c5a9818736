package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers that a store elsewhere has given away without this computer hearing of it, because the build was killed or the
 * store went away in that moment: their runs never started, and nobody else could say so.
 */
final class LostClaims {
    private static final Logger LOG = LoggerFactory.getLogger(LostClaims.class);
    private static final String FOLDER = "claims";

    private final Store elsewhere;
    private final WaitingRoom numbered;
    private final FolderStore notes;

    LostClaims(Store elsewhere, WaitingRoom numbered, FolderStore notes) {
        this.elsewhere = elsewhere;
        this.numbered = numbered;
        this.notes = notes;
    }

    /** Notes that a number is about to be claimed. */
    void about(ProjectId project, JournalEntry entry, int after) throws IOException {
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("account", project.account());
        note.put("workspace", project.workspace());
        note.put("project", project.project());
        note.put("nonce", entry.nonce());
        note.put("after", (long) after);
        note.put("owner", Owner.current().toMap());
        notes.create(name(entry.nonce()), Json.bytes(note));
    }

    /** The run is in the outbox. */
    void settled(JournalEntry entry) throws IOException {
        notes.delete(name(entry.nonce()));
    }

    /** Whether there are any, or claims under way. */
    boolean any() throws IOException {
        return !notes.list(FOLDER).isEmpty();
    }

    /** Gives those an end that nobody is about any more; it is brought to the store as any other. */
    void end() throws IOException {
        for (String name : notes.list(FOLDER)) {
            Map<String, @Nullable Object> note = Documents.read(notes, name).orElse(Map.of());
            Owner owner = Owner.of(note.get("owner"));
            Owner.Life life = owner == null ? Owner.Life.DEAD : owner.seenFrom(Owner.current());
            if (life == Owner.Life.DEAD || life == Owner.Life.REBOOTED) {
                try {
                    end(note);
                    notes.delete(name);
                } catch (AmlException e) {
                    LOG.debug("not now: {}", note, e); // what waits has to be sent first
                }
            }
        }
    }

    private void end(Map<String, @Nullable Object> note) throws IOException {
        if (!(note.get("account") instanceof String account)
                || !(note.get("workspace") instanceof String workspace)
                || !(note.get("project") instanceof String name)
                || !(note.get("nonce") instanceof String nonce)
                || !(note.get("after") instanceof Long after)) {
            return;
        }
        ProjectId project = new ProjectId(account, workspace, name);
        RunHistory here = numbered.history(project);
        if (here.numbers().claimedWith(nonce, 0).isPresent()) {
            return; // it had come so far, and its journal tells the rest
        }
        Optional<Numbers.Claim> lost =
                new RunHistory(elsewhere, project).numbers().claimedWith(nonce, after.intValue());
        if (lost.isPresent()) {
            RunLock.holding(numbered.door(project), () -> keep(here, lost.get()))
                    .complete(neverStarted());
        }
    }

    private OpenRun keep(RunHistory here, Numbers.Claim claim) throws IOException {
        String number = here.layout().number(claim.number());
        if (!numbered.store().create(number, Seal.on(Json.bytes(claim.document())))) {
            throw new AmlException(
                    "another run " + claim.number() + " waits in the outbox for " + elsewhere,
                    "bring it there first: mvn aml:sync");
        }
        numbered.store().create(here.layout().open(claim.run()), Seal.on(Json.bytes(RunDocument.claimed(claim))));
        return here.taken(claim);
    }

    private static RunOutcome neverStarted() {
        return new RunOutcome(
                RunStatus.FAILED,
                new Reason(Reason.Kind.NEVER_STARTED, "the build ended before it knew the number of its run"),
                null,
                null,
                Instant.now(),
                Metrics.NONE,
                List.of(),
                List.of());
    }

    private static String name(String nonce) {
        return FOLDER + "/" + nonce + ".json";
    }
}

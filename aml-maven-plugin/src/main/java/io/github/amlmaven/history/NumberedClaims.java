package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoreAwayException;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims runs with a number of a store elsewhere, and keeps them in the outbox. */
final class NumberedClaims {
    private static final Logger LOG = LoggerFactory.getLogger(NumberedClaims.class);

    private final Store elsewhere;
    private final WaitingRoom numbered;
    private final LostClaims lostClaims;

    NumberedClaims(Store elsewhere, WaitingRoom numbered, LostClaims lostClaims) {
        this.elsewhere = elsewhere;
        this.numbered = numbered;
        this.lostClaims = lostClaims;
    }

    /** @param after the newest number claimed there so far */
    ClaimedRun claim(RunHistory there, int after, RunStart start, Journal journal) throws IOException {
        RunHistory here = numbered.history(there.project());
        JournalEntry entry = journal.begin(here, after, true);
        try {
            lostClaims.about(there.project(), entry, after);
            Numbers.Claim claim = there.numbers().claim(Owner.current(), after, entry.nonce());
            RunLock.holding(numbered.door(there.project()), () -> keep(claim, there.layout()));
            lostClaims.settled(entry);
            OpenRun run = here.open(claim, start, new Announcements(elsewhere, there.layout()));
            announce(there.layout().open(claim.run()));
            return new ClaimedRun(run, entry, false, null);
        } catch (StoreAwayException e) {
            entry.close();
            throw e;
        } catch (AmlException | IOException e) {
            entry.leave();
            throw e;
        }
    }

    private String keep(Numbers.Claim claim, Layout layout) throws IOException {
        String name = layout.number(claim.number());
        if (!numbered.store().create(name, Seal.on(Json.bytes(claim.document())))) {
            throw new AmlException(
                    "another run " + claim.number() + " waits in the outbox for " + elsewhere
                            + ", whose numbers have begun anew",
                    "bring it there first: mvn aml:sync");
        }
        return name;
    }

    /** It is told again when the run is brought there. */
    private void announce(String open) {
        try {
            Optional<byte[]> content = numbered.store().read(open);
            if (content.isPresent()) {
                elsewhere.create(open, content.get());
            }
        } catch (IOException | AmlException e) {
            LOG.debug("{} does not know yet how the run begins", elsewhere, e);
        }
    }
}

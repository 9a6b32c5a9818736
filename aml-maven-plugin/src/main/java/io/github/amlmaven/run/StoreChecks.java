package io.github.amlmaven.run;

import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoreAwayException;
import java.io.IOException;

/**
 * Looks at a store elsewhere: whether it answers, what opens it and what that allows, its clock, how fast it is.
 *
 * @param store not a folder of this computer
 */
public record StoreChecks(Store store) implements Checkup.Examination {
    private static final String SUBJECT = "store";

    @Override
    public void examine(Checkup checkup) throws IOException {
        try {
            store.examine(finding -> {
                switch (finding.level()) {
                    case OK -> checkup.ok(SUBJECT, finding.finding());
                    case WARN -> checkup.warn(SUBJECT, finding.finding(), finding.remedy());
                    case FAIL -> checkup.fail(SUBJECT, finding.finding(), finding.remedy());
                }
            });
        } catch (StoreAwayException e) {
            checkup.fail(SUBJECT, e.problem(), e.remedy());
        }
    }
}

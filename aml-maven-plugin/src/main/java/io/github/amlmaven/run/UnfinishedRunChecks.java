package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.DiskException;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** Brings every interrupted run of this computer to its end, however long that takes, and tells of those under way. */
public record UnfinishedRunChecks(Journal journal, Duration gracePeriod) implements Checkup.Examination {
    private static final String SUBJECT = "runs";

    @Override
    public void examine(Checkup checkup) throws IOException {
        int before = checkup.checks().size();
        for (JournalEntry entry : journal.entries()) {
            checkup.examine(SUBJECT, c -> underWay(entry, c));
        }
        new Recovery(journal, new Findings(checkup), gracePeriod).sweep();
        if (checkup.checks().size() == before) {
            checkup.ok(SUBJECT, "none is under way or interrupted on this computer");
        }
    }

    private static void underWay(JournalEntry entry, Checkup checkup) {
        UnfinishedRun run = UnfinishedRun.of(entry);
        OptionalLong process = entry.ownersProcess();
        if (process.isPresent()) {
            checkup.ok(
                    SUBJECT,
                    name(run) + " is under way since " + run.begun() + ", looked after by process "
                            + process.getAsLong());
        } else if (!entry.isAbandoned()) {
            checkup.ok(SUBJECT, name(run) + " is looked after on another computer or in a container");
        }
    }

    private static String name(UnfinishedRun run) {
        return run.project().isEmpty() ? run.name() : run.name() + " of " + run.project();
    }

    /** What recovery meets, as findings. */
    private record Findings(Checkup checkup) implements RecoveryListener {
        @Override
        public void stillRunning(UnfinishedRun run) {
            checkup.warn(
                    SUBJECT,
                    name(run) + " goes on since " + run.begun() + ", though its Maven is gone",
                    run.tracked()
                            ? "see it with mvn aml:logs -Daml.run=" + run.number()
                                    + " -Daml.follow, stop it with mvn aml:cancel -Daml.run=" + run.number()
                            : "it is not recorded; it is in " + run.folder());
        }

        @Override
        public void recovered(UnfinishedRun run, RunRecord record) {
            checkup.ok(
                    SUBJECT,
                    name(run) + " had been interrupted and is "
                            + record.status().label() + " now, "
                            + record.artifacts().size() + " files kept");
        }

        @Override
        public void stopped(UnfinishedRun run) {
            checkup.ok(SUBJECT, name(run) + " had been given up; its script, which went on, has been stopped");
        }

        @Override
        public void failed(UnfinishedRun run, Exception failure) {
            checkup.fail(
                    SUBJECT,
                    name(run) + " had been interrupted and cannot be brought to its end: "
                            + (failure instanceof AmlException known ? known.problem() : failure.getMessage()),
                    failure instanceof AmlException known
                            ? known.remedy()
                            : failure instanceof DiskException disk
                                    ? disk.remedy()
                                    : "mend that and try again; its files wait in " + run.folder());
        }
    }
}

package io.github.amlmaven.run;

import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunList;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks at the run history of a project: whether every record can be read and, when asked to, whether every file in it is
 * what was written.
 *
 * @param verify reads everything, which takes as long as reading the history's files does
 */
public record HistoryChecks(RunHistory history, boolean verify) implements Checkup.Examination {
    private static final String SUBJECT = "history";
    private static final String VERIFIED = "verification";
    private static final int MOST_TOLD = 20;
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    @Override
    public void examine(Checkup checkup) throws IOException {
        RunList runs = history.list(new RunFilter(null, 0));
        int unreadable = 0;
        Instant latest = Instant.EPOCH;
        for (RunRecord run : runs.runs()) {
            boolean damaged = run.reason()
                    .filter(reason -> reason.kind() == Reason.Kind.RECORD_DAMAGED)
                    .isPresent();
            unreadable += damaged ? 1 : 0;
            if (damaged) {
                checkup.fail(
                        SUBJECT,
                        "the record of run " + run.number() + " is damaged",
                        run.reason().orElseThrow().words());
            }
            Instant start = run.start().orElse(Instant.EPOCH);
            latest = start.isAfter(latest) ? start : latest;
        }
        if (latest.isAfter(Instant.now().plus(CLOCKS_DIFFER))) {
            checkup.warn(
                    "clock",
                    "a run was started at " + latest + ", which is in the future here",
                    "set the clocks of all computers that use the history: timedatectl set-ntp true");
        }
        if (unreadable == 0) {
            checkup.ok(SUBJECT, runs.total() + (runs.total() == 1 ? " run" : " runs") + " in " + history);
        }
        int removed = history.tidy();
        if (removed > 0) {
            checkup.ok(SUBJECT, removed + " unfinished files of crashed builds removed");
        }
        if (verify) {
            checkup.examine(VERIFIED, this::verify);
        }
    }

    private void verify(Checkup checkup) throws IOException {
        AtomicInteger found = new AtomicInteger();
        long objects = history.verification().run(finding -> {
            if (found.incrementAndGet() <= MOST_TOLD) {
                checkup.fail(
                        VERIFIED,
                        (finding.run() == 0 ? "" : "run " + finding.run() + ": ") + finding.path() + " is "
                                + finding.kind().name().toLowerCase(java.util.Locale.ROOT) + ": " + finding.what(),
                        "bring it back from a backup: " + finding.object());
            }
        });
        if (found.get() == 0) {
            checkup.ok(VERIFIED, objects + " files of the history read, each as it was written");
        } else {
            checkup.fail(
                    VERIFIED,
                    found.get() + " of " + objects + " files of the history are at fault",
                    "find out what the disk, or whoever can write there, has done before the next run");
        }
    }
}

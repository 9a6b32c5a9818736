package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.RecoveryListener;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.maven.plugin.logging.Log;

/** Says in one line each what has become of runs that nobody looked after. */
record RecoveryConsole(Log log, RunHistory history, GoalCommand command) implements RecoveryListener {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM d HH:mm", Locale.ROOT);

    @Override
    public void stillRunning(JournalEntry entry) {
        String since = TIME.format(entry.begun().atZone(ZoneId.systemDefault()));
        if (!entry.tracked()) {
            log.info(name(entry) + " is still running, since " + since + ", though its Maven is gone; it is in "
                    + entry.runFolder().map(Object::toString).orElse("?"));
            return;
        }
        String run = "-Daml.run=" + entry.runNumber();
        log.info(name(entry) + " is still running, since " + since + ", though its Maven is gone -> "
                + (isHere(entry)
                        ? command.of("logs", run, "-Daml.follow") + ", or " + command.of("cancel", run)
                        : "aml:logs and aml:cancel in its own project"));
    }

    @Override
    public void recovered(JournalEntry entry, RunRecord record) {
        log.info(name(entry) + " had been interrupted and is "
                + record.status().label() + " now"
                + record.reason().map(reason -> " (" + reason.words() + ")").orElse("") + ": "
                + record.artifacts().size() + " files kept"
                + (isHere(entry) ? " -> " + command.of("info", "-Daml.run=" + record.number()) : ""));
    }

    @Override
    public void collecting(JournalEntry entry, int files) {
        log.info(name(entry) + " had been interrupted: " + files + " files collected so far; the next goals go on, "
                + command.of("doctor") + " does it all at once");
    }

    @Override
    public void failed(JournalEntry entry, Exception failure) {
        String words = failure instanceof AmlException known
                ? known.getMessage()
                : failure + "\n-> " + command.of("doctor") + " tries again; remove " + entry + " to give the run up";
        log.warn(name(entry) + " had been interrupted and cannot be brought to its end now: " + words);
    }

    @Override
    public void notAll() {
        log.info("More runs had been interrupted than there was time for -> " + command.of("doctor"));
    }

    private boolean isHere(JournalEntry entry) {
        return entry.storeAddress().equals(history.store()) && entry.project().equals(history.project());
    }

    private String name(JournalEntry entry) {
        String run = entry.runNumber() > 0
                ? "Run " + entry.runNumber()
                : entry.run().map(id -> "Run " + id).orElse("A run");
        return isHere(entry) ? run : run + " of " + entry.project();
    }
}

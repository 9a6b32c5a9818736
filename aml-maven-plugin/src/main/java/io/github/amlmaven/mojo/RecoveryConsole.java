package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.RecoveryListener;
import io.github.amlmaven.run.UnfinishedRun;
import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** Says in one line each what has become of runs that nobody looked after. */
record RecoveryConsole(
        Log log, RunHistory history, @Nullable Outbox outbox, GoalCommand command) implements RecoveryListener {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM d HH:mm", Locale.ROOT);

    @Override
    public void stillRunning(UnfinishedRun run) {
        String since = TIME.format(run.begun().atZone(ZoneId.systemDefault()));
        if (!run.tracked()) {
            log.info(name(run) + " is still running, since " + since + ", though its Maven is gone; it is in "
                    + run.folder());
            return;
        }
        String number = "-Daml.run=" + run.number();
        log.info(name(run) + " is still running, since " + since
                + (run.detached() ? "" : ", though its Maven is gone") + " -> "
                + (isHere(run)
                        ? command.of("logs", number, "-Daml.follow") + ", or " + command.of("cancel", number)
                        : "aml:logs and aml:cancel in its own project"));
    }

    @Override
    public void recovered(UnfinishedRun run, RunRecord record) {
        log.info(name(run, "Run " + record.number()) + (run.detached() ? " is " : " had been interrupted and is ")
                + record.status().label() + " now"
                + record.reason().map(reason -> " (" + reason.words() + ")").orElse("") + ": "
                + record.artifacts().size() + " files kept"
                + (isHere(run) ? " -> " + next(record) : ""));
    }

    private String next(RunRecord record) {
        return record.isSweep()
                ? command.of("sweep", "-Daml.resume=" + record.number())
                : command.of("info", "-Daml.run=" + record.number());
    }

    @Override
    public void collecting(UnfinishedRun run, int files) {
        log.info(name(run) + " had been interrupted: " + files + " files collected so far; the next goals go on, "
                + command.of("doctor") + " does it all at once");
    }

    @Override
    public void stopped(UnfinishedRun run) {
        log.info(name(run)
                + " had been given up, and its script was still running: it has been stopped; what it left is in "
                + run.folder());
    }

    @Override
    public void failed(UnfinishedRun run, Exception failure) {
        String words = failure instanceof IOException outside
                ? OutsideWorld.words(outside) + "; then " + command.of("doctor") + " goes on with it"
                : String.valueOf(failure.getMessage());
        log.warn(name(run) + " had been interrupted and cannot be brought to its end now: " + words);
    }

    @Override
    public void notAll() {
        log.info("More runs had been interrupted than there was time for -> " + command.of("doctor"));
    }

    private boolean isHere(UnfinishedRun run) {
        return (run.store().equals(history.store())
                        || (outbox != null && run.store().startsWith(outbox.toString())))
                && run.project().equals(history.project().path());
    }

    private String name(UnfinishedRun run) {
        return name(run, run.name());
    }

    private String name(UnfinishedRun run, String name) {
        return isHere(run) || run.project().isEmpty() ? name : name + " of " + run.project();
    }
}

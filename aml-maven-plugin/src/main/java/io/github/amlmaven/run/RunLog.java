package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a script prints: from its run folder while the run is under way on this computer, else from the history. */
public final class RunLog {
    private static final String DRIVER_LOG = "azureml-logs/driver_log.txt";
    private static final long POLL_MILLIS = 100;
    private static final int LOOK_EVERY = 5;
    private static final int FINISH_EVERY = 20;
    /** From the moment a log is moved into the history, its record is not longer away than this as a rule. */
    private static final Duration COLLECTING = Duration.ofSeconds(10);

    private final RunHistory history;
    private final Journal journal;
    private final int lines;
    private final RunLogListener listener;

    /**
     * @param journal where runs of this computer are noted
     * @param lines how many lines of what is there already are shown, the last ones; negative: all
     */
    public RunLog(RunHistory history, Journal journal, int lines, RunLogListener listener) {
        this.history = history;
        this.journal = journal;
        this.lines = lines;
        this.listener = listener;
    }

    /** Writes what there is now, byte for byte. */
    public void write(RunRecord run, OutputStream out) throws IOException {
        Deadline patience = Deadline.in(COLLECTING);
        while (true) {
            RunRecord now = again(run);
            if (now.status().isFinal()) {
                stored(now, out);
                return;
            }
            Optional<JournalEntry> entry = journal.find(now.id());
            if (entry.isEmpty()) {
                if (!again(run).status().isFinal()) { // it goes when the record has come
                    elsewhere(now);
                    return;
                }
            } else if (fromRunFolder(entry.get(), out)) {
                return;
            } else if (now.status() != RunStatus.COLLECTING || patience.passed()) {
                listener.nothingYet(now);
                return;
            }
            pause();
        }
    }

    private boolean fromRunFolder(JournalEntry entry, OutputStream out) throws IOException {
        try (GrowingLog log = open(entry)) {
            if (log != null) {
                shown(out, log::copyTo);
            }
            return log != null;
        }
    }

    /**
     * Writes what there is, and what comes, until the run has its record. The run itself is left alone, but for its end:
     * when nobody else looks after it and its script has ended, it is brought to its end.
     *
     * @param recovery does that
     * @return the final record
     * @throws AmlException when the run will never have one
     */
    public RunRecord follow(RunRecord run, Recovery recovery, OutputStream out) throws IOException {
        GrowingLog log = null;
        boolean told = false;
        try {
            for (int tick = 0; ; tick++) {
                if (log != null && !log.copyTo(out)) {
                    listener.shortened();
                }
                if (tick % LOOK_EVERY == 0) {
                    RunRecord now = again(run);
                    Optional<JournalEntry> entry = log == null ? journal.find(now.id()) : Optional.empty();
                    if (log == null && entry.isPresent()) {
                        log = open(entry.get());
                        if (log != null) {
                            shown(out, log::copyTo);
                        }
                    }
                    if (now.status().isFinal()) {
                        if (log == null) {
                            stored(now, out);
                        } else {
                            log.copyTo(out);
                        }
                        return now;
                    }
                    if (log == null && !told) {
                        tell(now, entry.isPresent());
                        told = true;
                    }
                }
                if (tick % FINISH_EVERY == 0) {
                    recovery.finish(run.id());
                }
                pause();
            }
        } finally {
            if (log != null) {
                log.close();
            }
        }
    }

    private void tell(RunRecord now, boolean noted) throws IOException {
        if (noted) {
            listener.nothingYet(now);
        } else if (!again(now).status().isFinal()) {
            elsewhere(now);
        }
    }

    private void elsewhere(RunRecord run) {
        if (run.status() == RunStatus.PREPARING) {
            listener.nothingYet(run); // wherever it is
            return;
        }
        if (run.status() == RunStatus.INTERRUPTED) {
            throw new AmlException(
                    "run " + run.number() + " was looked after on this computer, that process is gone, and the journal "
                            + journal + " does not know the run",
                    "name the journal it was started with: -Daml.journalFolder=<folder>; or give the run up: mvn"
                            + " aml:cancel -Daml.run=" + run.number() + " -Daml.force");
        }
        listener.elsewhere(run);
    }

    private void stored(RunRecord run, OutputStream out) throws IOException {
        Optional<Artifact> log = run.artifacts().stream()
                .filter(artifact -> artifact.path().value().equals(DRIVER_LOG))
                .findFirst();
        if (log.isEmpty()) {
            listener.notKept(run);
            return;
        }
        shown(out, to -> history.stream(run, log.get(), to));
    }

    private void shown(OutputStream out, Writing writing) throws IOException {
        if (lines < 0) {
            writing.to(out);
            out.flush();
        } else {
            LastLines last = new LastLines(lines);
            writing.to(last);
            last.writeTo(out);
        }
    }

    private static @Nullable GrowingLog open(JournalEntry entry) throws IOException {
        Optional<RunDirectory> directory = Recovery.directory(entry);
        return directory.isEmpty() ? null : GrowingLog.open(directory.get()).orElse(null);
    }

    private RunRecord again(RunRecord run) throws IOException {
        return history.find(Integer.toString(run.number()));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("no longer followed: interrupted");
        }
    }

    /** Something that writes to a stream. */
    private interface Writing {
        void to(OutputStream out) throws IOException;
    }
}

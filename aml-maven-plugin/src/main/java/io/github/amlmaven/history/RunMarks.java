package io.github.amlmaven.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What all the marks of one run come to. */
final class RunMarks {
    /** The text of the mark that says that all the run kept is gone. */
    static final String DISPOSED = "disposed";

    private final SortedSet<String> labels = new TreeSet<>();
    private final List<Object> verdicts = new ArrayList<>();
    private @Nullable Mark note;
    private @Nullable Mark deletion;
    private int deletionNumber;
    private int purgedRun;
    private boolean purged;
    private boolean disposed;

    /**
     * To be called in the order in which the marks were made: of one who brings the run back and one who purges it at the
     * same time the first wins.
     */
    void add(int number, Mark mark) {
        switch (mark.kind()) {
            case LABEL -> labels.add(mark.text());
            case UNLABEL -> labels.remove(mark.text());
            case NOTE -> note = mark;
            case DELETE -> {
                deletionNumber = deletion == null ? number : deletionNumber;
                deletion = deletion == null ? mark : deletion;
            }
            case UNDELETE -> deletion = purged ? deletion : null;
            case PURGE -> {
                purged |= deletion != null;
                disposed |= purged && mark.text().equals(DISPOSED);
                if (mark.details().get("run_number") instanceof Long run) {
                    purgedRun = run.intValue();
                }
            }
            case VERDICT -> {
                Map<String, @Nullable Object> verdict = new LinkedHashMap<>(mark.details());
                verdict.put("time_utc", Timestamp.format(mark.time()));
                verdicts.add(verdict);
            }
        }
    }

    /** The mark that says it is deleted; null when it is not. */
    @Nullable
    Mark deletion() {
        return deletion;
    }

    /** The number of the mark that says it is deleted; 0 when it is not. */
    int deletionNumber() {
        return deletion == null ? 0 : deletionNumber;
    }

    /** Whether what the run kept is gone, or is about to go: for ever. */
    boolean isPurged() {
        return purged;
    }

    /** Whether all that the run kept is gone. */
    boolean isDisposed() {
        return disposed;
    }

    /** The number of the purged run; 0 when it is not purged. */
    int purgedRun() {
        return purged ? purgedRun : 0;
    }

    boolean has(String label) {
        return labels.contains(label);
    }

    /** Fills in the fields of a record that the marks say. */
    void addTo(Map<String, @Nullable Object> document) {
        if (!labels.isEmpty()) {
            document.put("labels", List.copyOf(labels));
        }
        Mark written = note;
        if (written != null) {
            document.put("description", written.text().isEmpty() ? null : written.text());
        }
        Mark deleted = deletion;
        if (deleted != null) {
            document.put("hidden", true);
            document.put("deleted_utc", Timestamp.format(deleted.time()));
        }
        if (!verdicts.isEmpty()) {
            document.put("verdicts", List.copyOf(verdicts));
        }
    }
}

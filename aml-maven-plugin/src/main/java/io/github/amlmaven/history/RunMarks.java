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
    private final SortedSet<String> labels = new TreeSet<>();
    private final List<Object> verdicts = new ArrayList<>();
    private @Nullable Mark note;
    private @Nullable Mark deletion;
    private boolean purged;

    /** To be called in the order in which the marks were made. */
    void add(Mark mark) {
        switch (mark.kind()) {
            case LABEL -> labels.add(mark.text());
            case UNLABEL -> labels.remove(mark.text());
            case NOTE -> note = mark;
            case DELETE -> deletion = mark;
            case UNDELETE -> deletion = null;
            case PURGE -> purged = true;
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

    /** Whether what the run kept is gone. */
    boolean isPurged() {
        return purged;
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

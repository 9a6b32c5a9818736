package io.github.amlmaven.history;

import io.github.amlmaven.RunId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that was said of a run after its end; the record itself never changes.
 *
 * @param run whose it is
 * @param text of a label its name, of a note the note, else empty
 * @param details further values as {@link Json} writes them, such as what a verdict found; empty for most
 * @param time when it was said, by the clock of the computer
 * @param user the name of the user there
 * @param nonce tells it from all others, in every history it is copied to
 */
public record Mark(
        RunId run,
        Kind kind,
        String text,
        Map<String, @Nullable Object> details,
        Instant time,
        String user,
        String nonce) {
    /** What can be said of a run. */
    public enum Kind {
        /** It has the label from now on. */
        LABEL,
        /** It has the label no more. */
        UNLABEL,
        /** Its note; the newest counts, an empty one is none. */
        NOTE,
        /** It is deleted: no list shows it. */
        DELETE,
        /** It is not deleted after all. */
        UNDELETE,
        /** It was deleted, and what it kept is gone. */
        PURGE,
        /** It was compared with another run that should have the same results. */
        VERDICT
    }

    /** The mark in a document; null when the document is none. */
    static @Nullable Mark of(Map<String, @Nullable Object> document) {
        Instant time = Timestamp.parse(document.get("time_utc"));
        if (!(document.get("run_id") instanceof String run)
                || !RunId.isRunId(run)
                || !(document.get("kind") instanceof String word)
                || time == null
                || !(document.get("nonce") instanceof String nonce)) {
            return null;
        }
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
                return new Mark(
                        new RunId(run),
                        kind,
                        Objects.toString(document.get("text"), ""),
                        details(document.get("details")),
                        time,
                        Objects.toString(document.get("user"), ""),
                        nonce);
            }
        }
        return null;
    }

    private static Map<String, @Nullable Object> details(@Nullable Object value) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, detail) -> details.put(String.valueOf(name), detail));
        }
        return details;
    }

    /** What its object holds. */
    byte[] content() {
        return Seal.on(Json.bytes(document()));
    }

    Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("run_id", run.value());
        document.put("kind", kind.name().toLowerCase(Locale.ROOT));
        document.put("text", text);
        if (!details.isEmpty()) {
            document.put("details", details);
        }
        document.put("time_utc", Timestamp.format(time));
        document.put("user", user);
        document.put("nonce", nonce);
        return document;
    }
}

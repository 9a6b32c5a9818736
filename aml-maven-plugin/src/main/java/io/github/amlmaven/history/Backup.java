package io.github.amlmaven.history;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a project that was taken before files of it were replaced or deleted.
 *
 * @param snapshot its id, 40 hexadecimal digits
 * @param before what was about to be done, such as {@code restore of run 3}
 * @param folder the project's folder
 * @param host a fingerprint of the computer
 * @param time by the clock of the computer
 * @param user the name of the user there
 */
public record Backup(String snapshot, String before, String folder, String host, Instant time, String user) {
    /** The backup in a document; null when the document is none. */
    static @Nullable Backup of(Map<String, @Nullable Object> document) {
        Instant time = Timestamp.parse(document.get("time_utc"));
        return document.get("snapshot") instanceof String snapshot && snapshot.matches("[0-9a-f]{40}") && time != null
                ? new Backup(
                        snapshot,
                        Objects.toString(document.get("before"), ""),
                        Objects.toString(document.get("folder"), ""),
                        Objects.toString(document.get("host"), ""),
                        time,
                        Objects.toString(document.get("user"), ""))
                : null;
    }

    Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("snapshot", snapshot);
        document.put("before", before);
        document.put("folder", folder);
        document.put("host", host);
        document.put("time_utc", Timestamp.format(time));
        document.put("user", user);
        return document;
    }
}

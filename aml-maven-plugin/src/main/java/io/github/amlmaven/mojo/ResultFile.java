package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** The record of the last run for other programs, {@code target/aml/run.json}; the history has it in any case. */
record ResultFile(Path path, Log log) {
    static ResultFile of(Module module, Log log) {
        return new ResultFile(module.buildFolder().resolve("aml").resolve("run.json"), log);
    }

    /** Or a run that does not come to a record would seem to have the result of the one before. */
    void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            log.warn("The result of an earlier run is still in " + path + ": " + e);
        }
    }

    /** The id of the run that was written since then; null for none. */
    @Nullable
    String madeSince(Instant time) {
        try {
            return Files.getLastModifiedTime(path).toInstant().isBefore(time)
                            || !(Json.parse(Files.readString(path)) instanceof Map<?, ?> fields)
                            || !(fields.get("run_id") instanceof String id)
                    ? null
                    : id;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            log.warn("Which run this build has made is not known, " + path + " cannot be read: " + e);
            return null;
        }
    }

    void write(RunRecord record) {
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, Json.pretty(record.fields()) + "\n");
        } catch (IOException e) {
            log.warn("The record could not be written to " + path + " too: " + e);
        }
    }
}

package io.github.amlmaven.web;

import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a page shows, and what others have to tell or do about it.
 *
 * @param project the project's folder, where links to assets are written
 * @param version of this plugin
 */
public record ShownHistory(
        RunHistory history,
        Path project,
        String version,
        Logs logs,
        Stopping stopping,
        Commands commands,
        Failures failures) {
    /** What names the project on the page. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("project", history.project().path());
        facts.put("name", history.project().project());
        facts.put("store", history.store());
        facts.put("version", version);
        facts.put("now_utc", Instant.now().toString());
        return facts;
    }

    /** Reads the log of a run, also of one that is under way. */
    public interface Logs {
        /**
         * Writes what there is now, byte for byte.
         *
         * @return why there is nothing; empty when there is something
         */
        Optional<String> write(RunRecord run, OutputStream out) throws IOException;
    }

    /** Has a run stopped, without waiting for its end. */
    public interface Stopping {
        void stop(RunRecord run) throws IOException;
    }

    /** How the user types a goal for a run. */
    public interface Commands {
        String command(String goal, RunRecord run);
    }

    /** What is wrong with the world outside, and what to do about it, as two parts with {@code "\n-> "} between them. */
    public interface Failures {
        String words(IOException failure);
    }
}

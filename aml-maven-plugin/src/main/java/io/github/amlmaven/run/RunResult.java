package io.github.amlmaven.run;

import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.history.RunRecord;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended, or that it goes on: then its record is not final.
 *
 * @param record what the history keeps of it; null for a run that is not tracked
 * @param failure why it did not succeed, in words such as {@code exit code 3}; null when it did
 * @param exitCode the script's exit code; -1 when nobody could tell
 * @param lastLines the last lines the script printed, when it did not succeed
 * @param leftBehind files the script wrote outside {@code outputs/}, which are not kept
 * @param runFolder the isolated folder it ran in, left behind for a look
 */
public record RunResult(
        RunId id,
        @Nullable RunRecord record,
        @Nullable String failure,
        int exitCode,
        List<String> lastLines,
        List<String> leftBehind,
        Path runFolder) {
    /** Of a run whose script goes on by itself. */
    static RunResult detached(RunDirectory directory, RunRecord record) {
        return new RunResult(directory.run(), record, null, 0, List.of(), List.of(), directory.root());
    }

    static RunResult of(RunDirectory directory, Ending ending, @Nullable RunRecord record, List<String> leftBehind) {
        return new RunResult(
                directory.run(),
                record,
                ending.status().succeeded() ? null : ending.words(),
                ending.status().code(),
                ending.lastLines(),
                leftBehind,
                directory.root());
    }
}

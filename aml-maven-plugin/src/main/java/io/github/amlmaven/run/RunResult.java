package io.github.amlmaven.run;

import io.github.amlmaven.RunId;
import io.github.amlmaven.history.RunRecord;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
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
    RunResult leavingBehind(List<String> files) {
        return new RunResult(id, record, failure, exitCode, lastLines, files, runFolder);
    }
}

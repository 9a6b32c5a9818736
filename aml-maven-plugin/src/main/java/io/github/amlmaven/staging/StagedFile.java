package io.github.amlmaven.staging;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a run folder, as it was written there.
 *
 * @param path relative to the run folder, with {@code /} between the components
 * @param mode permission bits, at most 0777
 * @param size bytes of a regular file, 0 otherwise
 * @param modifiedMillis the time of the last change of content, in milliseconds since 1970
 * @param sha256 of the bytes that were written, in lower-case hexadecimal digits; for a regular file only
 * @param linkTarget the text of the link; for a link only
 */
public record StagedFile(
        String path,
        ProjectFile.Kind kind,
        int mode,
        long size,
        long modifiedMillis,
        @Nullable String sha256,
        @Nullable String linkTarget) {}

package io.github.amlmaven.history;

import org.jspecify.annotations.Nullable;

/**
 * One file, link or folder of a project as it was staged.
 *
 * @param path relative, with {@code /}
 * @param kind {@code file}, {@code link} or {@code folder}
 * @param mode permission bits, at most 0777
 * @param size in bytes; 0 for links and folders
 * @param sha256 of a file's content, 64 lower-case hexadecimal digits; null for links and folders
 * @param linkTarget the text of a link; null for files and folders
 */
public record SnapshotFile(
        String path,
        String kind,
        int mode,
        long size,
        @Nullable String sha256,
        @Nullable String linkTarget) {
    /** A file with content; one of the kinds of {@link #kind()}. */
    public static final String FILE = "file";

    /** A link, kept as its text. */
    public static final String LINK = "link";

    /** A folder. */
    public static final String FOLDER = "folder";
}

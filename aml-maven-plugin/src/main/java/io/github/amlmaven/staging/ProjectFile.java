package io.github.amlmaven.staging;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a project that is staged: a regular file, a symbolic link or a folder.
 *
 * @param path relative to the project, with {@code /} between the components
 * @param linkTarget the text of the link as it will stand in the copy, for a link only; an absolute link into the project
 *     is made relative, so that a run never reaches the project through its copy
 */
public record ProjectFile(
        String path, Kind kind, FileStatus status, @Nullable String linkTarget) implements Comparable<ProjectFile> {
    /** What a staged entry is. */
    public enum Kind {
        FILE,
        LINK,
        FOLDER
    }

    /** What a status stands for, where everything that is neither folder nor link counts as a file. */
    static Kind kind(FileStatus status) {
        if (status.is(FileStatus.FOLDER)) {
            return Kind.FOLDER;
        }
        return status.is(FileStatus.LINK) ? Kind.LINK : Kind.FILE;
    }

    /** The size in bytes of a regular file; 0 for links and folders, which do not count. */
    public long size() {
        return kind == Kind.FILE ? status.size() : 0;
    }

    /** The permission bits, at most 0777. */
    public int mode() {
        return status.permissions();
    }

    /** The time of the last change of content, in milliseconds since 1970. */
    public long modifiedMillis() {
        return status.modified().toMillis();
    }

    /** The path of the folder the entry is in, empty for the project itself. */
    String folder() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** The last component of the path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(ProjectFile other) {
        return path.compareTo(other.path);
    }
}

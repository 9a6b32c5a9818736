package io.github.amlmaven.compute;

import org.jspecify.annotations.Nullable;

/** A file or folder that is put into a container beside the run folder; its path starts at the container's root, without a slash. */
final class ExtraFile {
    final String path;
    /** Null: a folder. */
    final byte @Nullable [] content;

    final int mode;
    final int uid;
    final int gid;

    private ExtraFile(String path, byte @Nullable [] content, int mode, int uid, int gid) {
        this.path = path;
        this.content = content;
        this.mode = mode;
        this.uid = uid;
        this.gid = gid;
    }

    /** A file such as {@code etc/passwd}; it takes the place of one that is there. */
    static ExtraFile file(String path, byte[] content, int mode, int uid, int gid) {
        return new ExtraFile(path, content.clone(), mode, uid, gid);
    }

    /** A folder; one that is there gets this owner and mode. */
    static ExtraFile folder(String path, int mode, int uid, int gid) {
        return new ExtraFile(path, null, mode, uid, gid);
    }
}

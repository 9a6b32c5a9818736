package io.github.amlmaven.compute;

/** A file or folder that is put into a container beside the run folder; its path starts at the container's root, without a slash. */
final class ExtraFile {
    final String path;
    final boolean folder;
    /** A folder's is empty. */
    final byte[] content;

    final int mode;
    final int uid;
    final int gid;

    private ExtraFile(String path, boolean folder, byte[] content, int mode, int uid, int gid) {
        this.path = path;
        this.folder = folder;
        this.content = content;
        this.mode = mode;
        this.uid = uid;
        this.gid = gid;
    }

    /** A file such as {@code etc/passwd}; it takes the place of one that is there. */
    static ExtraFile file(String path, byte[] content, int mode, int uid, int gid) {
        return new ExtraFile(path, false, content.clone(), mode, uid, gid);
    }

    /** A folder; one that is there gets this owner and mode. */
    static ExtraFile folder(String path, int mode, int uid, int gid) {
        return new ExtraFile(path, true, new byte[0], mode, uid, gid);
    }
}

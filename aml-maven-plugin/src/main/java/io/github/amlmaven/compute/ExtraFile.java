package io.github.amlmaven.compute;

/** stub */
final class ExtraFile {
    ExtraFile(String path, byte[] content, int mode, int uid, int gid, boolean folder) {}
}

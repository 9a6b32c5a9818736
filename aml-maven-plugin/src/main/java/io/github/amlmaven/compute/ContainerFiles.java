package io.github.amlmaven.compute;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** stub */
record ContainerFiles(DockerEngine engine, String container) {
    void put(@Nullable RunDirectory directory, int uid, int gid, List<ExtraFile> extra) {}

    java.util.Optional<byte[]> read(String path, int most) {
        return java.util.Optional.empty();
    }

    void take(RunDirectory directory, long outputSizeLimit) {}

    boolean keepsContainer(RunDirectory directory) {
        return false;
    }
}

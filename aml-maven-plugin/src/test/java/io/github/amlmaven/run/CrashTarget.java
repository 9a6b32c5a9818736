package io.github.amlmaven.run;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.compute.TestEngine;
import java.nio.file.Path;
import java.util.List;

/** Where the scripts of a {@link CrashScene} run. */
enum CrashTarget {
    /** This computer. */
    LOCAL,
    /** Containers that share the run folder with this computer. */
    MOUNTED,
    /** Containers that the run folder is copied into and out of. */
    COPIED;

    /** The containers. */
    static List<CrashTarget> containers() {
        return List.of(MOUNTED, COPIED);
    }

    boolean isContainer() {
        return this != LOCAL;
    }

    /** The target's file. */
    String compute(Path folder) {
        return switch (this) {
            case LOCAL -> "type: local\n";
            case MOUNTED -> container(true) + "nativeSharedDirectory: " + folder.resolve("share") + "\n";
            case COPIED -> container(false);
        };
    }

    private static String container(boolean shared) {
        return "type: docker\nbaseDockerImage: " + TestEngine.BARE + "\nsharedVolumes: " + shared
                + "\ndockerNetwork: none\n";
    }

    /** Where a script tells, outside of its run folder, what it does. */
    String told(Path folder) {
        return switch (this) {
            case LOCAL -> folder.toString();
            case MOUNTED -> "/azureml-share";
            case COPIED -> Witness.FOLDER;
        };
    }

    /** Where that is read here. */
    Path heard(Path folder, ProjectId id) {
        return switch (this) {
            case LOCAL -> folder;
            case MOUNTED -> folder.resolve("share").resolve(id.path());
            case COPIED -> folder.resolve("witness");
        };
    }
}

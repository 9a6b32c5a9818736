package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder on a target that outlives runs: {@code <nativeSharedDirectory>/<account>/<workspace>/<project>/}.
 *
 * <p>Facts: Workbench documentation, "how to read and write large data files".
 */
record ShareDirectory(Path path) {
    static ShareDirectory of(String nativeSharedDirectory, ProjectId project) {
        return new ShareDirectory(Path.of(
                Interpreter.expandHome(nativeSharedDirectory),
                project.account(),
                project.workspace(),
                project.project()));
    }

    /** As {@link #variable} on another computer, whose home folder is not known here. */
    static String elsewhere(String nativeSharedDirectory, ProjectId project) {
        return nativeSharedDirectory.replaceAll("/+$", "") + "/" + project.path() + "/";
    }

    /** The value of {@code AZUREML_NATIVE_SHARE_DIRECTORY}: it ends with a separator, because scripts append a name to it. */
    String variable() {
        return path + File.separator;
    }

    /** Creates what is missing, readable by its owner only. */
    void create() {
        try {
            Files.createDirectories(path, RunDirectory.OWNER_ONLY);
        } catch (IOException e) {
            throw new AmlException(
                    "cannot create the share folder " + path + ": " + e.getMessage(),
                    "name a folder you can write to in the .compute file: nativeSharedDirectory: ~/.azureml/share",
                    e);
        }
    }
}

package io.github.amlmaven.compute;

import io.github.amlmaven.ArtifactPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run has left to be kept: the files of {@code outputs/}, its uploads, what it has given MLflow, and its logs.
 *
 * <p>Only regular files are taken. Links, pipes, devices and sockets are named and never followed or opened, and so is
 * a file whose name is not text, since it could not get that name back.
 *
 * @param files in the order of their paths
 * @param leftOut what is not kept, and why
 */
public record Outputs(List<Output> files, List<LeftOut> leftOut) {
    /** The name in the history of what was printed while the target was prepared. */
    public static final String PREPARE_LOG = "azureml-logs/prepare_log.txt";

    /**
     * A file to keep; {@link OutputIntake} hands it out.
     *
     * @param path its name in the history, such as {@code outputs/model.pkl}
     * @param size in bytes, when it was listed
     * @param folderKey tells the folder it was found in from another that is put in its place
     */
    public record Output(
            ArtifactPath path,
            Path file,
            long size,
            @Nullable Object folderKey) {}

    /**
     * A file that is not kept.
     *
     * @param path its name, control characters escaped
     * @param size in bytes; 0 when it has none
     * @param reason in words, to be read after the name
     */
    public record LeftOut(String path, long size, String reason) {}

    /**
     * Lists what is there now, and reads no file. What an {@link OutputIntake} had taken when it was interrupted is part
     * of it.
     *
     * @param limit the size, in bytes, from which on an output is left out; logs have no limit
     */
    public static Outputs of(RunDirectory directory, long limit) throws IOException {
        OutputWalk walk = new OutputWalk(limit);
        TakenName.all(directory.taken(), walk);
        walk.addLog(directory, directory.driverLog(), "azureml-logs/driver_log.txt");
        walk.addLog(directory, directory.controlLog(), "azureml-logs/control_log.txt");
        if (Files.exists(directory.prepareLog(), LinkOption.NOFOLLOW_LINKS)) {
            walk.addLog(directory, directory.prepareLog(), PREPARE_LOG);
        }
        walk.addTree(directory.outputs(), "outputs");
        if (OutputWalk.isFolder(directory.setup())) {
            walk.addTree(directory.uploads(), null);
        }
        for (MlflowStore.Tree tree : MlflowStore.of(directory).artifacts()) {
            walk.addTree(tree.folder(), tree.key(), tree.name());
        }
        Refusals.list(directory, walk);
        walk.end();
        walk.files.sort(Comparator.comparing(Output::path));
        walk.leftOut.sort(Comparator.comparing(LeftOut::path));
        return new Outputs(List.copyOf(walk.files), List.copyOf(walk.leftOut));
    }
}

package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Ownership;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folder that holds the run directories of one user: {@code azureml_runs} in the system's temporary folder. */
public record RunsFolder(Path path) {
    /**
     * The folder, made if it is not there, for its owner only.
     *
     * @param chosen the user's choice; null: {@code azureml_runs}, or {@code azureml_runs_<user number>} where another user
     *     of this computer has that name already
     * @throws AmlException when it cannot be made, or somebody else could exchange what is in it
     */
    public static RunsFolder at(@Nullable Path chosen) {
        Path path = chosen == null ? usual() : chosen;
        try {
            path = chosen == null ? ownOf(path) : path;
            Path above = path.toAbsolutePath().getParent();
            if (above != null) {
                Files.createDirectories(above, RunDirectory.OWNER_ONLY);
            }
            createOrCheck(path);
            return new RunsFolder(path.toRealPath());
        } catch (IOException e) {
            throw new AmlException(
                    "cannot make the folder " + path + " for the runs: " + e,
                    "choose a folder you can write to: -Daml.runsFolder=<folder>",
                    e);
        }
    }

    /** As {@link #at}, without making anything: empty when it is not there. */
    public static Optional<RunsFolder> find(@Nullable Path chosen) throws IOException {
        Path path = chosen == null ? ownOf(usual()) : chosen;
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? Optional.of(at(chosen)) : Optional.empty();
    }

    /**
     * Where it is or would be made; nothing is made.
     *
     * @throws AmlException when it is there, and somebody else could exchange what is in it
     */
    public static Path planned(@Nullable Path chosen) throws IOException {
        Optional<RunsFolder> there = find(chosen);
        return there.isPresent() ? there.get().path : chosen == null ? ownOf(usual()) : chosen;
    }

    private static Path usual() {
        return Path.of(System.getProperty("java.io.tmpdir"), "azureml_runs");
    }

    private static Path ownOf(Path usual) throws IOException {
        return Files.exists(usual, LinkOption.NOFOLLOW_LINKS)
                        && !Ownership.of(usual).ours()
                ? usual.resolveSibling("azureml_runs_" + Ownership.ourUid())
                : usual;
    }

    /** Where the directory of a run will be. */
    public Path pathOf(RunId run) {
        return path.resolve(run.value());
    }

    /**
     * The directory of a run that was made before; it may be gone.
     *
     * @throws AmlException when it cannot be the run's: what is in it may be deleted, so no other folder must be taken for it
     */
    public static RunDirectory reopen(RunId run, Path root) throws IOException {
        boolean there = Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS);
        if (!root.endsWith(run.value()) || (there && !Ownership.of(root).ours())) {
            throw new AmlException(
                    root + " is not the folder of run " + run + ": its name or its owner is another",
                    "see who has written that into the journal; without the run's note there nothing is done for it");
        }
        return new RunDirectory(run, there ? root.toRealPath() : root);
    }

    /** Creates the directory of a run, empty but for what is copied to it next. */
    public RunDirectory create(RunId run) throws IOException {
        Path root = path.resolve(run.value());
        try {
            Files.createDirectory(root, RunDirectory.OWNER_ONLY);
        } catch (FileAlreadyExistsException e) {
            throw new AmlException(
                    "the run folder " + root + " is already there",
                    "run again: the next run gets a new id; or choose another place with -Daml.runsFolder=<folder>",
                    e);
        }
        return new RunDirectory(run, root.toRealPath());
    }

    private static void createOrCheck(Path path) throws IOException {
        try {
            Files.createDirectory(path, RunDirectory.OWNER_ONLY);
        } catch (FileAlreadyExistsException e) {
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new AmlException(
                        path + " is a file, and the runs need a folder",
                        "choose a folder: -Daml.runsFolder=<folder>",
                        e);
            }
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    || !Ownership.of(path).ours()) {
                throw new AmlException(
                        "the folder " + path + " is not ours: another user or a link could exchange what is in it",
                        "choose a folder of your own for the runs: -Daml.runsFolder=" + System.getProperty("user.home")
                                + "/azureml_runs",
                        e);
            }
            if (Ownership.of(path).othersExchange()) {
                throw new AmlException(
                        "others can write to the folder " + path + " and so exchange what is in it",
                        "take that right from them: chmod go-w " + path
                                + "; or choose another folder: -Daml.runsFolder=<folder>",
                        e);
            }
        }
    }
}

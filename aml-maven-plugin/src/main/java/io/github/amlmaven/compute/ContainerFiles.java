package io.github.amlmaven.compute;

import com.github.dockerjava.api.exception.NotFoundException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.compute.TarEntry.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The files of a run in a container that does not share the run folder with this computer: into one that was created and not
 * started, and out of one that has stopped, so that nobody moves them meanwhile.
 */
final class ContainerFiles {
    /** The run folder of every container, at its root. */
    static final String FOLDER = "azureml-run";
    /** How many files and folders are taken out. */
    private static final int MOST = 1_000_000;

    private final DockerEngine engine;
    private final String container;
    private final ContainerArchive archive;

    /** @param container its name or id, as the user will need it for what is left there */
    ContainerFiles(DockerEngine engine, String container) {
        this.engine = engine;
        this.container = container;
        this.archive = new ContainerArchive(engine, container, DockerEngine.PATIENCE);
    }

    /**
     * Puts the run directory into the container as {@code /azureml-run}, with all that the staging has put there.
     *
     * @param uid the owner of all of it, in the container
     * @param gid its group
     * @param extra what is put beside it, or into it in addition
     */
    void put(RunDirectory directory, int uid, int gid, List<ExtraFile> extra) throws IOException {
        try (InputStream tar = new RunFolderTar(directory.root(), uid, gid, extra)) {
            archive.put(tar);
        }
    }

    /** Puts files and folders into the container, whose run folder is mounted. */
    void put(List<ExtraFile> extra) throws IOException {
        try (InputStream tar = new RunFolderTar(extra)) {
            archive.put(tar);
        }
    }

    /**
     * A small file of the container.
     *
     * @param path absolute
     * @param most bytes that it may have
     * @return empty when there is none, or it is empty, larger, a link or no file
     */
    Optional<byte[]> read(String path, int most) throws IOException {
        try {
            return archive.get(path, in -> content(new TarReader(in), most));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> content(TarReader tar, int most) throws IOException {
        TarEntry entry = tar.next();
        if (entry == null || entry.kind() != Kind.FILE || entry.size() == 0 || entry.size() > most) {
            return Optional.empty();
        }
        byte[] content = new byte[(int) entry.size()];
        int done = 0;
        for (ByteBuffer piece = tar.content(); piece != null; piece = tar.content()) {
            int count = piece.remaining();
            piece.get(content, done, count);
            done += count;
        }
        return Optional.of(content);
    }

    /**
     * Takes everything below {@code /azureml-run} into the run directory, in place of what the run began with; nothing when
     * that has been done already. What is refused is told by {@link Outputs#of}, or in the control log when it is no output.
     *
     * @param outputSizeLimit the size, in bytes, from which on an output stays where it is
     * @throws NotFoundException when there is no such container
     */
    void take(RunDirectory directory, long outputSizeLimit) throws IOException {
        take(directory, outputSizeLimit, MOST);
    }

    void take(RunDirectory directory, long outputSizeLimit, int most) throws IOException {
        TakenOut note = new TakenOut(directory);
        if (note.isCurrent()) {
            return;
        }
        note.delete();
        boolean kept = takeAnew(directory, outputSizeLimit, most);
        // Taken by a collection that was interrupted, from what was fetched before: it has just come again.
        Delivery.remove(directory.taken());
        note.write(kept);
    }

    private boolean takeAnew(RunDirectory directory, long limit, int most) throws IOException {
        try (Refusals refusals = new Refusals(directory)) {
            Extraction extraction =
                    new Extraction(directory, path -> whereabouts(container, path), limit, most, refusals);
            try {
                new ContainerIntake(archive, extraction).fetch();
            } catch (NotFoundException e) {
                // Of a container that has been removed meanwhile, it says so again.
                engine.ask(
                        "looking for the container",
                        () -> engine.calls().inspectContainerCmd(container).exec());
                extraction.refuseAll("there is no /" + FOLDER + " in the container any more");
            }
            refusals.end();
            return extraction.kept();
        }
    }

    /** How the user gets what is left in a container. */
    static String whereabouts(String container, String path) {
        String shown = ArtifactPath.printable(container + ":/" + FOLDER + "/" + path);
        boolean plain = shown.matches("[A-Za-z0-9_./:@%+,=-]+");
        return "; it is still in the container: docker cp " + (plain ? shown : "'" + shown.replace("'", "'\\''") + "'")
                + " .";
    }

    /** Whether everything has been taken out into the directory, so that it can be collected. */
    static boolean isTaken(RunDirectory directory) throws IOException {
        return new TakenOut(directory).isCurrent();
    }

    /** Whether outputs were left in the container because of their size: it is not to be removed. */
    static boolean keepsContainer(RunDirectory directory) throws IOException {
        return new TakenOut(directory).keepsContainer();
    }
}

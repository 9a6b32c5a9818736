package io.github.amlmaven.compute;

import io.github.amlmaven.DiskException;
import io.github.amlmaven.compute.Outputs.Output;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes outputs, one after the other, to where the script does not look, so that what is kept and then deleted is the file
 * that was listed and never what its name leads to by now.
 *
 * <p>A file that was taken and not brought into the history, because of a crash or a full disk, is listed by the next
 * {@link Outputs#of} under the name it had.
 */
public final class OutputIntake implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(OutputIntake.class);

    /** More folders in each other than any name of ours makes; each is a handle. */
    private static final int DEEPEST = 64;

    private final Path taken;
    private final RunDirectory directory;
    private final long limit;
    private @Nullable HeldFolder source;
    private @Nullable Object sourceKey;
    private @Nullable HeldFolder target;

    /** @param limit the size, in bytes, from which on an output is refused; logs have no limit */
    public OutputIntake(RunDirectory directory, long limit) throws IOException {
        this.directory = directory;
        this.limit = limit;
        this.taken = directory.taken();
        if (Files.exists(taken, LinkOption.NOFOLLOW_LINKS) && !OutputWalk.isFolder(taken)) {
            Files.delete(taken); // the script's; a link or a file under our name is of no use
        }
        if (!OutputWalk.isFolder(taken)) {
            makeFolder();
        }
    }

    private void makeFolder() throws IOException {
        try {
            Files.createDirectory(taken, RunDirectory.OWNER_ONLY);
        } catch (FileSystemException e) {
            if (!(DiskException.of(e, taken, -1, "") instanceof DiskException)) {
                throw e;
            }
            LOG.debug("no room for {}: the outputs are taken from where they are", taken, e);
        }
    }

    /**
     * Takes the file.
     *
     * @return where it is now: where it was, when the disk has no room even for another name
     * @throws OutputException when it is not the regular file any more that was listed, or cannot be taken
     */
    public Path take(Output output) throws IOException {
        Path file = output.file();
        if (file.startsWith(taken)) {
            return file;
        }
        Path own = TakenName.of(taken, output.path());
        try {
            HeldFolder from = source(output);
            Path name = file.getFileName();
            check(from.attributes(name), output);
            HeldFolder to = target(own);
            from.unlock();
            from.move(name, to, own.getFileName());
            check(to.attributes(own.getFileName()), output);
        } catch (NoSuchFileException e) {
            throw new OutputException("vanished while it was collected");
        } catch (AccessDeniedException e) {
            throw new OutputException("cannot be taken: no permission");
        } catch (FileSystemException e) {
            if (DiskException.of(e, taken, -1, "-Daml.runsFolder=<folder>") instanceof DiskException) {
                return file; // the script has filled it: what it left is to be kept all the same
            }
            throw new OutputException("cannot be taken: " + OutputWalk.words(e));
        }
        return own;
    }

    private void check(BasicFileAttributes attributes, Output output) throws IOException {
        if (!attributes.isRegularFile()) {
            throw new OutputException("was exchanged for a link, folder, pipe or device while it was collected");
        }
        boolean log =
                output.file().equals(directory.driverLog()) || output.file().equals(directory.controlLog());
        if (!log && attributes.size() >= limit) {
            throw new OutputException(OutputWalk.overTheLimit(limit, attributes.size()));
        }
    }

    /** Files come in the order of their names, so most are in the folder of the one before. */
    private HeldFolder source(Output output) throws IOException {
        Path folder = Objects.requireNonNull(output.file().getParent());
        if (source != null && source.path().equals(folder) && Objects.equals(sourceKey, output.folderKey())) {
            return source;
        }
        close(source);
        source = null;
        source = HeldFolder.open(folder, output.folderKey());
        sourceKey = output.folderKey();
        return source;
    }

    private HeldFolder target(Path own) throws IOException {
        Path folder = Objects.requireNonNull(own.getParent());
        if (target != null && target.path().equals(folder)) {
            return target;
        }
        close(target);
        target = null;
        Files.createDirectories(folder, RunDirectory.OWNER_ONLY);
        target = HeldFolder.open(folder);
        return target;
    }

    private static void close(@Nullable HeldFolder folder) throws IOException {
        if (folder != null) {
            folder.close();
        }
    }

    /** Removes the place where nothing waits any more. */
    @Override
    public void close() throws IOException {
        close(source);
        close(target);
        source = null;
        target = null;
        try {
            removeEmpty(taken, 0);
        } catch (IOException | DirectoryIteratorException e) {
            // A script has been there before us; that it stays is no reason not to record the run.
            LOG.debug("{} is not removed", taken, e);
        }
    }

    private static boolean removeEmpty(Path folder, int depth) throws IOException {
        if (!OutputWalk.isFolder(folder) || depth > DEEPEST) {
            return false;
        }
        boolean empty = true;
        try (HeldFolder held = HeldFolder.open(folder)) {
            for (Path name : held.names()) {
                empty &= removeEmpty(folder.resolve(name), depth + 1);
            }
        }
        if (empty) {
            Files.delete(folder);
        }
        return empty;
    }
}

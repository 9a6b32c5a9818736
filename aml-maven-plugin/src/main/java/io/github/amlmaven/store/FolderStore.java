package io.github.amlmaven.store;

import io.github.amlmaven.DiskException;
import io.github.amlmaven.Ownership;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * A store in a folder: an object is a file of the same name (in the form of {@link ObjectName}), readable by its owner
 * only.
 *
 * <p>What begins with a dot in the folder is not an object: temporary files, and what {@link #derived} holds.
 */
public final class FolderStore implements Store {
    /** How the user chooses another place, for the remedies. */
    static final String ELSEWHERE = "-Daml.store=<folder>, or -Daml.outboxFolder=<folder> for what waits";

    private static final Duration A_DAY = Duration.ofHours(24);

    private final Path root;
    private final FolderNames names;
    private final FolderFiles files;
    private final FolderReader reader;

    /**
     * @param root the folder, which is made with the first write
     */
    public FolderStore(Path root) {
        this(root, true);
    }

    /** As on a file system without hard links, for tests. */
    FolderStore(Path root, boolean hardLinks) {
        this.root = root.toAbsolutePath();
        this.names = new FolderNames(this.root);
        this.files = new FolderFiles(hardLinks);
        this.reader = new FolderReader(names);
    }

    /** The name of the file that an object is in a store's folder, relative to that folder, with {@code /}. */
    public static String fileName(String object) {
        return ObjectName.encode(object);
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        Path target = names.path(name);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Temporary temporary = Uninterrupted.call(() -> written(target, content))) {
            // Whoever sees this object may rely on everything that was added before it.
            settle();
            boolean created = files.publish(temporary.path(), target);
            settle();
            return created;
        } catch (IOException e) {
            throw inWords(e, target, content.length);
        }
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        Path target = names.path(name);
        try (Temporary temporary = Uninterrupted.call(() -> written(target, content))) {
            Files.move(temporary.path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            files.unsettleName(target);
            settle();
        } catch (IOException e) {
            throw inWords(e, target, content.length);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who closes it
    private Temporary written(Path target, byte[] content) throws IOException {
        Temporary temporary = files.temporary(target);
        try {
            temporary.write(content, content.length);
            temporary.force();
            return temporary;
        } catch (IOException e) {
            temporary.close();
            throw e;
        }
    }

    private void settle() throws IOException {
        Uninterrupted.call(() -> {
            files.settle();
            return root;
        });
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        return reader.read(name);
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        return reader.open(name);
    }

    @Override
    public OptionalLong size(String name) throws IOException {
        return reader.size(name);
    }

    @Override
    public void fetch(StoredFile object, Path file, TransferProgress progress) throws IOException {
        reader.fetch(object, file, progress);
    }

    @Override
    public Optional<Duration> age(String name) throws IOException {
        try {
            return Optional.of(files.age(names.path(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public StoredFile add(String name, Path source) throws IOException {
        long size = Intake.sizeOf(source);
        Path target = names.path(name);
        Intake intake = new Intake(files, target);
        try {
            Intake.Content content = Uninterrupted.call(() -> intake.move(source));
            if (!content.published() && !content.sha256().equals(Uninterrupted.call(intake::storedSha256))) {
                throw new FileAlreadyExistsException(name, null, "the history has other content under this name");
            }
            Files.delete(source);
            return new StoredFile(name, content.size(), content.sha256());
        } catch (IOException e) {
            throw inWords(e, target, size);
        }
    }

    @Override
    public void copy(String name, Path source, String sha256, TransferProgress progress) throws IOException {
        long size = Intake.sizeOf(source);
        Path target = names.path(name);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            progress.moved(size);
            return;
        }
        try {
            Uninterrupted.call(() -> {
                new Intake(files, target).copy(source, sha256);
                return target;
            });
            progress.moved(size);
        } catch (IOException e) {
            throw inWords(e, target, size);
        }
    }

    @Override
    public List<StoredFile> missing(String folder, Collection<StoredFile> objects) throws IOException {
        List<StoredFile> missing = new ArrayList<>();
        for (StoredFile object : objects) {
            if (size(object.name()).orElse(-1) != object.size()) {
                missing.add(object);
            }
        }
        return missing;
    }

    @Override
    public Optional<Path> file(String name) {
        return Optional.of(names.path(name)).filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    }

    /** Removes an object, when it is there: for those who keep here only for a time what belongs elsewhere. */
    public void delete(String name) throws IOException {
        Files.deleteIfExists(names.path(name));
    }

    /** Removes all objects below a folder, and the folder. */
    public void deleteFolder(String folder) throws IOException {
        for (String name : list(folder)) {
            delete(name);
        }
        FolderNames.removeEmpty(names.path(folder));
    }

    @Override
    public int tidy(String folder, Duration age) throws IOException {
        Path start = names.folder(folder);
        try {
            return new Leftovers(files, age.compareTo(A_DAY) < 0 ? A_DAY : age).remove(start);
        } catch (IOException e) {
            throw inWords(e, start, -1);
        } catch (DirectoryIteratorException e) {
            throw inWords(cause(e), start, -1);
        }
    }

    @Override
    public List<String> list(String folder) throws IOException {
        try {
            return names.list(folder);
        } catch (IOException e) {
            throw inWords(e, root, -1);
        } catch (DirectoryIteratorException e) {
            throw inWords(cause(e), root, -1);
        }
    }

    @Override
    public SortedMap<String, Long> sizes(String folder) throws IOException {
        try {
            return names.sizes(folder);
        } catch (IOException e) {
            throw inWords(e, root, -1);
        } catch (DirectoryIteratorException e) {
            throw inWords(cause(e), root, -1);
        }
    }

    @Override
    public void remove(String name) throws IOException {
        delete(name);
    }

    @Override
    public boolean move(String from, String to) throws IOException {
        Path target = names.path(to);
        Path source = names.path(from);
        if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            files.createFolderOf(target);
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            return false; // somebody else was faster
        } catch (IOException e) {
            throw inWords(e, target, -1);
        }
        files.unsettleName(target);
        settle();
        return true;
    }

    @Override
    public Optional<String> exposure() throws IOException {
        return Ownership.exposure(root);
    }

    @Override
    public Path derived(String folder) {
        return names.path(folder).resolve(".derived");
    }

    /** The folder. */
    @Override
    public String toString() {
        return root.toString();
    }

    static IOException inWords(IOException failure, Path target, long needed) {
        return failure instanceof SourceException ? failure : DiskException.of(failure, target, needed, ELSEWHERE);
    }

    private static IOException cause(DirectoryIteratorException failure) {
        IOException cause = failure.getCause();
        return cause == null ? new IOException(failure) : cause;
    }
}

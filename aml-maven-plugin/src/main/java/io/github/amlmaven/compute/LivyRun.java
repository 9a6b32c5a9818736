package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder of a run in the storage that this computer and the cluster see, {@code <storage>/azureml_runs/<run
 * id>-<mark>}: as {@code livy_driver.py} works in it.
 */
record LivyRun(Path storage, RunDirectory directory) {
    private static final String FOLDER = "azureml_runs";
    private static final int MARK_LETTERS = 8;
    private static final int MOST = 1_000_000;
    private static final int BUFFER = 64 * 1024;

    /** The name of the run for Livy, and of its folder. */
    String name() {
        return directory.run() + "-" + new Supervisor(directory).mark().substring(0, MARK_LETTERS);
    }

    Path root() {
        return storage.resolve(FOLDER).resolve(name());
    }

    private Path setup() {
        return root().resolve(RunPath.SETUP);
    }

    /** Copies the run directory there; nothing when it is there already, or the run is taken for dead. */
    void put(Map<String, String> variables) throws IOException {
        if (Files.exists(root())) {
            return;
        }
        Path part = Files.createDirectories(storage.resolve(FOLDER)).resolve(".part-" + name());
        remove(part);
        try (Stream<Path> files = Files.walk(directory.root())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path name = directory.root().relativize(file);
                if (!name.toString().startsWith(RunDirectory.OURS)) {
                    Files.copy(
                            file,
                            part.resolve(name.toString()),
                            LinkOption.NOFOLLOW_LINKS,
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String line = RemoteCall.line(variable.getKey() + "=" + variable.getValue()) + "\n";
            lines.write(line.getBytes(StandardCharsets.UTF_8));
        }
        Path file = part.resolve(RunPath.SETUP).resolve("variables");
        Files.createFile(file, RunDirectory.OWNER_ONLY_FILE);
        Files.write(file, lines.toByteArray());
        Files.move(part, root(), StandardCopyOption.ATOMIC_MOVE);
    }

    boolean started() {
        return Files.isDirectory(setup().resolve("started"), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether the script will never begin. */
    boolean isPrevented() {
        return Files.isRegularFile(setup().resolve("started"), LinkOption.NOFOLLOW_LINKS);
    }

    /** Keeps a script that has not begun from ever beginning; false when one has. */
    boolean preventStart() throws IOException {
        Files.createDirectories(setup());
        try {
            Files.createFile(setup().resolve("started"));
            return true;
        } catch (FileAlreadyExistsException e) {
            return !started();
        }
    }

    /** Asks the script to end. */
    void cancel(Job.Limits limits) throws IOException {
        Path beside = setup().resolve("cancel.tmp");
        Files.writeString(beside, Long.toString(limits.gracePeriod().toSeconds()));
        Files.move(beside, setup().resolve("cancel"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Brings what has been added to the log. */
    void catchUp() throws IOException {
        Path there = root().resolve(RunPath.DRIVER_LOG);
        if (!Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(there, LinkOption.NOFOLLOW_LINKS);
                OutputStream out = Files.newOutputStream(
                        directory.driverLog(), StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)) {
            in.skipNBytes(Math.min(Files.size(there), Files.size(directory.driverLog())));
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        }
    }

    /** Adds to the log, there, what Spark had to say. */
    void append(List<String> lines) throws IOException {
        Path there = root().resolve(RunPath.DRIVER_LOG);
        if (Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)) {
            Files.write(there, lines, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** @param limit the size, in bytes, from which on an output stays where it is */
    void take(long limit) throws IOException {
        TakenOut note = new TakenOut(directory);
        if (note.isCurrent()) {
            return;
        }
        note.delete();
        if (!Files.isDirectory(root(), LinkOption.NOFOLLOW_LINKS)) {
            throw new AmlException(
                    "the run folder " + root() + " is gone", "ask who removes folders in the storage of the cluster");
        }
        boolean kept;
        removePipes();
        try (Refusals refusals = new Refusals(directory);
                RunFolderTar tar = new RunFolderTar(root(), 0, 0, List.of())) {
            Extraction extraction = new Extraction(
                    directory, path -> "; it is still in " + root().resolve(path), limit, MOST, refusals);
            extraction.take(new TarReader(tar), "", Long.MAX_VALUE);
            refusals.end();
            kept = extraction.kept();
        }
        Delivery.remove(directory.taken());
        note.write(kept);
    }

    /** What is no file, folder or link has no content that could come back. */
    private void removePipes() throws IOException {
        try (Stream<Path> files = Files.walk(root())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isOther()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Removes it, unless something is in it that was too large to be brought back. */
    void remove() throws IOException {
        if (!new TakenOut(directory).keepsContainer()) {
            remove(root());
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            FolderRemoval.remove(folder);
        }
    }
}

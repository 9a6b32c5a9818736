package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.DiskException;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The runs of a zip that {@link RunExport} has written, unpacked and checked: they are a history of their own until
 * {@link #close}, from which they can be copied to another.
 */
public final class RunImport implements Closeable {
    private static final String FOLDER = "import-";
    private static final String ELSEWHERE = "-Daml.store=<folder>";

    private final Path folder;
    private final FolderStore store;
    private final RunHistory history;

    private RunImport(Path folder, ProjectId project) {
        this.folder = folder;
        this.store = new FolderStore(folder.resolve("history"));
        this.history = RunHistory.waiting(store, project);
    }

    /**
     * Unpacks a zip and compares everything in it with its list and with what the runs recorded.
     *
     * @param into the history that the runs are for: their project is to be its project, and beside what is derived from it
     *     there is to be room for all of them
     * @throws AmlException when the zip is damaged, is something else, or holds runs of another project
     */
    public static RunImport open(Path zip, RunHistory into) throws IOException {
        ProjectId project = into.project();
        try (ExportReader reader = new ExportReader(zip)) {
            if (!reader.project().equals(project.path())) {
                throw new AmlException(
                        zip + " holds runs of the project " + reader.project() + ", and this is " + project.path(),
                        "go to that project, or name it: -Daml.account, -Daml.workspace and -Daml.projectName");
            }
            Path scratch = into.objects().derived(project.path());
            DiskException.requireSpace(scratch, reader.bytes(), ELSEWHERE);
            PrivateFiles.createFolder(scratch);
            tidy(scratch);
            RunImport unpacked = new RunImport(
                    scratch.resolve(FOLDER
                            + Long.toHexString(ThreadLocalRandom.current().nextLong())),
                    project);
            boolean intact = false;
            try {
                unpacked.unpack(reader);
                unpacked.verify(reader);
                intact = true;
                return unpacked;
            } catch (IOException e) {
                throw DiskException.of(e, unpacked.folder, -1, ELSEWHERE);
            } finally {
                if (!intact) {
                    unpacked.close();
                }
            }
        }
    }

    private void unpack(ExportReader reader) throws IOException {
        PrivateFiles.createFolder(folder);
        for (StoredFile object = reader.next(); object != null; object = reader.next()) {
            Path part = PrivateFiles.unusedName(folder);
            PrivateFiles.write(part, new byte[0]);
            try (OutputStream out = Files.newOutputStream(part)) {
                reader.copy(object, out);
            }
            if (store.size(object.name()).isPresent()) {
                throw reader.damaged("it holds " + object.name() + " twice");
            }
            store.add(object.name(), part);
        }
    }

    private void verify(ExportReader reader) throws IOException {
        AtomicReference<Finding> first = new AtomicReference<>();
        new Verification(store, history.layout(), false).run(finding -> {
            // A list of project files that was gone already when the zip was made is no damage of the zip.
            boolean gone = finding.kind() == Finding.Kind.MISSING
                    && finding.object().startsWith(history.layout().snapshots())
                    && finding.object().endsWith(".json");
            if (!gone) {
                first.compareAndSet(null, finding);
            }
        });
        Finding finding = first.get();
        if (finding != null) {
            throw reader.damaged(finding.object() + ": " + finding.what());
        }
        // Nobody exports a run that is gone; said of one that is there, it would keep it from being looked at.
        for (String name : store.list(history.layout().marks())) {
            Mark mark = Marks.mark(store.read(name).orElse(new byte[0]));
            if (mark != null && mark.kind() == Mark.Kind.PURGE) {
                throw reader.damaged("it says of a run that it is gone");
            }
        }
        for (RunRecord run : runs()) {
            if (!run.status().isFinal()) {
                throw reader.damaged("run " + run.number() + " has not ended");
            }
        }
    }

    /** The runs, as a history to copy from. */
    public RunHistory history() {
        return history;
    }

    /** All of them, the oldest first. */
    public List<RunRecord> runs() throws IOException {
        RunReader reader = new RunReader(store, history.layout());
        List<RunRecord> runs = new ArrayList<>();
        for (int number : history.numbers().listed()) {
            runs.add(reader.read(history.numbers().read(number).orElseThrow()));
        }
        return runs;
    }

    /** Removes what was unpacked. */
    @Override
    public void close() throws IOException {
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** What an import has left that was killed, a day later. */
    private static void tidy(Path scratch) throws IOException {
        Instant yesterday = Instant.now().minus(Duration.ofHours(24));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(scratch, FOLDER + "*")) {
            for (Path folder : left) {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(yesterday)) {
                    delete(folder);
                }
            }
        }
    }
}

package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.DiskException;
import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Brings ended runs into one zip, with their records, artifacts, project files, assets and what was said of
 * them. Each file is
 * compared with what its run recorded while it is read, and the zip is read again before it gets its name.
 */
public final class RunExport {
    private final Store store;
    private final RunHistory history;
    private final Layout layout;
    private final RunReader reader;
    private final Marks marks;
    private final TransferListener listener;
    private final Set<String> snapshots = new HashSet<>();
    private int marked;

    /**
     * What was written.
     *
     * @param objects how many files are in the zip
     * @param bytes the size of the zip
     */
    public record Written(int runs, long objects, long bytes) {}

    /** Of runs of that history. */
    public RunExport(RunHistory history, TransferListener listener) {
        this.history = history;
        this.store = history.objects();
        this.layout = history.layout();
        this.reader = new RunReader(store, layout);
        this.marks = new Marks(store, layout, Clock.systemUTC());
        this.listener = listener;
    }

    /**
     * Writes the zip; to be called once.
     *
     * @param runs runs that have ended
     * @param zip appears under its name when all of it is there
     * @param overwrite whether a file of that name may be replaced
     * @throws AmlException when a run has not ended, or is not what its record says; then there is no zip
     */
    public Written write(List<RunRecord> runs, Path zip, boolean overwrite) throws IOException {
        runs.forEach(this::requireEnded);
        if (Files.isDirectory(zip)) {
            throw new AmlException(zip + " is a folder", "name a file in it: -Daml.file=<zip>");
        }
        if (!overwrite && Files.exists(zip, LinkOption.NOFOLLOW_LINKS)) {
            throw new AmlException(
                    zip + " is there already", "name another file with -Daml.file=<zip>, or set -Daml.overwrite");
        }
        Path folder = Objects.requireNonNull(zip.toAbsolutePath().getParent());
        Path part = PrivateFiles.unusedName(folder);
        try {
            Files.createDirectories(folder);
            PrivateFiles.write(part, new byte[0]);
            long objects = write(runs, part);
            check(part);
            long bytes = Files.size(part);
            Files.move(part, zip, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Written(runs.size(), objects, bytes);
        } catch (IOException e) {
            throw DiskException.of(e, zip, -1, "-Daml.file=<zip>");
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private long write(List<RunRecord> runs, Path part) throws IOException {
        Path list = PrivateFiles.unusedName(Objects.requireNonNull(part.getParent()));
        try (OutputStream out = Files.newOutputStream(part);
                ExportWriter writer = new ExportWriter(out, list, listener)) {
            List<Asset> assets = history.assets().list();
            for (RunRecord run : runs) {
                add(run, assets, writer);
            }
            writer.finish(layout.project(), runs.size());
            return writer.objects();
        }
    }

    private static void check(Path part) throws IOException {
        try (ExportReader reader = new ExportReader(part)) {
            for (StoredFile object = reader.next(); object != null; object = reader.next()) {
                reader.copy(object, OutputStream.nullOutputStream());
            }
        }
    }

    private void add(RunRecord listed, List<Asset> assets, ExportWriter writer) throws IOException {
        // A list does not know of what came late.
        RunRecord run = reader.read(history.numbers().read(listed.number()).orElseThrow());
        requireEnded(run);
        List<Mark> said = marks.of(run.id());
        if (said.stream().anyMatch(mark -> mark.kind() == Mark.Kind.PURGE)) {
            throw damaged(run, layout.artifacts(run.id()), "it was deleted, and what it kept is gone");
        }
        List<StoredFile> artifacts = new RunFiles(layout, run).artifacts();
        listener.begun(
                run.id(),
                artifacts.size(),
                artifacts.stream().mapToLong(StoredFile::size).sum());
        addSmall(run, layout.number(run.number()), true, writer);
        Optional<byte[]> end = addSmall(run, layout.end(run.id()), true, writer);
        if (end.isEmpty() || !Seal.isIntact(end.get())) {
            throw damaged(run, layout.end(run.id()), "its seal is broken or gone");
        }
        addSmall(run, layout.open(run.id()), true, writer);
        addSmall(run, layout.started(run.id()), false, writer);
        for (String name : store.list(layout.folder(run.id()))) {
            if (name.startsWith(layout.folder(run.id()) + "/" + Layout.LATE)) {
                addSmall(run, name, false, writer);
            }
        }
        for (StoredFile artifact : artifacts) {
            addLarge(run, artifact, writer);
        }
        addSnapshot(run, writer);
        for (Mark mark : said) {
            writer.add(layout.mark(++marked), new ByteArrayInputStream(mark.content()));
        }
        for (Asset asset : assets) {
            if (asset.run().equals(run.id())) {
                addSmall(run, layout.asset(asset.name(), asset.version()), false, writer);
            }
        }
        listener.ended();
    }

    /** A list that is gone, as the record's own history says, too, keeps nobody from having the rest. */
    private void addSnapshot(RunRecord run, ExportWriter writer) throws IOException {
        Optional<String> id = run.snapshotId();
        if (id.isEmpty() || !snapshots.add(id.get())) {
            return;
        }
        if (addSmall(run, layout.manifest(id.get()), false, writer).isPresent()) {
            for (StoredFile content : new RunFiles(layout, run).contents(store, id.get())) {
                if (snapshots.add(content.sha256())) {
                    addLarge(run, content, writer);
                }
            }
        }
    }

    private Optional<byte[]> addSmall(RunRecord run, String name, boolean required, ExportWriter writer)
            throws IOException {
        Optional<byte[]> content = store.read(name);
        if (content.isPresent()) {
            writer.add(name, new ByteArrayInputStream(content.get()));
        } else if (required) {
            throw damaged(run, name, "it is gone");
        }
        return content;
    }

    private void addLarge(RunRecord run, StoredFile file, ExportWriter writer) throws IOException {
        try (InputStream in = store.open(file.name()).orElseThrow(() -> damaged(run, file.name(), "it is gone"))) {
            StoredFile read = writer.add(file.name(), in);
            if (!read.equals(file)) {
                throw damaged(
                        run,
                        file.name(),
                        read.size() + " bytes with SHA-256 " + read.sha256() + " instead of " + file.size() + " with "
                                + file.sha256());
            }
        }
    }

    private void requireEnded(RunRecord run) {
        if (!run.status().isFinal()) {
            boolean damaged = run.reason()
                    .map(reason -> reason.kind() == Reason.Kind.RECORD_DAMAGED)
                    .orElse(false);
            throw new AmlException(
                    "run " + run.number() + " in " + store + " is "
                            + (damaged ? "damaged" : run.status().label())
                            + "; only runs that have ended are exported",
                    damaged
                            ? "see what is wrong with it: mvn aml:info -Daml.run=" + run.number()
                            : "wait for its end: mvn aml:logs -Daml.run=" + run.number() + " -Daml.follow");
        }
    }

    private AmlException damaged(RunRecord run, String name, String how) {
        return new AmlException(
                name + " in the history at " + store + " is not what run " + run.number() + " recorded: " + how
                        + "; nothing has been exported",
                "bring that file back from a backup, or export the other runs, each with -Daml.run=<number>");
    }
}

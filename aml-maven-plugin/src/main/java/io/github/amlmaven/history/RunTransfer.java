package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoredFile;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings ended runs of a project from one store to another: files first, then one look whether all of them are there, and
 * only then the record.
 *
 * <p>It may be stopped at any point and begun again, by any process: what is there is not brought a second time, and the
 * number that was claimed for a run there stays its number. The run keeps its id.
 */
final class RunTransfer {
    private static final int REMEMBERED = 20;

    private final Store from;
    private final Store to;
    private final Layout layout;
    private final RunReader source;
    private final RunReader target;
    private final RunListing known;
    private final TransferNumbers numbers;
    private final FileTransfer files;
    private final Marks said;
    private final Marks saidThere;
    private @Nullable List<RunRecord> newest;

    /**
     * @param notes where on this computer is noted what is about to be claimed
     * @param enough asked between two files, and true when the rest is to wait for another time
     */
    RunTransfer(
            Store from,
            Store to,
            ProjectId project,
            FolderStore notes,
            TransferListener listener,
            BooleanSupplier enough) {
        this.from = from;
        this.to = to;
        this.layout = new Layout(project);
        this.source = new RunReader(from, layout);
        this.target = new RunReader(to, layout);
        Numbers there = new Numbers(to, layout, Clock.systemUTC());
        this.known = new RunListing(there, target, new RunIndex(to.derived(project.path())), to.parallelism());
        this.numbers = new TransferNumbers(to, layout, there, known, notes);
        this.said = new Marks(from, layout, Clock.systemUTC());
        this.saidThere = new Marks(to, layout, Clock.systemUTC());
        this.files = new FileTransfer(from, to, notes, listener, enough);
    }

    /**
     * Brings one run.
     *
     * @return empty when it was enough before the run was there
     * @throws AmlException when the run has not ended, is not what its record says, or cannot have a place there
     */
    Optional<SentRun> send(Numbers.Claim run) throws IOException {
        byte[] end = source.end(run.run()).orElseThrow(() -> notEnded(run));
        RunRecord record = source.read(run);
        if (!record.status().isFinal() || !Seal.isIntact(end)) {
            throw new AmlException(
                    "the record of run " + run.number() + " in " + from + " is damaged; it has not been brought to "
                            + to,
                    "bring " + layout.end(run.run()) + " back from a backup");
        }
        Numbers.Claim there = numbers.claim(run, openDocument(run));
        byte[] wanted = numbered(layout.end(run.run()), end, there.number());
        int filesBefore = files.broughtFiles();
        long bytesBefore = files.broughtBytes();
        Optional<byte[]> theirs = target.end(run.run());
        RunFiles ours = new RunFiles(layout, record);
        List<StoredFile> artifacts = theirs.isEmpty() ? ours.artifacts() : beyond(ours, there);
        if (theirs.isEmpty() || !artifacts.isEmpty()) {
            to.remember(remembered());
        }
        if (!files.bring(run, layout.artifacts(run.run()), artifacts) || (theirs.isEmpty() && !snapshot(run, ours))) {
            return Optional.empty();
        }
        if (theirs.isEmpty()) {
            copySmall(run.run());
        }
        if (theirs.isEmpty() && to.create(layout.end(run.run()), wanted)) {
            known.add(there.number(), wanted);
        } else {
            keepLate(there, record, beyond(ours, there));
        }
        carryMarks(run.run());
        numbers.settled(run);
        return Optional.of(new SentRun(
                target.read(there),
                run.number(),
                false,
                files.broughtFiles() - filesBefore,
                files.broughtBytes() - bytesBefore));
    }

    /** What was said of the run; not that it is gone, which it is not there. */
    private void carryMarks(RunId run) throws IOException {
        List<Mark> marks = said.of(run);
        marks.removeIf(mark -> mark.kind() == Mark.Kind.PURGE);
        if (!marks.isEmpty()) {
            saidThere.add(marks);
        }
    }

    /** What another end of the run, that is there already, does not know of. */
    private List<StoredFile> beyond(RunFiles ours, Numbers.Claim there) throws IOException {
        List<StoredFile> beyond = new ArrayList<>(ours.artifacts());
        RunRecord theirs = target.read(there);
        for (Artifact artifact : theirs.artifacts()) {
            String name = layout.artifact(there.run(), artifact.path());
            beyond.removeIf(file -> file.name().equals(name));
        }
        return beyond;
    }

    private void keepLate(Numbers.Claim there, RunRecord ours, List<StoredFile> beyond) throws IOException {
        List<Artifact> late = new ArrayList<>();
        for (Artifact artifact : ours.artifacts()) {
            String name = layout.artifact(there.run(), artifact.path());
            if (beyond.stream().anyMatch(file -> file.name().equals(name))) {
                late.add(artifact);
            }
        }
        if (!late.isEmpty()) {
            to.create(layout.late(there.run(), there.nonce()), Json.bytes(RunDocument.late(late)));
        }
    }

    private boolean snapshot(Numbers.Claim run, RunFiles ours) throws IOException {
        Optional<String> id = ours.run().snapshotId();
        if (id.isEmpty() || to.size(layout.manifest(id.get())).isPresent()) {
            return true;
        }
        Optional<byte[]> manifest = from.read(layout.manifest(id.get()));
        if (manifest.isEmpty()) {
            return true; // gone, as the record's own store says, too
        }
        List<StoredFile> contents = new ArrayList<>(ours.contents(from, id.get()));
        for (RunRecord previous : newest()) {
            Optional<String> other = previous.snapshotId();
            if (other.isPresent()) {
                contents.removeAll(ours.contents(to, other.get()));
                break;
            }
        }
        if (!files.bring(run, layout.snapshots(), contents)) {
            return false;
        }
        to.create(layout.manifest(id.get()), manifest.get());
        return true;
    }

    /** The objects beside the record that say more of the run. */
    private void copySmall(RunId run) throws IOException {
        for (String name : from.list(layout.folder(run))) {
            if (name.equals(layout.started(run)) || name.startsWith(layout.folder(run) + "/" + Layout.LATE)) {
                Optional<byte[]> content = from.read(name);
                if (content.isPresent()) {
                    to.create(name, content.get());
                }
            }
        }
    }

    private List<StoredFile> remembered() throws IOException {
        List<StoredFile> remembered = new ArrayList<>();
        for (RunRecord run : newest()) {
            remembered.addAll(new RunFiles(layout, run).artifacts());
        }
        return remembered;
    }

    /** Those that have ended among the newest runs there, as they were when the first run was brought. */
    private List<RunRecord> newest() throws IOException {
        List<RunRecord> runs = newest;
        if (runs == null) {
            runs = known.list(RunFilter.newest(REMEMBERED), Map.of()).runs().stream()
                    .filter(run -> run.status().isFinal())
                    .toList();
            newest = runs;
        }
        return runs;
    }

    /** Whether the run was there once, was deleted, and what it kept is gone. */
    boolean isPurgedThere(RunId run) throws IOException {
        RunMarks marks = saidThere.byRun().get(run);
        return marks != null && marks.isPurged();
    }

    /** Whether the run is there with its record. */
    boolean isThere(RunId run) throws IOException {
        return to.size(layout.end(run)).isPresent();
    }

    private byte[] openDocument(Numbers.Claim run) throws IOException {
        Optional<byte[]> open = from.read(layout.open(run.run()));
        return open.isPresent() ? open.get() : Seal.on(Json.bytes(RunDocument.claimed(run)));
    }

    private byte[] numbered(String name, byte[] content, int number) {
        Map<String, @Nullable Object> document = new TreeMap<>(Documents.parse(from, name, content));
        document.put("run_number", (long) number);
        return Seal.on(Json.bytes(document));
    }

    private AmlException notEnded(Numbers.Claim run) {
        return new AmlException(
                "run " + run.number() + " in " + from
                        + " has not ended; only runs that have ended are brought elsewhere",
                "wait for its end: mvn aml:logs -Daml.run=" + run.number() + " -Daml.follow");
    }
}

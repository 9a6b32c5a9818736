package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Ownership;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoreAwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where runs are on this computer whose history is in a store elsewhere, from their claim until they have been brought
 * there: so no run is lost or held up by a store that is slow or away.
 *
 * <p>A run that has its number from that store is in one folder, {@code numbered}; one that was claimed without it, with a
 * number of this computer, in another, {@code provisional}. What has arrived is removed here.
 */
public final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int NAME = 16;

    private final Store elsewhere;
    private final Path folder;
    private final WaitingRoom numbered;
    private final WaitingRoom provisional;
    private final FolderStore notes;
    private final LostClaims lostClaims;
    private final NumberedClaims numberedClaims;

    /**
     * @param elsewhere where the runs belong
     * @param outboxes the folder of all outboxes; made with the first run
     */
    public Outbox(Store elsewhere, Path outboxes) {
        this.elsewhere = elsewhere;
        this.folder = folder(outboxes, elsewhere);
        Path locks = folder.resolve("locks");
        this.numbered = new WaitingRoom(folder.resolve("numbered"), locks, false);
        this.provisional = new WaitingRoom(folder.resolve("provisional"), locks, true);
        this.notes = new FolderStore(folder.resolve("notes"));
        this.lostClaims = new LostClaims(elsewhere, numbered, notes);
        this.numberedClaims = new NumberedClaims(elsewhere, numbered, lostClaims);
    }

    /** The folder of one store among all outboxes. */
    static Path folder(Path outboxes, Store elsewhere) {
        return outboxes.toAbsolutePath().resolve(Sha256.of(elsewhere.toString()).substring(0, NAME));
    }

    /** The folder of all outboxes of a user who has chosen none: {@code ~/.azureml/outbox}. */
    public static Path defaultFolder() {
        return Path.of(System.getProperty("user.home"), ".azureml", "outbox");
    }

    /**
     * Claims a run: with a number of the history elsewhere, or, when that is away or is not to be asked, with a provisional
     * one.
     *
     * @param offline whether the store elsewhere is not to be asked
     * @throws AmlException when the store elsewhere refuses; then nothing has happened
     */
    public ClaimedRun claim(ProjectId project, RunStart start, Journal journal, boolean offline) throws IOException {
        StoreAwayException away = null;
        if (!offline) {
            try {
                RunHistory there = new RunHistory(elsewhere, project);
                int after = there.newest();
                name();
                return numberedClaims.claim(there, after, start, journal);
            } catch (StoreAwayException e) {
                away = e;
            }
        }
        name();
        RunHistory here = provisional.history(project);
        JournalEntry entry = journal.begin(here, here.newest(), true);
        OpenRun run = RunLock.holding(provisional.door(project), () -> here.claim(start, entry));
        return new ClaimedRun(run, entry, true, away);
    }

    /** What waits here is sent in this user's name. */
    private void checkOwnership() throws IOException {
        Optional<String> exposure = Ownership.exposure(folder);
        if (exposure.isPresent()) {
            throw new AmlException(
                    "somebody else could write the outbox, and nothing is sent from such a one: " + exposure.get(),
                    "or choose a folder of your own: -Daml.outboxFolder=" + defaultFolder());
        }
    }

    /** Says for people whose outbox this is. */
    private void name() throws IOException {
        checkOwnership();
        notes.create("store.json", Json.bytes(Map.of("store", elsewhere.toString())));
    }

    /**
     * Brings one run of this computer to where it belongs, once it has ended.
     *
     * @return empty when it is not here (any more)
     */
    public Optional<SentRun> send(ProjectId project, RunId run, TransferListener listener) throws IOException {
        for (WaitingRoom room : List.of(numbered, provisional)) {
            for (WaitingRoom.Waiting waiting : room.ended()) {
                if (waiting.project().equals(project) && waiting.claim().run().equals(run)) {
                    return RunLock.holding(room.lock(waiting.claim()), () -> sent(waiting, listener, () -> false));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Brings all ended runs to where they belong, the oldest first; those that another process is about are left to it.
     *
     * @param enough asked again and again, and true when the rest is to wait for another time
     * @throws StoreAwayException when the store is away
     */
    public void sync(TransferListener listener, BooleanSupplier enough) throws IOException {
        checkOwnership();
        lostClaims.end();
        for (WaitingRoom.Waiting waiting : ended()) {
            if (enough.getAsBoolean()) {
                return;
            }
            try (RunLock lock = RunLock.tryTake(waiting.room().lock(waiting.claim()))) {
                if (lock != null) {
                    sent(waiting, listener, enough).ifPresent(listener::sent);
                }
            } catch (StoreAwayException e) {
                throw e;
            } catch (AmlException | IOException e) {
                listener.failed(waiting.claim().run(), e);
            }
        }
    }

    private Optional<SentRun> sent(WaitingRoom.Waiting waiting, TransferListener listener, BooleanSupplier enough)
            throws IOException {
        WaitingRoom room = waiting.room();
        if (!room.has(waiting.project(), waiting.claim())) {
            Files.deleteIfExists(room.lock(waiting.claim()));
            return Optional.empty(); // sent by another process, since it was listed
        }
        Optional<SentRun> sent = new RunTransfer(room.store(), elsewhere, waiting.project(), notes, listener, enough)
                .send(waiting.claim());
        if (sent.isPresent()) {
            room.remove(waiting.project(), waiting.claim());
            Files.deleteIfExists(room.lock(waiting.claim()));
        }
        return sent.map(run -> room.isProvisional() ? run.asProvisional() : run);
    }

    /** The records of a project's runs that have ended and wait. */
    public List<RunRecord> records(ProjectId project) throws IOException {
        List<RunRecord> records = new ArrayList<>();
        for (WaitingRoom.Waiting waiting : ended()) {
            if (waiting.project().equals(project)) {
                records.add(waiting.room()
                        .history(project)
                        .find(waiting.claim().run().value()));
            }
        }
        return records;
    }

    /** Whether {@link #sync} would do anything. */
    public boolean hasWork() throws IOException {
        return !ended().isEmpty() || lostClaims.any();
    }

    /** How many runs have ended and wait. */
    public int count() throws IOException {
        return ended().size();
    }

    /** What has ended and waits. */
    public WaitingRuns waiting() throws IOException {
        int runs = 0;
        int files = 0;
        long bytes = 0;
        for (WaitingRoom.Waiting waiting : ended()) {
            List<Artifact> artifacts = artifacts(waiting);
            if (waiting.room().has(waiting.project(), waiting.claim())) { // nobody has sent it since it was listed
                runs++;
                files += artifacts.size();
                bytes += artifacts.stream().mapToLong(Artifact::size).sum();
            }
        }
        return new WaitingRuns(runs, files, bytes, folder);
    }

    private static List<Artifact> artifacts(WaitingRoom.Waiting waiting) throws IOException {
        try {
            return waiting.room()
                    .history(waiting.project())
                    .find(waiting.claim().run().value())
                    .artifacts();
        } catch (AmlException e) {
            LOG.debug(
                    "{} has just been sent, or is damaged, of which sync tells",
                    waiting.claim().run(),
                    e);
            return List.of();
        }
    }

    private List<WaitingRoom.Waiting> ended() throws IOException {
        List<WaitingRoom.Waiting> ended = new ArrayList<>(numbered.ended());
        ended.addAll(provisional.ended());
        ended.sort(WaitingRoom.Waiting.OLDEST_FIRST);
        return ended;
    }

    /** Whether a run in the journal is kept here. */
    public boolean holds(JournalEntry entry) {
        return entry.isWaiting() && Path.of(entry.storeAddress()).startsWith(folder);
    }

    /** The runs with provisional numbers, as a history of their own. */
    public RunHistory provisional(ProjectId project) {
        return provisional.history(project);
    }

    /** The store that the runs belong to. */
    public Store elsewhere() {
        return elsewhere;
    }

    /** The folder. */
    @Override
    public String toString() {
        return folder.toString();
    }
}

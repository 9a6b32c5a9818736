package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoreAccess;
import io.github.amlmaven.store.Stores;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The runs of one project: claims new ones, finds and lists the others, hands out their artifacts. */
public final class RunHistory {
    private final Store store;
    private final Layout layout;
    private final Clock clock;
    private final Numbers numbers;
    private final RunReader reader;
    private final RunListing listing;
    private final Marks marks;
    private final boolean waiting;

    public RunHistory(Store store, ProjectId project) {
        this(store, project, Clock.systemUTC());
    }

    /** As the other constructor, with a clock for tests. */
    public RunHistory(Store store, ProjectId project, Clock clock) {
        this(store, project, clock, false);
    }

    private RunHistory(Store store, ProjectId project, Clock clock, boolean waiting) {
        this.store = store;
        this.layout = new Layout(project);
        this.clock = clock;
        this.waiting = waiting;
        this.numbers = new Numbers(store, layout, clock, !waiting);
        this.reader = new RunReader(store, layout);
        this.marks = new Marks(store, layout, clock);
        this.listing =
                new RunListing(numbers, reader, new RunIndex(store.derived(project.path())), store.parallelism());
    }

    /** Runs that are kept here until they are brought to the history where they belong: their numbers may have gaps. */
    static RunHistory waiting(Store store, ProjectId project) {
        return new RunHistory(store, project, Clock.systemUTC(), true);
    }

    /** The history that a run in the journal is kept in. */
    public static RunHistory of(JournalEntry entry, StoreAccess access) {
        Store store = Stores.open(entry.storeAddress(), Path.of(""), access);
        return new RunHistory(store, entry.project(), Clock.systemUTC(), entry.isWaiting());
    }

    /** Whether the runs are only kept here until they are brought elsewhere. */
    boolean isWaiting() {
        return waiting;
    }

    /**
     * Claims the next number and an id, and records what is known of the run.
     *
     * <p>From here on the run is in the history, whatever happens to this process. Of many processes at once each gets a
     * number of its own; numbers grow by one and are never used again.
     *
     * @param entry what the journal has begun for the run
     */
    public OpenRun claim(RunStart start, JournalEntry entry) throws IOException {
        return claim(start, entry.nonce(), entry.after());
    }

    /** As the other, without a journal: nothing will be healed. */
    OpenRun claim(RunStart start) throws IOException {
        return claim(start, Long.toHexString(ThreadLocalRandom.current().nextLong()), listing.hint());
    }

    private OpenRun claim(RunStart start, String nonce, int after) throws IOException {
        Numbers.Claim claim = numbers.claim(Owner.current(), after, nonce);
        return open(claim, start, null);
    }

    /** The run of a claim, with what is known of it at its start. */
    OpenRun open(Numbers.Claim claim, RunStart start, @Nullable Announcements announcements) throws IOException {
        Map<String, @Nullable Object> document = RunDocument.open(layout.project(), claim, start);
        if (!store.create(layout.open(claim.run()), Seal.on(Json.bytes(document)))) {
            throw new IOException(layout.open(claim.run()) + " is there already in the history at " + store);
        }
        return new OpenRun(store, layout, clock, claim, document, listing, announcements);
    }

    /** A claimed run, to bring it to its end. */
    OpenRun taken(Numbers.Claim claim) throws IOException {
        return new OpenRun(store, layout, clock, claim, reader.known(claim), listing, null);
    }

    Numbers numbers() {
        return numbers;
    }

    Layout layout() {
        return layout;
    }

    Store objects() {
        return store;
    }

    /** How others could exchange what is in the history, and what to do about it; empty when they cannot. */
    public Optional<String> exposure() throws IOException {
        return store.exposure();
    }

    /** The newest number claimed so far; 0 for none. */
    public int newest() throws IOException {
        return numbers.newest(listing.hint());
    }

    /**
     * Takes up a run whose owner is gone, to bring it to its end.
     *
     * @return empty when the run was never claimed
     */
    public Optional<OpenRun> resume(JournalEntry entry) throws IOException {
        Optional<Numbers.Claim> claim = numbers.claimedWith(entry.nonce(), entry.after());
        if (claim.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(taken(claim.get()));
    }

    /**
     * Asks whoever looks after a run to stop it; asked again it changes nothing.
     *
     * @param run a run that has not ended
     */
    public void cancel(RunRecord run) throws IOException {
        store.create(layout.cancel(run.id()), Json.bytes(Map.of("asked_utc", Timestamp.format(clock.instant()))));
    }

    /**
     * Ends a run that nobody can bring to its end any more, as Failed. What has reached the history is kept; should its
     * owner come back after all, what it has beyond that is added.
     *
     * @param run a run that has not ended
     * @return the record that counts: when the run has been ended meanwhile, that one
     */
    public RunRecord giveUp(RunRecord run) throws IOException {
        Numbers.Claim claim = numbers.read(run.number()).orElseThrow(() -> new IOException(run.id() + " has vanished"));
        OpenRun open = taken(claim);
        open.regain(Map.of());
        Reason reason = new Reason(Reason.Kind.OWNER_GONE, "given up by the user");
        List<String> warnings = List.of(
                "What the run had not brought into the history when it was given up is on the computer it ran on.");
        return open.complete(new RunOutcome(
                RunStatus.FAILED,
                reason,
                null,
                open.startTime().orElse(null),
                clock.instant(),
                Metrics.NONE,
                List.of(),
                warnings));
    }

    /**
     * One run.
     *
     * @param selector {@code last}, a run number, a run id, or {@code label:<label>}, the newest run with it
     * @throws AmlException when there is no such run
     */
    public RunRecord find(String selector) throws IOException {
        return new RunSearch(store, layout, numbers, reader, listing, marks.byRun()).find(selector.strip());
    }

    /** The runs that pass the filter, newest first. */
    public RunList list(RunFilter filter) throws IOException {
        return listing.list(filter, marks.byRun());
    }

    /**
     * Says something of a run; its record stays as it is.
     *
     * @param text of a label its name, of a note the note, else empty
     * @param details further values as {@link Json} writes them
     * @throws AmlException when the run is still to be brought to the history where it belongs
     */
    public void mark(RunRecord run, Mark.Kind kind, String text, Map<String, @Nullable Object> details)
            throws IOException {
        mark(List.of(run), kind, text, details);
    }

    /** As the other, the same of several runs in their order. */
    public void mark(List<RunRecord> runs, Mark.Kind kind, String text, Map<String, @Nullable Object> details)
            throws IOException {
        if (waiting && !runs.isEmpty()) {
            throw new AmlException(
                    "run " + runs.get(0).number()
                            + " waits on this computer, and only what is said in its history is seen there",
                    "bring it there first, without -o: mvn aml:sync");
        }
        List<Mark> all = new ArrayList<>();
        runs.forEach(run -> all.add(marks.mark(run.id(), kind, text, details)));
        marks.add(all);
    }

    /** The project as the run got it; empty for a run without a snapshot, and when that is gone. */
    public Optional<ProjectSnapshot> snapshot(RunRecord run) throws IOException {
        Optional<String> id = run.snapshotId();
        return id.isEmpty() ? Optional.empty() : ProjectSnapshot.read(store, layout, id.get());
    }

    /** The snapshot of that id; empty when the history has none. */
    public Optional<ProjectSnapshot> snapshot(String id) throws IOException {
        return id.matches("[0-9a-f]{40}") ? ProjectSnapshot.read(store, layout, id) : Optional.empty();
    }

    /** Snapshots that were taken before something was done to the project. */
    public Backups backups() {
        return new Backups(store, layout, clock);
    }

    /** The promoted artifacts of the project. */
    public Assets assets() {
        return new Assets(store, layout, clock, waiting);
    }

    /** The ended runs that this computer remembers, newest first, without asking the store. */
    public List<RunRecord> remembered() {
        Map<RunId, RunMarks> said = marks.remembered();
        List<RunRecord> runs = new ArrayList<>();
        for (RunRecord run : listing.remembered()) {
            RunMarks marked = said.get(run.id());
            if (marked == null || marked.deletion() == null) {
                runs.add(marked == null ? run : run.marked(marked));
            }
        }
        return runs;
    }

    /**
     * Brings artifacts of a run into a folder, under their paths.
     *
     * <p>Everything is checked before the first byte is written: names, files that are there already (the same content is
     * left alone, other content needs {@code overwrite}), free space. A file appears under its name when it is complete
     * and its size and SHA-256 are what the run recorded; a failure leaves the file that was there before.
     *
     * @param folder created when it is not there
     * @param overwrite whether files with other content may be replaced
     */
    public List<DownloadedFile> download(RunRecord run, List<Artifact> artifacts, Path folder, boolean overwrite)
            throws IOException {
        return new Download(source(run), overwrite).into(artifacts, folder);
    }

    /** As {@link #download}, one artifact into the file named. */
    public DownloadedFile downloadTo(RunRecord run, Artifact artifact, Path file, boolean overwrite)
            throws IOException {
        return new Download(source(run), overwrite).to(artifact, file);
    }

    /**
     * Copies an artifact to a stream as it is read; the stream stays open.
     *
     * @throws AmlException when the content turns out not to be what the run recorded; by then it has been written
     */
    public void stream(RunRecord run, Artifact artifact, OutputStream out) throws IOException {
        source(run).transfer(artifact, out);
    }

    /** Reads everything the history holds and compares it with what was recorded; changes nothing. */
    public Verification verification() {
        return new Verification(store, layout, true);
    }

    /** What nothing needs any more. */
    public HistoryGarbage garbage() {
        return new HistoryGarbage(store, layout, this, marks);
    }

    /** What takes how much room here. */
    public HistorySize size() {
        return new HistorySize(store, layout, this);
    }

    private ArtifactSource source(RunRecord run) {
        return new ArtifactSource(store, layout, run.id(), run.number());
    }

    /**
     * Begins to copy ended runs from here to another history of the project.
     *
     * @param outboxes the folder of all outboxes of this computer, where is noted what is about to be done
     */
    public RunCopies copiesTo(RunHistory other, Path outboxes, TransferListener listener) {
        return new RunCopies(this, other, store, other.store, outboxes, listener);
    }

    /** Where the artifacts of a run lie, for people: a folder or an address. */
    public String place(RunRecord run) {
        return store + "/" + layout.project().path() + "/ExperimentRun/" + run.id();
    }

    /**
     * Removes what crashed writers have left, a day later.
     *
     * @return how many files
     */
    public int tidy() throws IOException {
        return store.tidy(layout.project().path(), Duration.ofHours(24));
    }

    /** Whose runs these are. */
    public ProjectId project() {
        return layout.project();
    }

    /** The address of the store, by which it can be opened again. */
    public String store() {
        return store.toString();
    }

    /** Where the runs are kept, for people. */
    @Override
    public String toString() {
        return store + "/" + layout.project().path();
    }
}

package io.github.amlmaven.history;

import io.github.amlmaven.RunId;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What nothing needs any more in the history of a project: what deleted runs kept, and snapshots that no run has. */
public final class HistoryGarbage {
    private final Store store;
    private final Layout layout;
    private final RunPurge runs;
    private final SnapshotSweep snapshots;

    HistoryGarbage(Store store, Layout layout, RunHistory history, Marks marks) {
        this.store = store;
        this.layout = layout;
        this.runs = new RunPurge(store, layout, history, marks);
        this.snapshots = new SnapshotSweep(store, layout, history, marks);
    }

    /**
     * The deleted runs; nothing has been done to them.
     *
     * @param grace how long a run stays that is deleted
     */
    public List<DeletedRun> runs(Duration grace) throws IOException {
        return runs.look(grace);
    }

    /** The snapshots that nothing needs once the runs that go are gone; nothing has been done to them. */
    public SnapshotGarbage snapshots(List<DeletedRun> deleted) throws IOException {
        Set<RunId> going =
                deleted.stream().filter(DeletedRun::goes).map(DeletedRun::run).collect(Collectors.toSet());
        return snapshots.look(going);
    }

    /**
     * Makes sure that something can be removed, by doing so.
     *
     * @throws io.github.amlmaven.AmlException when it cannot; nothing has happened then
     */
    public void tryOut() throws IOException {
        String name = layout.removed() + "/try";
        store.create(name, Json.bytes(Map.of()));
        store.remove(name);
    }

    /**
     * Removes what a run kept, if it still may; its number stays its own for ever.
     *
     * @return what has become of it
     */
    public DeletedRun remove(DeletedRun run) throws IOException {
        return runs.remove(run);
    }

    /**
     * Removes the snapshots that nothing needs; runs may begin meanwhile, also elsewhere.
     *
     * @return what was removed
     */
    public SnapshotGarbage removeSnapshots() throws IOException {
        return snapshots.remove();
    }
}

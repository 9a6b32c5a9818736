package io.github.amlmaven.history;

import io.github.amlmaven.RunId;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes what deleted runs kept.
 *
 * <p>First a mark says for ever that the run is purged. Marks have an order, so of this one and one that brings the run back
 * the first counts, and who comes second sees so when it looks again; nothing is removed before. From then on no reader
 * tells of the run, and no copy of it comes back, so the rest can be removed in any order and by anybody: {@code final.json}
 * goes last, because with it goes what tells the files of the run. A last mark says that all of it is gone; until then the
 * next removal goes on with it. Artifacts that are assets stay, also when somebody has promoted them at the last moment. The
 * claim of the number stays: no other run ever gets it.
 */
final class RunPurge {
    private final Store store;
    private final Layout layout;
    private final RunHistory history;
    private final Marks marks;

    RunPurge(Store store, Layout layout, RunHistory history, Marks marks) {
        this.store = store;
        this.layout = layout;
        this.history = history;
        this.marks = marks;
    }

    /** The deleted runs, the newest first. */
    List<DeletedRun> look(Duration grace) throws IOException {
        Map<RunId, RunMarks> said = marks.byRun();
        Set<RunId> promoted = promoted();
        List<DeletedRun> deleted = new ArrayList<>();
        for (RunRecord run : history.list(RunFilter.ALL).runs()) {
            RunMarks marked = said.get(run.id());
            if (marked != null && marked.deletionNumber() > 0 && run.status().isFinal()) {
                Duration age = marks.age(marked.deletionNumber());
                long bytes = run.artifacts().stream().mapToLong(Artifact::size).sum();
                DeletedRun.Fate fate = promoted.contains(run.id())
                        ? DeletedRun.Fate.PROMOTED
                        : age.compareTo(grace) < 0 ? DeletedRun.Fate.YOUNG : DeletedRun.Fate.GOES;
                deleted.add(new DeletedRun(run.id(), run.number(), bytes, age, fate));
            }
        }
        for (Map.Entry<RunId, RunMarks> each : said.entrySet()) {
            if (each.getValue().isPurged() && !each.getValue().isDisposed()) {
                long bytes = store.sizes(layout.artifacts(each.getKey())).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                deleted.add(new DeletedRun(
                        each.getKey(),
                        each.getValue().purgedRun(),
                        bytes,
                        Duration.ZERO,
                        promoted.contains(each.getKey()) ? DeletedRun.Fate.PROMOTED : DeletedRun.Fate.UNFINISHED));
            }
        }
        return deleted;
    }

    /** Removes one that goes, if it still may. */
    DeletedRun remove(DeletedRun run) throws IOException {
        if (run.fate() == DeletedRun.Fate.GOES) {
            marks.add(run.run(), Mark.Kind.PURGE, "", Map.of("run_number", (long) run.number()));
        }
        RunMarks said = marks.byRun().get(run.run());
        if (said == null || !said.isPurged()) {
            return run.as(DeletedRun.Fate.BROUGHT_BACK);
        }
        if (promoted().contains(run.run())) {
            return run.as(DeletedRun.Fate.PROMOTED);
        }
        removeAll(store.list(layout.artifacts(run.run())));
        List<String> objects = new ArrayList<>(store.list(layout.folder(run.run())));
        objects.remove(layout.end(run.run()));
        removeAll(objects);
        store.remove(layout.end(run.run()));
        if (store instanceof FolderStore folder) {
            folder.deleteFolder(layout.artifacts(run.run()));
            folder.deleteFolder(layout.folder(run.run()));
        }
        marks.add(run.run(), Mark.Kind.PURGE, RunMarks.DISPOSED, Map.of("run_number", (long) run.number()));
        return run;
    }

    /** The runs whose artifacts are assets. */
    private Set<RunId> promoted() throws IOException {
        return history.assets().runs();
    }

    private void removeAll(List<String> objects) throws IOException {
        TransferThreads.each(store.parallelism(), objects, store::remove);
    }
}

package io.github.amlmaven.history;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.store.FolderStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the two folder stores of an outbox: that of runs with a number of the history they belong to, or that of runs
 * with a provisional one.
 */
final class WaitingRoom {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingRoom.class);

    private final FolderStore store;
    private final Path locks;
    private final boolean provisional;

    /** An ended run. */
    record Waiting(WaitingRoom room, ProjectId project, Numbers.Claim claim) {
        static final Comparator<Waiting> OLDEST_FIRST = Comparator.comparing(
                each -> String.valueOf(each.claim().document().get("created_utc")));
    }

    WaitingRoom(Path folder, Path locks, boolean provisional) {
        this.store = new FolderStore(folder);
        this.locks = locks;
        this.provisional = provisional;
    }

    FolderStore store() {
        return store;
    }

    boolean isProvisional() {
        return provisional;
    }

    RunHistory history(ProjectId project) {
        return RunHistory.waiting(store, project);
    }

    /** What a run comes in by, and snapshots go by that no run needs: one at a time. */
    Path door(ProjectId project) {
        return locks.resolve(
                (provisional ? "provisional-" : "numbered-") + project.path().replace('/', '-'));
    }

    /** Held by whoever brings a run to its history. */
    Path lock(Numbers.Claim run) {
        return locks.resolve(run.run() + "-" + run.nonce());
    }

    /** The runs that have ended, of all projects. */
    List<Waiting> ended() throws IOException {
        TreeSet<String> numbers = new TreeSet<>();
        for (String name : store.list("")) {
            if (Layout.numberIn(name) > 0) {
                numbers.add(name);
            }
        }
        List<Waiting> ended = new ArrayList<>();
        for (String name : numbers) {
            ProjectId project = Layout.projectIn(name).orElseThrow();
            Layout layout = new Layout(project);
            Optional<Numbers.Claim> claim = history(project).numbers().intact(Layout.numberIn(name));
            if (claim.isPresent() && store.size(layout.end(claim.get().run())).isPresent()) {
                ended.add(new Waiting(this, project, claim.get()));
            }
        }
        return ended;
    }

    boolean has(ProjectId project, Numbers.Claim run) throws IOException {
        return history(project)
                .numbers()
                .intact(run.number())
                .filter(claim -> claim.nonce().equals(run.nonce()))
                .isPresent();
    }

    /** Removes a run that is where it belongs; stopped anywhere, the rest is removed the next time. */
    void remove(ProjectId project, Numbers.Claim run) throws IOException {
        Layout layout = new Layout(project);
        store.deleteFolder(layout.artifacts(run.run()));
        new RunIndex(store.derived(project.path())).delete();
        for (String name : store.list(layout.folder(run.run()))) {
            if (!name.equals(layout.end(run.run()))) {
                store.delete(name);
            }
        }
        // Before the record: a number without one would be that of a run that goes on.
        store.delete(layout.number(run.number()));
        store.deleteFolder(layout.folder(run.run()));
        boolean last = RunLock.holding(door(project), () -> {
            boolean empty = history(project).numbers().listed().isEmpty();
            if (empty) {
                store.deleteFolder(layout.snapshots());
            }
            return empty;
        });
        LOG.debug("run {} is not kept here any more{}", run.number(), last ? "; it was the last" : "");
    }
}

package io.github.amlmaven.history;

import io.github.amlmaven.RunId;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Removes snapshots, and contents of project files, that no run needs, while others begin runs.
 *
 * <p>A run that begins looks which contents the history has and brings the others, so nothing may go that it has seen. It
 * cannot be asked to hold a lock, since it may be on another computer and die. Instead, in this order:
 *
 * <ol>
 *   <li>what no run needs is found;
 *   <li>it is <b>put aside</b>: moved to other names, where nobody looks for it, lists before contents;
 *   <li>all runs are <b>looked at again</b>;
 *   <li>what is needed now is moved back, contents before lists; the rest is removed.
 * </ol>
 *
 * <p>Why no run ever lacks anything: a run claims its number before it looks at the first content (so does one that is brought
 * from elsewhere), and both stores show at once what was written.
 *
 * <ul>
 *   <li>A run that claims <i>after</i> the second look finds nothing of what was put aside: it brings that anew, under its own
 *       name, which nobody removes.
 *   <li>A run that claimed <i>before</i> the second look is seen by it. When it has told which snapshot it has, that is
 *       needed: back it comes. When it has not, or the list of its snapshot is not there yet, it may have seen anything: then
 *       everything comes back, and nothing is removed this time.
 * </ul>
 *
 * <p>A backup of the project has no claim. It is kept, then named, then kept once more: whatever of it has gone before it was
 * named is brought then, and from then on it is seen as a run is.
 *
 * <p>Of several that remove at once each has its own place to put aside, and each decides only after its own second look;
 * what one lets go no run that began before could need, so it does not matter who removes it or moves it back. What a crash has
 * left aside is dealt with by the next, as if it had put it aside itself; the run that needs it, if any, finds it again then.
 */
final class SnapshotSweep {
    private final Store store;
    private final Layout layout;
    private final RunHistory history;
    private final Marks marks;

    SnapshotSweep(Store store, Layout layout, RunHistory history, Marks marks) {
        this.store = store;
        this.layout = layout;
        this.history = history;
        this.marks = marks;
    }

    /** What could be removed, with what is left aside. */
    SnapshotGarbage look(Set<RunId> without) throws IOException {
        SnapshotNeeds needs = needs(without, Map.of());
        if (!needs.blocked().isEmpty()) {
            return new SnapshotGarbage(0, 0, 0, needs.blocked());
        }
        SortedMap<String, Long> garbage = garbage(needs);
        store.sizes(layout.removed()).forEach((name, size) -> {
            if (layout.restored(name).isPresent()) {
                garbage.put(name, size);
            }
        });
        return counted(garbage, "");
    }

    /** Removes what can be removed. */
    SnapshotGarbage remove() throws IOException {
        SnapshotNeeds needs = needs(Set.of(), Map.of());
        if (needs.blocked().isEmpty()) {
            putAside(garbage(needs));
        }
        return settle();
    }

    private void putAside(SortedMap<String, Long> garbage) throws IOException {
        String removal = Long.toHexString(ThreadLocalRandom.current().nextLong());
        for (boolean lists : new boolean[] {true, false}) {
            List<String> objects = new ArrayList<>(garbage.keySet());
            objects.removeIf(name -> isList(name) != lists);
            TransferThreads.each(store.parallelism(), objects, name -> store.move(name, layout.removed(removal, name)));
        }
    }

    /** Decides about everything that is aside. */
    private SnapshotGarbage settle() throws IOException {
        SortedMap<String, Long> aside = store.sizes(layout.removed());
        aside.keySet().removeIf(name -> layout.restored(name).isEmpty());
        if (aside.isEmpty()) {
            return new SnapshotGarbage(0, 0, 0, needs(Set.of(), Map.of()).blocked());
        }
        Map<String, String> lists = new HashMap<>();
        for (String name : aside.keySet()) {
            if (isList(name)) {
                lists.put(id(name), name);
            }
        }
        SnapshotNeeds needs = needs(Set.of(), lists);
        SortedMap<String, Long> gone = new TreeMap<>(aside);
        gone.keySet()
                .removeIf(name -> !needs.blocked().isEmpty()
                        || (isList(name) ? needs.snapshots() : needs.contents()).contains(id(name)));
        for (boolean list : new boolean[] {false, true}) {
            List<String> back = new ArrayList<>(aside.keySet());
            back.removeIf(name -> gone.containsKey(name) || isList(name) != list);
            TransferThreads.each(
                    store.parallelism(),
                    back,
                    name -> store.move(name, layout.restored(name).orElseThrow()));
        }
        TransferThreads.each(store.parallelism(), List.copyOf(gone.keySet()), store::remove);
        if (store instanceof FolderStore folder && store.list(layout.removed()).isEmpty()) {
            folder.deleteFolder(layout.removed());
        }
        return counted(gone, needs.blocked());
    }

    private SnapshotNeeds needs(Set<RunId> without, Map<String, String> aside) throws IOException {
        return SnapshotNeeds.look(store, layout, history, marks, without, id -> Optional.ofNullable(aside.get(id)));
    }

    /** What is there and not needed; what is neither a list nor a content is left alone. */
    private SortedMap<String, Long> garbage(SnapshotNeeds needs) throws IOException {
        SortedMap<String, Long> garbage = new TreeMap<>();
        for (Map.Entry<String, Long> object : store.sizes(layout.snapshots()).entrySet()) {
            String name = object.getKey();
            if (layout.restored(name).equals(Optional.of(name))
                    && !(isList(name) ? needs.snapshots() : needs.contents()).contains(id(name))) {
                garbage.put(name, object.getValue());
            }
        }
        return garbage;
    }

    private static SnapshotGarbage counted(SortedMap<String, Long> objects, String blocked) {
        int lists =
                (int) objects.keySet().stream().filter(SnapshotSweep::isList).count();
        long bytes = objects.values().stream().mapToLong(Long::longValue).sum();
        return new SnapshotGarbage(lists, objects.size() - lists, bytes, blocked);
    }

    private static boolean isList(String name) {
        return name.endsWith(".json");
    }

    private static String id(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return isList(last) ? last.substring(0, last.length() - ".json".length()) : last;
    }
}

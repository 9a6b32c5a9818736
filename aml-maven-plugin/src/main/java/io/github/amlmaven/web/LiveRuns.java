package io.github.amlmaven.web;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunList;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The rows of all runs, brought up to date when somebody asks, and not more often than worth it. A run that has ended is read
 * once; only new ones and those under way are looked at again, and now and then everything.
 */
final class LiveRuns {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
    /** Looking at everything may take such a part of the time. */
    private static final int SHARE = 40;

    private static final long OFTEN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final RunHistory history;
    private final String instance = Long.toHexString(ThreadLocalRandom.current().nextLong());
    private final NavigableMap<Integer, RunRow> rows = new TreeMap<>();
    private final Map<Integer, Long> removed = new TreeMap<>();
    private long state = 1;
    private int newest;
    private boolean whole;
    private long looked;
    private long lookAtAll;

    LiveRuns(RunHistory history) {
        this.history = history;
    }

    /** Rows of one moment. */
    record Rows(int total, String cursor, Collection<RunRow> newestFirst, List<Integer> removed, boolean all) {}

    /** The newest so many runs, without waiting for the others. */
    synchronized Rows newest(int limit) throws IOException {
        refresh(limit);
        List<RunRow> first = new ArrayList<>(Math.min(limit, rows.size()));
        for (RunRow row : rows.descendingMap().values()) {
            if (first.size() == limit) {
                break;
            }
            first.add(row);
        }
        return new Rows(whole ? rows.size() : newest, cursor(), first, List.of(), false);
    }

    /** All runs. */
    synchronized Rows all() throws IOException {
        refresh(0);
        return new Rows(
                rows.size(), cursor(), new ArrayList<>(rows.descendingMap().values()), List.of(), true);
    }

    /** What is new or different since a cursor was handed out; all when it was not ours. */
    synchronized Rows since(String cursor) throws IOException {
        long known = known(cursor);
        if (known < 0) {
            return all();
        }
        refresh(0);
        List<RunRow> changed = new ArrayList<>();
        for (RunRow row : rows.descendingMap().values()) {
            if (row.since() > known) {
                changed.add(row);
            }
        }
        List<Integer> gone = new ArrayList<>();
        removed.forEach((number, since) -> {
            if (since > known) {
                gone.add(number);
            }
        });
        return new Rows(rows.size(), cursor(), changed, gone, false);
    }

    /** The runs that have to do with one. */
    synchronized Relatives relatives(RunRecord run) throws IOException {
        refresh(0);
        Integer previous = rows.lowerKey(run.number());
        Integer next = rows.higherKey(run.number());
        Object parentId = run.fields().get("parent_run_id");
        Integer parent = null;
        List<Integer> children = new ArrayList<>();
        for (RunRow row : rows.values()) {
            if (run.id().value().equals(row.parent())) {
                children.add(row.number());
            }
            if (row.id().equals(parentId)) {
                parent = row.number();
            }
        }
        return new Relatives(previous, next, parent, children);
    }

    /** Takes in what has just been learnt of a run. */
    synchronized RunRow put(RunRecord run) {
        RunRow row = RunRow.of(run, state + 1);
        RunRow before = rows.get(run.number());
        if (before != null && before.showsAs(row)) {
            return before;
        }
        state++;
        rows.put(run.number(), row);
        removed.remove(run.number());
        return row;
    }

    /** @param limit how many of the newest are wanted, 0 for all */
    private void refresh(int limit) throws IOException {
        long now = System.nanoTime();
        boolean enough = whole || (looked != 0 && limit > 0 && rows.size() >= Math.min(limit, newest));
        if (enough && now - looked < FRESH_NANOS) {
            return;
        }
        if (limit == 0 && (!whole || now - lookAtAll >= 0)) {
            // Labels and notes may come from elsewhere, to any run.
            takeAll(history.list(RunFilter.ALL));
            long end = System.nanoTime();
            lookAtAll = end + Math.max(OFTEN_NANOS, SHARE * (end - now));
        } else {
            int latest = history.newest();
            int unknown = enough ? latest - newest : limit;
            if (unknown > 0) {
                RunList list = history.list(new RunFilter(null, unknown, null, true));
                list.runs().forEach(this::put);
                newest = Math.max(latest, list.total());
            }
            lookAgain();
        }
        looked = System.nanoTime();
    }

    private void takeAll(RunList list) {
        NavigableMap<Integer, RunRow> gone = new TreeMap<>(rows);
        for (RunRecord run : list.runs()) {
            put(run);
            gone.remove(run.number());
        }
        gone.keySet().forEach(this::remove);
        newest = list.total();
        whole = true;
    }

    private void lookAgain() throws IOException {
        for (RunRow row : new ArrayList<>(rows.values())) {
            if (isUnderWay(row)) {
                try {
                    put(history.find(Integer.toString(row.number())));
                } catch (AmlException e) {
                    // It was there, so it has been removed since.
                    remove(row.number());
                }
            }
        }
    }

    /** Runs that nobody looks after change rarely, and may be many. */
    private static boolean isUnderWay(RunRow row) {
        return switch (row.status()) {
            case PREPARING, RUNNING, COLLECTING -> true;
            default -> false;
        };
    }

    private void remove(int number) {
        rows.remove(number);
        removed.put(number, ++state);
    }

    private String cursor() {
        return instance + "-" + state;
    }

    private long known(String cursor) {
        String prefix = instance + "-";
        if (!cursor.startsWith(prefix)) {
            return -1;
        }
        return PageRequest.number("the cursor", cursor.substring(prefix.length()));
    }
}

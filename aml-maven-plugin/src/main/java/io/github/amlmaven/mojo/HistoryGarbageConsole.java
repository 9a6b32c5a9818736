package io.github.amlmaven.mojo;

import io.github.amlmaven.history.DeletedRun;
import io.github.amlmaven.history.SnapshotGarbage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.maven.plugin.logging.Log;

/** Prints what nothing needs any more in the history, one line a deleted run and one for all snapshots. */
record HistoryGarbageConsole(Log log) {
    /** Of a run that has only been looked at. */
    void found(DeletedRun run) {
        print(run, "remove");
    }

    /** Of a run that has been dealt with. */
    void done(DeletedRun run) {
        print(run, "removed");
    }

    private void print(DeletedRun run, String gone) {
        String name = "run " + run.number();
        switch (run.fate()) {
            case GOES -> log.info(line(gone, "run", run.bytes(), name, "deleted " + ago(run.age())));
            case UNFINISHED -> log.info(line(gone, "run", run.bytes(), name, "deleted; a removal was interrupted"));
            case PROMOTED -> log.info(line("keep", "run", run.bytes(), name, "assets are artifacts of it"));
            case BROUGHT_BACK -> log.info(line("keep", "run", run.bytes(), name, "somebody has brought it back"));
            case YOUNG -> {}
        }
    }

    void snapshots(SnapshotGarbage garbage, String gone) {
        if (!garbage.blocked().isEmpty()) {
            log.info("Snapshots stay this time: " + garbage.blocked());
        } else if (garbage.snapshots() + garbage.contents() > 0) {
            log.info(line(gone, "snapshots", garbage.bytes(), words(garbage), "no run needs them"));
        }
    }

    /** Of all together. */
    void total(List<DeletedRun> runs, SnapshotGarbage snapshots, Duration grace, String end) {
        long young =
                runs.stream().filter(run -> run.fate() == DeletedRun.Fate.YOUNG).count();
        if (young > 0) {
            log.info(counted(young, "deleted run") + (young == 1 ? " stays" : " stay") + " until " + words(grace)
                    + " have passed since");
        }
        List<DeletedRun> going = runs.stream().filter(DeletedRun::goes).toList();
        long bytes = going.stream().mapToLong(DeletedRun::bytes).sum();
        if (going.isEmpty() && snapshots.snapshots() + snapshots.contents() == 0) {
            log.info("Of the history nothing " + (end.isEmpty() ? "was" : "can be") + " removed.");
            return;
        }
        log.info("Of the history: " + counted(going.size(), "run") + ", " + amount(bytes) + ", and " + words(snapshots)
                + ", " + amount(snapshots.bytes()) + ", " + (end.isEmpty() ? "were removed." : end));
    }

    private static String words(SnapshotGarbage garbage) {
        return counted(garbage.snapshots(), "snapshot") + " and " + counted(garbage.contents(), "file")
                + " of snapshots";
    }

    private static String words(Duration time) {
        return time.toDays() > 0 ? counted(time.toDays(), "day") : counted(time.toSeconds(), "second");
    }

    private static String ago(Duration age) {
        return age.toDays() > 0
                ? counted(age.toDays(), "day") + " ago"
                : age.toHours() > 0 ? counted(age.toHours(), "hour") + " ago" : "just now";
    }

    private static String amount(long bytes) {
        return bytes + " bytes (" + GarbageConsole.readable(bytes) + ")";
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String line(String word, String kind, long bytes, String name, String why) {
        return String.format(
                Locale.ROOT,
                "%-8s %-9s %14d bytes  %9s  %s  %s",
                word,
                kind,
                bytes,
                GarbageConsole.readable(bytes),
                name,
                why);
    }
}

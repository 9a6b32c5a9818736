package io.github.amlmaven.mojo;

import io.github.amlmaven.run.Garbage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.maven.plugin.logging.Log;

/** Prints what runs have left behind, one line a thing: what becomes of it, what it is, its bytes, its name, why. */
record GarbageConsole(Log log) {
    private static final String[] UNITS = {"bytes", "KB", "MB", "GB", "TB"};

    /** Of something that has only been looked at. */
    void found(Garbage garbage) {
        print(garbage, "remove");
    }

    /** Of something that has been dealt with. */
    void done(Garbage garbage) {
        print(garbage, "removed");
    }

    private void print(Garbage garbage, String gone) {
        switch (garbage.fate()) {
            case GOES -> log.info(line(gone, garbage));
            case GONE -> log.info(line("gone", garbage));
            case STAYS -> {
                log.info(line("keep", garbage));
                if (!garbage.remedy().isEmpty()) {
                    log.info("         -> " + garbage.remedy());
                }
            }
            case YOUNG, FOREIGN -> {}
        }
    }

    void failed(Garbage garbage, String words) {
        log.error(line("FAIL", garbage));
        words.lines().forEach(line -> log.error("         " + line));
    }

    void remarks(List<String> remarks) {
        remarks.forEach(log::info);
    }

    /** Of all together, before anything is removed. */
    void total(List<Garbage> all, String command) {
        passedOver(all);
        List<Garbage> going =
                all.stream().filter(each -> each.fate() == Garbage.Fate.GOES).toList();
        log.info(
                going.isEmpty()
                        ? "Nothing can be removed."
                        : sum(going) + " can be removed; nothing has been yet -> " + command);
    }

    /** Of all together, after what could be removed was. */
    void removed(List<Garbage> all) {
        passedOver(all);
        List<Garbage> gone =
                all.stream().filter(each -> each.fate() == Garbage.Fate.GOES).toList();
        log.info(
                gone.isEmpty()
                        ? "Nothing was removed."
                        : sum(gone) + (gone.size() == 1 ? " was" : " were") + " removed.");
    }

    private void passedOver(List<Garbage> all) {
        Map<String, Integer> foreign = new TreeMap<>();
        int young = 0;
        for (Garbage each : all) {
            if (each.fate() == Garbage.Fate.FOREIGN) {
                foreign.merge(each.kind(), 1, Integer::sum);
            } else if (each.fate() == Garbage.Fate.YOUNG) {
                young++;
            }
        }
        if (!foreign.isEmpty()) {
            StringBuilder words = new StringBuilder();
            foreign.forEach(
                    (kind, count) -> words.append(words.isEmpty() ? "" : ", ").append(counted(count, kind)));
            log.info("Of runs that this history does not know, left alone: " + words);
        }
        if (young > 0) {
            log.info("Not old enough yet: " + counted(young, "thing"));
        }
    }

    private static String sum(List<Garbage> things) {
        long bytes = things.stream().mapToLong(Garbage::bytes).sum();
        return counted(things.size(), "thing") + ", " + bytes + " bytes (" + readable(bytes) + "),";
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String line(String word, Garbage garbage) {
        return String.format(
                Locale.ROOT,
                "%-8s %-9s %14d bytes  %9s  %s  %s",
                word,
                garbage.kind(),
                garbage.bytes(),
                readable(garbage.bytes()),
                garbage.name(),
                garbage.why());
    }

    /** Three digits or so, with a unit of 1024. */
    static String readable(long bytes) {
        int unit = 0;
        double number = bytes;
        while (number >= 1023.95 && unit < UNITS.length - 1) {
            number /= 1024;
            unit++;
        }
        return unit == 0
                ? bytes + (bytes == 1 ? " byte" : " bytes")
                : String.format(Locale.ROOT, "%.1f %s", number, UNITS[unit]);
    }
}

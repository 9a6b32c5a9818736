package io.github.amlmaven.mojo;

import io.github.amlmaven.RunId;
import io.github.amlmaven.history.SentRun;
import io.github.amlmaven.history.TransferListener;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.maven.plugin.logging.Log;

/**
 * Shows how runs are brought to a store elsewhere: on a terminal in a line that changes, else in a line every 5 seconds;
 * quiet, nothing.
 */
final class TransferConsole implements TransferListener {
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long MEGABYTE = 1024L * 1024L;

    private final Log log;
    private final boolean quiet;
    private final PrintStream out;
    private int columns = -1;
    private long begun;
    private long shown;
    private long total;
    private long moved;
    private int drawn;

    TransferConsole(Log log, boolean quiet) {
        this(log, quiet, System.out, -1);
    }

    /** @param columns of the terminal; 0 for none, negative to find out */
    TransferConsole(Log log, boolean quiet, PrintStream out, int columns) {
        this.log = log;
        this.quiet = quiet;
        this.out = out;
        this.columns = columns;
    }

    /** Such as {@code 17 files, 3.2 MB}. */
    static String amount(int files, long bytes) {
        return (files == 1 ? "1 file, " : files + " files, ")
                + (bytes < MEGABYTE ? bytes + " bytes" : megabytes(bytes) + " MB");
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", (double) bytes / (double) MEGABYTE);
    }

    /** Such as {@code 12.0 of 512.0 MB, 24.0 MB/s, 21 s left}. */
    static String progress(long moved, long total, long nanos) {
        double seconds = (double) Math.max(1, nanos) / 1e9;
        long speed = Math.round((double) moved / seconds);
        String left = speed < 1 ? "" : ", " + Math.max(0, total - moved) / speed + " s left";
        return megabytes(moved) + " of " + megabytes(total) + " MB, " + megabytes(speed) + " MB/s" + left;
    }

    @Override
    public synchronized void begun(RunId run, int files, long bytes) {
        begun = System.nanoTime();
        shown = begun;
        total = bytes;
        moved = 0;
        if (!quiet && columns < 0) {
            columns = Terminal.width();
        }
    }

    @Override
    public synchronized void moved(long bytes) {
        moved += bytes;
        long now = System.nanoTime();
        if (quiet || now - shown < (columns > 0 ? LIVE_NANOS : LINE_NANOS)) {
            return;
        }
        shown = now;
        String line = progress(moved, total, now - begun);
        if (columns > 0) {
            draw(line);
        } else {
            log.info("Sent " + line);
        }
    }

    @Override
    public synchronized void ended() {
        if (drawn > 0) {
            draw("");
            out.print('\r');
            out.flush();
            drawn = 0;
        }
    }

    private void draw(String line) {
        String shownLine = line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
        out.print('\r' + shownLine + " ".repeat(Math.max(0, drawn - shownLine.length())));
        out.flush();
        drawn = shownLine.length();
    }

    @Override
    public synchronized void sent(SentRun run) {
        ended();
        if (run.provisional()) {
            log.info("Run " + run.record().id() + " was offline number " + run.before() + " and is run "
                    + run.record().number() + " now");
        } else {
            log.info("Run " + run.record().number() + " has been sent to its history: "
                    + amount(run.files(), run.bytes()));
        }
    }

    @Override
    public synchronized void failed(RunId run, Exception failure) {
        ended();
        log.warn("Run " + run + " waits in the outbox: " + OutsideWorld.reason(failure));
    }
}

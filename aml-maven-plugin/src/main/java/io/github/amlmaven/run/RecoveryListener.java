package io.github.amlmaven.run;

import io.github.amlmaven.history.RunRecord;

/** Hears what has become of runs that nobody looked after; every method does nothing by default. */
public interface RecoveryListener {
    /** The script still goes on and is left alone. */
    default void stillRunning(UnfinishedRun run) {}

    /** The run has its record now. */
    default void recovered(UnfinishedRun run, RunRecord record) {}

    /** So many files have been brought in; the rest waits for the next goal. */
    default void collecting(UnfinishedRun run, int files) {}

    /** The run had its record already, and its script, which went on all the same, has been stopped. */
    default void stopped(UnfinishedRun run) {}

    /** The run cannot be brought to its end now; it will be tried again. */
    default void failed(UnfinishedRun run, Exception failure) {}

    /** There was no time for every run. */
    default void notAll() {}
}

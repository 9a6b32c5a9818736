package io.github.amlmaven.run;

import io.github.amlmaven.RunId;
import io.github.amlmaven.history.TransferListener;
import io.github.amlmaven.history.WaitingRuns;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Hears what the user came to see, in this order: remarks, then once claimed the run, its staging, its preparation, its output,
 * its way to a history elsewhere.
 *
 * <p>Every method does nothing by default, so that a listener says only what it cares for.
 */
public interface RunListener {
    /** Something to know about the configuration; the run goes on. */
    default void info(String remark) {}

    /** Something that is probably not what the user wants; the run goes on. */
    default void warning(String remark) {}

    /**
     * The run exists from now on.
     *
     * @param number its number in the history; 0 for a run that is not recorded
     */
    default void claimed(RunId run, int number) {}

    /** The project has been copied; {@code bytes} is the sum of its files' sizes. */
    default void staged(int files, long bytes) {}

    /** All is prepared: the script is started next. */
    default void executing() {}

    /** Where the script's output goes while it runs, from now on. */
    default OutputStream console() {
        return OutputStream.nullOutputStream();
    }

    /** The run has ended, and is brought to a history elsewhere from now on. */
    default void sending() {}

    /** Hears how the run is brought to a history elsewhere, once it has ended. */
    default TransferListener transfer() {
        return TransferListener.NONE;
    }

    /**
     * The run has ended and waits in the outbox.
     *
     * @param waiting all that waits there
     * @param why the store could not take it, or a {@link java.util.concurrent.CancellationException} when the user did not
     *     want to wait for it; null when it was not asked
     */
    default void waits(WaitingRuns waiting, @Nullable Exception why) {}
}

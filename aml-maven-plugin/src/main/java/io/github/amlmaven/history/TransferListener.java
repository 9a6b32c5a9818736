package io.github.amlmaven.history;

import io.github.amlmaven.RunId;
import io.github.amlmaven.store.TransferProgress;

/** Hears how the runs go that are brought from one store to another; every method does nothing by default. */
public interface TransferListener extends TransferProgress {
    /** For those who do not care. */
    TransferListener NONE = new TransferListener() {};

    /** The files of a run that the other store does not have yet are brought there now. */
    default void begun(RunId run, int files, long bytes) {}

    @Override
    default void moved(long bytes) {}

    /** All of them are there, and confirmed. */
    default void ended() {}

    /** The run has its record in the other store. */
    default void sent(SentRun run) {}

    /** The run could not be brought there now. */
    default void failed(RunId run, Exception failure) {}
}

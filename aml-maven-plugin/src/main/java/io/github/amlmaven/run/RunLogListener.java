package io.github.amlmaven.run;

import io.github.amlmaven.history.RunRecord;

/** Hears why a log is not shown (yet), each once; every method does nothing by default. */
public interface RunLogListener {
    /** The script has not been started, or its log is not there to be read. */
    default void nothingYet(RunRecord run) {}

    /** The run is looked after on another computer, and its log comes into the history with its end. */
    default void elsewhere(RunRecord run) {}

    /** The script has made its log shorter; it is shown from its beginning again. */
    default void shortened() {}

    /** The run has ended and its log is not in the history. */
    default void notKept(RunRecord run) {}
}

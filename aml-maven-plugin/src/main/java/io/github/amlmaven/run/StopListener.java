package io.github.amlmaven.run;

import io.github.amlmaven.history.RunRecord;

/** Hears whom the end of a run is waited for. */
public interface StopListener {
    /** A process of this computer looks after the run and stops it. */
    void stoppedBy(RunRecord run, long process);

    /** Nobody looks after the run, so it is stopped here and now. */
    void stoppedHere(RunRecord run);

    /** Another computer looks after the run and has to answer. */
    void stoppedElsewhere(RunRecord run);
}

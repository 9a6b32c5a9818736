package io.github.amlmaven.run;

import io.github.amlmaven.RunId;
import java.io.OutputStream;

/** Hears what goes on in a sweep, from several threads, one call at a time. */
public interface SweepListener extends RunListener {
    /**
     * A run begins.
     *
     * @param index from 1
     */
    default void begun(int index, int number, SweepCombination combination) {}

    /** A run has ended. */
    default void ended(SweepChild child) {}

    /**
     * Where the output of a run's script goes.
     *
     * @param number of the run
     */
    default OutputStream console(RunId run, int number) {
        return OutputStream.nullOutputStream();
    }

    /** Something to know at the end; the sweep has been recorded. */
    default void remark(String words) {}
}

package io.github.amlmaven.run;

import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * One combination of a sweep, and what came of it.
 *
 * @param number of its run; 0 when it was not begun
 * @param record null when it was not begun, or could not be brought to its end
 * @param failure why it did not complete; null when it did, or was not begun
 */
public record SweepChild(
        SweepCombination combination,
        int number,
        @Nullable RunRecord record,
        @Nullable String failure) {
    /** Of a run that is not begun any more. */
    static SweepChild notBegun(SweepCombination combination) {
        return new SweepChild(combination, 0, null, null);
    }

    public boolean completed() {
        return record != null && record.status() == RunStatus.COMPLETED;
    }

    /** The word for tables. */
    public String status() {
        return record != null ? record.status().label() : failure != null ? RunStatus.FAILED.label() : "Not begun";
    }
}

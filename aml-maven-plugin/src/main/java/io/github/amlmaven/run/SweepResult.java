package io.github.amlmaven.run;

import io.github.amlmaven.history.RunRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a sweep.
 *
 * @param record of the sweep itself
 * @param children the best first
 * @param best null when there is nothing to rank by, or no run has it
 */
public record SweepResult(
        RunRecord record,
        List<SweepChild> children,
        @Nullable SweepChild best) {
    /** How many did not complete, those that were not begun included. */
    public long unfinished() {
        return children.stream().filter(child -> !child.completed()).count();
    }
}

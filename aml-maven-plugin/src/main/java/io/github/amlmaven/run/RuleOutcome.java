package io.github.amlmaven.run;

import io.github.amlmaven.history.RunRecord;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one rule.
 *
 * @param rule as it was typed
 * @param words why, such as {@code 0.91 is not >= 0.95 (best is 0.96, of run 12)}, without the rule
 * @param comparedWith the earlier run; null when the rule needed none, or there was none
 * @param time that it took
 */
public record RuleOutcome(
        String rule,
        Verdict verdict,
        String words,
        @Nullable RunRecord comparedWith,
        Duration time) {
    /** How it came out. */
    public enum Verdict {
        PASSED,
        FAILED,
        /** There is no earlier run to compare with. */
        NO_BASELINE
    }
}

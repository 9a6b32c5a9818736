package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a verdict comes to. */
class VerdictTest {
    @Test
    void theDistanceIsTheLargestOfNumbersAndNoneWhenAnythingElseDiffers() {
        assertThat(verdict(1e-9, 1e-7).distance()).isEqualTo(1e-7);
        assertThat(verdict(1e-9, Double.NaN, 1e-7).distance()).isNaN();
        assertThat(verdict().distance()).isZero();
    }

    @Test
    void theFirstDifferencesAreNamed() {
        assertThat(verdict(1, 2).names()).isEqualTo("d1.0, d2.0");
        assertThat(verdict(1, 2, 3, 4, 5, 6, 7).names()).isEqualTo("d1.0, d2.0, d3.0, d4.0, d5.0 and 2 more");
    }

    private static Verdict verdict(double... distances) {
        List<ResultDifference> differences = java.util.Arrays.stream(distances)
                .mapToObj(distance -> new ResultDifference("d" + distance, "", List.of(), distance))
                .toList();
        return new Verdict(null, null, differences, List.of(), List.of(), 0, 0);
    }
}

package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The newest number is found from anywhere, with few questions. */
class NumberSearchTest {
    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 2, 3, 15, 16, 17, 31, 255, 256, 1000, 65535, 65536, 65537, 131_071, 99_999_998, 99_999_999})
    void findsTheHighest(int newest) throws IOException {
        for (int atOnce : new int[] {2, 3, 16}) {
            for (int low : new int[] {0, newest / 2, Math.max(0, newest - 1), newest}) {
                AtomicInteger questions = new AtomicInteger();
                NumberSearch search = new NumberSearch(
                        number -> {
                            questions.incrementAndGet();
                            return number <= newest;
                        },
                        atOnce);
                assertThat(search.highest(low)).as("from " + low).isEqualTo(newest);
                assertThat(questions.get()).isLessThan(160);
            }
        }
    }
}

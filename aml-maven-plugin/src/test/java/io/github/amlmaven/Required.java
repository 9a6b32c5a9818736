package io.github.amlmaven;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * What a test needs of the machine: without it the test is skipped and says why, unless everything is required
 * ({@code AML_TESTS_REQUIRE_ALL=true}, as {@code src/it/verify.sh} sets it), then it fails.
 */
public final class Required {
    private Required() {}

    /** Goes on only when the thing is there; {@code missing} says what is not and how to get it. */
    public static void that(boolean available, String missing) {
        if (!available) {
            if ("true".equals(System.getenv("AML_TESTS_REQUIRE_ALL"))) {
                fail(missing);
            }
            abort(missing);
        }
    }
}

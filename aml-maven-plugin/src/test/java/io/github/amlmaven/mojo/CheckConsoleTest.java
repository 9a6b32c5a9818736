package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.run.Check;
import org.junit.jupiter.api.Test;

class CheckConsoleTest {
    @Test
    void alignsFindingsAndRemedies() {
        assertThat(CheckConsole.lines(new Check(Check.Level.OK, "Java", "17", "")))
                .containsExactly("ok    Java           17");
        assertThat(CheckConsole.lines(new Check(Check.Level.FAIL, "configuration", "2 mistakes:\n  one", "mend")))
                .containsExactly(
                        "FAIL  configuration  2 mistakes:",
                        "                       one",
                        "                     -> mend");
    }
}

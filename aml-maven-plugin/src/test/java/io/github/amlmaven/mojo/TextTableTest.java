package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static final List<String> HEADERS = List.of("Accuracy", "Regularization Rate", "Run_id", "Status");
    private static final List<List<String>> ROWS =
            List.of(List.of("0.95", "0.01", "iris_2", "Completed"), List.of("", "10", "iris_1", "Failed"));

    @Test
    void drawsDashesUnderEachHeaderAndTwoBlanksBetween() {
        assertThat(TextTable.draw(HEADERS, ROWS, 2, 0))
                .containsExactly(
                        "Accuracy  Regularization Rate  Run_id  Status",
                        "--------  -------------------  ------  ---------",
                        "0.95      0.01                 iris_2  Completed",
                        "          10                   iris_1  Failed");
    }

    @Test
    void leavesOutTheFirstColumnsOnANarrowTerminalAndSaysSo() {
        assertThat(TextTable.draw(HEADERS, ROWS, 2, 40))
                .containsExactly(
                        "Regularization Rate  Run_id  Status",
                        "-------------------  ------  ---------",
                        "0.01                 iris_2  Completed",
                        "10                   iris_1  Failed",
                        "(not shown, the terminal is too narrow: Accuracy)");
    }

    @Test
    void neverLeavesOutTheKeptColumns() {
        assertThat(TextTable.draw(HEADERS, ROWS, 2, 5).get(0)).isEqualTo("Run_id  Status");
    }
}

package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowPrinterTest {
    @Test
    void aCellIsOneLineWithoutControlCharacters() {
        assertThat(RowPrinter.cell("a\u001b[2J\r\nb")).isEqualTo("a [2J b");
        assertThat(RowPrinter.cell(List.of(1, 2))).isEqualTo("[2 values]");
        assertThat(RowPrinter.cell(0.5)).isEqualTo("0.5");
        assertThat(RowPrinter.cell(null)).isEmpty();
        assertThat(RowPrinter.cell(Map.of("a", 1L))).isEqualTo("{\"a\":1}");
    }
}

package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
    @Test
    void staysOnOneLineAndShort() {
        assertThat(Shown.value("yes please")).isEqualTo("'yes please'");
        assertThat(Shown.value("a\nb\u001b[31m\u2028")).isEqualTo("'a\\u000ab\\u001b[31m\\u2028'");
        assertThat(Shown.value("x".repeat(1000))).isEqualTo("'" + "x".repeat(60) + "...'");
        assertThat(Shown.value("größe 項目")).isEqualTo("'größe 項目'");
        assertThat(Shown.value("x".repeat(59) + "😀😀")).isEqualTo("'" + "x".repeat(59) + "😀...'");
    }
}

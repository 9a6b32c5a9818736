package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GarbageConsoleTest {
    @Test
    void bytesAreReadable() {
        assertThat(GarbageConsole.readable(0)).isEqualTo("0 bytes");
        assertThat(GarbageConsole.readable(1)).isEqualTo("1 byte");
        assertThat(GarbageConsole.readable(1023)).isEqualTo("1023 bytes");
        assertThat(GarbageConsole.readable(1024)).isEqualTo("1.0 KB");
        assertThat(GarbageConsole.readable(26_214_400)).isEqualTo("25.0 MB");
        assertThat(GarbageConsole.readable((1L << 30) - 1)).isEqualTo("1.0 GB");
        assertThat(GarbageConsole.readable(Long.MAX_VALUE)).endsWith(" TB");
    }
}

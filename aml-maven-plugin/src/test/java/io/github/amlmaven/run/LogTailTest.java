package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path temp;

    @Test
    void readsTheLastLinesAsATerminalWouldShowThem() throws IOException {
        Path log = Files.writeString(
                temp.resolve("log"), "first\nsecond\r\n 10 %\r 50 %\r100 %\n\u001b[31mred\u0007\nwithout end");

        assertThat(LogTail.read(log, 4)).containsExactly("second", "100 %", "[31mred", "without end");
        assertThat(LogTail.read(log, 1)).containsExactly("without end");
    }

    @Test
    void anEmptyLogHasNoLines() throws IOException {
        assertThat(LogTail.read(Files.createFile(temp.resolve("log")), 20)).isEmpty();
    }

    @Test
    void readsTheEndOfALongLogOnly() throws IOException {
        Path log = Files.writeString(temp.resolve("log"), "x".repeat(100_000) + "\nlast\n");

        assertThat(LogTail.read(log, 1)).containsExactly("last");
    }
}

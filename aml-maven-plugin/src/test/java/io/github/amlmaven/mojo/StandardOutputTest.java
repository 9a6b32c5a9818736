package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream descriptor = new ByteArrayOutputStream();

    @Test
    void goesAroundAStreamThatInterpretsEscapes() throws Exception {
        OutputStream raw =
                StandardOutput.under(new AnsiPrintStream(new java.io.BufferedOutputStream(printed)), descriptor);

        raw.write("\u001b[99999999999m".getBytes(StandardCharsets.US_ASCII));

        assertThat(descriptor.toString(StandardCharsets.US_ASCII)).isEqualTo("\u001b[99999999999m");
        assertThat(printed.toString(StandardCharsets.US_ASCII)).isEqualTo("said before");
    }

    @Test
    void keepsAnyOtherStream() {
        PrintStream file = new PrintStream(printed, false, StandardCharsets.UTF_8);

        assertThat(StandardOutput.under(file, descriptor)).isSameAs(file);
    }

    /** As Jansi's, by its name, with something not flushed yet. */
    private static final class AnsiPrintStream extends PrintStream {
        AnsiPrintStream(OutputStream out) {
            super(out, false, StandardCharsets.UTF_8);
            print("said before");
        }
    }
}

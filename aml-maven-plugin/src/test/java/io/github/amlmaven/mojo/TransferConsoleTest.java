package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.RunId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;

class TransferConsoleTest {
    private static final long MEGABYTE = 1024 * 1024;
    private static final RunId RUN = new RunId("iris_1504832281116");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void saysHowMuchHowFastAndHowLongStill() {
        assertThat(TransferConsole.progress(128 * MEGABYTE, 512 * MEGABYTE, TimeUnit.SECONDS.toNanos(4)))
                .isEqualTo("128.0 of 512.0 MB, 32.0 MB/s, 12 s left");
        assertThat(TransferConsole.progress(0, MEGABYTE, TimeUnit.SECONDS.toNanos(4)))
                .isEqualTo("0.0 of 1.0 MB, 0.0 MB/s");
        assertThat(TransferConsole.progress(2 * MEGABYTE, MEGABYTE, 0)).endsWith(", 0 s left");
        assertThat(TransferConsole.amount(1, 12)).isEqualTo("1 file, 12 bytes");
        assertThat(TransferConsole.amount(2, 3 * MEGABYTE / 2)).isEqualTo("2 files, 1.5 MB");
    }

    @Test
    void drawsOneLineOnATerminalAndTakesItAway() throws Exception {
        TransferConsole console = new TransferConsole(new SystemStreamLog(), false, out, 80);
        console.begun(RUN, 2, 4 * MEGABYTE);
        TimeUnit.MILLISECONDS.sleep(250);
        console.moved(MEGABYTE);
        console.moved(MEGABYTE);
        console.ended();

        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(text).startsWith("\r1.0 of 4.0 MB, ").endsWith(" \r").doesNotContain("\n", "2.0 of");
    }

    @Test
    void printsNothingWhenQuietOrQuick() {
        TransferConsole quiet = new TransferConsole(new SystemStreamLog(), true, out, 80);
        quiet.begun(RUN, 2, 4 * MEGABYTE);
        quiet.moved(MEGABYTE);
        quiet.ended();
        TransferConsole plain = new TransferConsole(new SystemStreamLog(), false, out, 0);
        plain.begun(RUN, 2, 4 * MEGABYTE);
        plain.moved(4 * MEGABYTE);
        plain.ended();

        assertThat(printed.size()).isZero();
    }
}

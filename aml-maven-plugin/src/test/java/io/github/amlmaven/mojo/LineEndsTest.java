package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineEndsTest {
    @Test
    void endsALineOnlyIfItHasNotEnded() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LineEnds lines = new LineEnds(out);
        lines.endLine();
        lines.write("a\n".getBytes(StandardCharsets.UTF_8));
        lines.endLine();
        lines.write("bc".getBytes(StandardCharsets.UTF_8), 0, 1);
        lines.endLine();
        lines.write('d');
        lines.endLine();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\nb\nd\n");
    }
}

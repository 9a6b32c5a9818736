package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LastLinesTest {
    @Test
    void keepsTheLastLinesByteForByte() throws IOException {
        assertThat(last(2, "a\nb\nc\n")).isEqualTo("b\nc\n");
        assertThat(last(2, "a\nb\nc")).isEqualTo("b\nc");
        assertThat(last(5, "a\r\nb\n")).isEqualTo("a\r\nb\n");
        assertThat(last(1, "\n\n")).isEqualTo("\n");
        assertThat(last(1, "")).isEmpty();
        assertThat(last(0, "a\n")).isEmpty();
    }

    @Test
    void isRightForAnyTextInAnyPieces() throws IOException {
        long seed = Long.getLong("aml.seed", System.nanoTime());
        System.out.println("LastLinesTest: -Daml.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < (Boolean.getBoolean("aml.long") ? 2000 : 50); round++) {
            int lines = 1 + random.nextInt(400);
            StringBuilder text = new StringBuilder();
            int count = random.nextInt(1500);
            for (int i = 0; i < count; i++) {
                text.append("x".repeat(random.nextInt(900))).append(i == count - 1 && random.nextBoolean() ? "" : "\n");
            }
            List<String> all = text.toString().lines().toList();
            String expected = String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            LastLines last = new LastLines(lines);
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(70_000));
                last.write(bytes, at, length);
                at += length;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            last.writeTo(out);
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .as("round %s", round)
                    .isEqualTo(expected + (bytes.length > 0 && bytes[bytes.length - 1] == '\n' ? "\n" : ""));
        }
    }

    private static String last(int lines, String text) throws IOException {
        LastLines last = new LastLines(lines);
        last.write(text.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        last.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}

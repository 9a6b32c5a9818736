package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.RunDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class GrowingLogTest {
    @TempDir
    Path temp;

    private RunDirectory directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void makeRunDirectory() throws IOException {
        directory = new RunDirectory(new RunId("iris_1504873881116"), temp);
        Files.createDirectories(directory.driverLog().getParent());
    }

    @Test
    void followsALogThatGrowsIsCutAndMovesAway() throws IOException {
        Path file = Files.writeString(directory.driverLog(), "one\n");
        try (GrowingLog log = GrowingLog.open(directory).orElseThrow()) {
            assertThat(log.copyTo(out)).isTrue();
            Files.writeString(file, "two\n", StandardOpenOption.APPEND);
            assertThat(log.copyTo(out)).isTrue();
            Files.writeString(file, "new\n");
            assertThat(log.copyTo(out)).isFalse();
            Path moved = Files.move(file, temp.resolve("moved"));
            Files.writeString(moved, "end", StandardOpenOption.APPEND);
            assertThat(log.copyTo(out)).isTrue();
            assertThat(log.copyTo(out)).isTrue();
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\nnew\nend");
    }

    @Test
    @Timeout(20)
    void neverOpensAPipeOrALink() throws Exception {
        assertThat(GrowingLog.open(directory)).isEmpty();
        new ProcessBuilder("mkfifo", directory.driverLog().toString()).start().waitFor();
        assertThat(directory.driverLog()).exists();
        assertThat(GrowingLog.open(directory)).isEmpty();
        Files.delete(directory.driverLog());
        Files.createSymbolicLink(directory.driverLog(), Files.writeString(temp.resolve("secret"), "x"));
        assertThat(GrowingLog.open(directory)).isEmpty();
    }
}

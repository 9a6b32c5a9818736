package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody else can read a history, whatever the file mode mask of the process that wrote it. */
class PrivateHistoryTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"000", "022", "077"})
    void everythingIsTheOwnersAlone(String mask) throws Exception {
        Path store = folder.resolve("store");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask " + mask + "; exec \"$@\"",
                        "sh",
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HistoryBench.class.getName(),
                        "run",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        int seen = 0;
        try (Stream<Path> files = Files.walk(store.resolve("local"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(10);
    }
}

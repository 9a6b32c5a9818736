package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Required;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which processes outlive their run: with a set of process numbers of its own none of ten styles; without one only a
 * process that has given up all of its family, session, environment and output.
 */
class DaemonTest {
    @TempDir
    Path temp;

    @Test
    void nothingOutlivesARunWithItsOwnProcessNumbers() throws IOException {
        Required.that(
                !Namespace.options().isEmpty(), "no PID namespaces here -> run as root, or allow user namespaces");

        assertThat(DaemonRuns.left(temp, true)).isEmpty();
    }

    @Test
    void onlyWhatHasGivenUpEverythingOutlivesARunWithout() throws IOException {
        assertThat(DaemonRuns.left(temp, false)).containsExactly(DaemonRuns.ALL_AT_ONCE);
    }

    @Test
    void theSameHoldsForAUserWithoutRights() throws Exception {
        Required.that(
                "root".equals(System.getProperty("user.name")) && SearchPath.find("runuser") != null,
                "only root can become another user -> run the tests as root, too, with util-linux");
        for (boolean own : List.of(true, false)) {
            List<String> said = asNobody(own);
            boolean namespace = own && said.contains("namespace: true");
            assertThat(said)
                    .as("own process numbers: " + own)
                    .filteredOn(line -> !line.startsWith("namespace: "))
                    .isEqualTo(namespace ? List.of() : List.of("left: " + DaemonRuns.ALL_AT_ONCE));
            System.out.println("daemons as nobody, own process numbers wanted " + own + ": " + said);
        }
    }

    /** What {@link DaemonRuns} says in a process of that user, who cannot read root's repository or temporary folder. */
    private static List<String> asNobody(boolean own) throws Exception {
        Path folder = Files.createTempDirectory("aml-daemons");
        try {
            List<String> classPath = new ArrayList<>();
            int number = 0;
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                Path path = Path.of(entry);
                if (Files.isDirectory(path) || entry.contains("slf4j-api")) {
                    Path copy = folder.resolve(number++ + "-" + path.getFileName());
                    run("cp", "-r", entry, copy.toString());
                    classPath.add(copy.toString());
                }
            }
            Path work = Files.createDirectory(folder.resolve("work"));
            run("chmod", "-R", "a+rX", folder.toString());
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            run("chown", "nobody", work.toString());
            Process java = new ProcessBuilder(
                            "runuser",
                            "-u",
                            "nobody",
                            "--",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            String.join(File.pathSeparator, classPath),
                            DaemonRuns.class.getName(),
                            work.toString(),
                            Boolean.toString(own))
                    .redirectErrorStream(true)
                    .start();
            List<String> said;
            try (Stream<String> lines = java.inputReader().lines()) {
                said = lines.filter(line -> !line.startsWith("SLF4J")).toList();
            }
            assertThat(java.waitFor()).as(said.toString()).isZero();
            return said;
        } finally {
            run("rm", "-rf", folder.toString());
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}

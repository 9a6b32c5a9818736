package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.RunId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {
    private static final long LIMIT = 536_870_912;

    @TempDir
    Path temp;

    private RunDirectory directory;

    @BeforeEach
    void makeRun() throws IOException {
        directory = RunsFolder.at(temp.resolve("runs")).create(new RunId("iris_1500000000000"));
        directory.addRunFolders();
    }

    @Test
    void listsOutputsUploadsAndLogsInOrder() throws IOException {
        write(directory.outputs().resolve("b.txt"));
        write(directory.outputs().resolve("a/ä b\\c.txt"));
        write(directory.uploads().resolve("reports/r.txt"));
        directory.log("Staged 3 files.");

        Outputs outputs = Outputs.of(directory, LIMIT);

        assertThat(outputs.files())
                .extracting(output -> output.path().value())
                .containsExactly(
                        "azureml-logs/control_log.txt",
                        "azureml-logs/driver_log.txt",
                        "outputs/a/ä b\\c.txt",
                        "outputs/b.txt",
                        "reports/r.txt");
        assertThat(outputs.leftOut()).isEmpty();
    }

    @Test
    void leavesOutFromTheLimitOnToTheByte() throws IOException {
        sparse(directory.outputs().resolve("fits.bin"), LIMIT - 1);
        sparse(directory.outputs().resolve("big.bin"), LIMIT);

        Outputs outputs = Outputs.of(directory, LIMIT);

        assertThat(outputs.files())
                .extracting(output -> output.path().value())
                .contains("outputs/fits.bin")
                .doesNotContain("outputs/big.bin");
        assertThat(outputs.leftOut())
                .containsExactly(
                        new Outputs.LeftOut(
                                "outputs/big.bin",
                                LIMIT,
                                "is not under the limit of 536870912 bytes for one output; raise it with -Daml.outputSizeLimit=536870913"));
    }

    @Test
    @Timeout(10)
    void namesLinksAndPipesAndNeverFollowsThem() throws Exception {
        Files.createSymbolicLink(directory.outputs().resolve("etc"), Path.of("/etc"));
        Files.createSymbolicLink(directory.outputs().resolve("loop"), Path.of("."));
        assertThat(new ProcessBuilder(
                                "mkfifo", directory.outputs().resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();

        Outputs outputs = Outputs.of(directory, LIMIT);

        assertThat(outputs.files())
                .extracting(output -> output.path().value())
                .containsExactly("azureml-logs/control_log.txt", "azureml-logs/driver_log.txt");
        assertThat(outputs.leftOut())
                .extracting(left -> left.path() + " " + left.reason())
                .containsExactly(
                        "outputs/etc is a link to /etc",
                        "outputs/loop is a link to .",
                        "outputs/pipe is a pipe, socket or device");
    }

    @Test
    void outputsThatIsALinkIsLeftOutAsAWhole() throws IOException {
        Files.delete(directory.outputs());
        Files.createSymbolicLink(directory.outputs(), Path.of("/etc"));

        Outputs outputs = Outputs.of(directory, LIMIT);

        assertThat(outputs.files())
                .extracting(output -> output.path().value())
                .containsExactly("azureml-logs/control_log.txt", "azureml-logs/driver_log.txt");
        assertThat(outputs.leftOut()).containsExactly(new Outputs.LeftOut("outputs", 0, "is not a folder any more"));
    }

    private static void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "content");
    }

    private static void sparse(Path file, long size) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(size);
        }
    }
}

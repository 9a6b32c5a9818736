package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.Required;
import io.github.amlmaven.RunId;
import io.github.amlmaven.SmallDisk;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.compute.RunsFolder;
import io.github.amlmaven.staging.ProjectTree;
import io.github.amlmaven.staging.SizeLimit;
import io.github.amlmaven.staging.StagingArea;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody else can read a history or a run folder, whatever the file mode mask of the process that wrote it. */
class PrivateHistoryTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"000, rw-rw-rw-", "022, rw-r--r--", "077, rw-------"})
    void everythingIsTheOwnersAloneButDownloads(String mask, String downloaded) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask " + mask + "; exec \"$@\"", "sh"));
        command.addAll(SmallDisk.java(Program.class, folder));
        SmallDisk.run(command);
        int seen = 0;
        for (Path file : files(folder.resolve("store"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(file.toString())
                    .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            seen++;
        }
        assertThat(seen).isGreaterThan(20);
        assertThat(folder.resolve("store/local/default/iris/.derived/runs.jsonl"))
                .exists();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("downloads/outputs/x"))))
                .isEqualTo(downloaded);
        // The files of a run keep the modes they have in the project: the folder they are in keeps others out.
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("runs/iris_1504873881116"))))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @CsvSource({"000", "022", "077"})
    void anotherUserCanReadNone(String mask) throws Exception {
        Required.that(
                SmallDisk.works("runuser", "-u", "nobody", "--", "true"),
                "nobody cannot be played -> run as root, and install util-linux");
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask " + mask + "; exec \"$@\"", "sh"));
        command.addAll(SmallDisk.java(Program.class, folder));
        SmallDisk.run(command);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path open = Files.writeString(folder.resolve("open"), "x");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        List<Path> all = files(folder.resolve("store"));
        all.addAll(files(folder.resolve("runs")));
        assertThat(asNobody(List.of(open))).isEqualTo("1\n");
        assertThat(asNobody(all)).isEqualTo("0\n");
    }

    /** How many of the files the user nobody can open. */
    private static String asNobody(List<Path> files) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "runuser",
                "-u",
                "nobody",
                "--",
                "sh",
                "-c",
                "n=0; for f; do if head -c 0 \"$f\" 2> /dev/null; then n=$((n+1)); fi; done; echo $n",
                "sh"));
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                command.add(file.toString());
            }
        }
        return SmallDisk.run(command);
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return new ArrayList<>(files.toList());
        }
    }

    /** The program that makes a run with all that belongs to one. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            Path project = Files.createDirectory(folder.resolve("project"));
            Files.writeString(project.resolve("train.py"), "print(1)");
            RunHistory history = new RunHistory(new FolderStore(folder.resolve("store")), Runs.PROJECT);
            OpenRun run = history.claim(Runs.start());
            RunDirectory directory = RunsFolder.at(folder.resolve("runs")).create(new RunId("iris_1504873881116"));
            StagingArea.copy(ProjectTree.scan(project), directory.root(), SizeLimit.DEFAULT);
            run.snapshot(
                    List.of(new SnapshotFile("train.py", "file", 0644, 8, Sha256.of("print(1)"), null)),
                    directory.root());
            run.started(Map.of());
            run.heartbeat();
            run.add(
                    new ArtifactPath("outputs/x"),
                    Files.writeString(directory.root().resolve("x"), "x"));
            RunRecord record = run.complete(Runs.completed());
            history.list(RunFilter.ALL);
            history.download(record, record.artifacts(), folder.resolve("downloads"), false);
        }
    }
}

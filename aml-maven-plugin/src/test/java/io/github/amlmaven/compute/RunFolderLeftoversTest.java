package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.Required;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken for the folder of a run, and what is left of one after its removal. */
class RunFolderLeftoversTest {
    private static final String ID = "iris_1500000000001";

    @TempDir
    Path temp;

    private RunsFolder runs;
    private RunFolderLeftovers leftovers;

    @BeforeEach
    void open() {
        runs = RunsFolder.at(temp.resolve("runs"));
        leftovers = new RunFolderLeftovers(runs, new ProjectId("local", "default", "iris"));
    }

    @Test
    void onlyFoldersOfThisProjectThatRunsHaveMadeAreSeen() throws IOException {
        RunDirectory directory = runFolder(ID);
        Files.createSymbolicLink(runs.path().resolve("iris_1500000000002"), directory.root());
        Files.writeString(runs.path().resolve("iris_1500000000003"), "a file");
        Files.createDirectories(runs.path().resolve("iris_1500000000004/data"));
        Files.createDirectories(runs.path().resolve("iris_15000000000/azureml-logs"));
        Files.createDirectories(runs.path().resolve("iris/azureml-logs"));
        for (String other : List.of("iris2_1500000000001", "my_iris_1500000000001", "iris2_1500000000002")) {
            runFolder(other);
        }

        assertThat(leftovers.list())
                .extracting(Leftover::name)
                .containsExactly(directory.root().toString());
        assertThat(leftovers.others()).isEqualTo(Map.of("iris", 1, "iris2", 2, "my_iris", 1));
    }

    @Test
    void theFolderOfSomebodyElseIsNotSeen() throws IOException {
        Required.that(
                System.getProperty("user.name").equals("root"), "a folder is given away by root only -> run as root");
        Files.setAttribute(runFolder(ID).root(), "unix:uid", 65534);

        assertThat(leftovers.list()).isEmpty();
    }

    @Test
    void tellsWhatARemovalFreesAndWhenItWasUsedLast() throws IOException {
        RunDirectory directory = runFolder(ID);
        Files.write(directory.outputs().resolve("model"), new byte[1000]);
        Path kept = Files.write(temp.resolve("kept"), new byte[5000]);
        Files.createLink(directory.outputs().resolve("second-name"), kept);
        Files.createSymbolicLink(directory.outputs().resolve("link"), kept);
        Instant then = Instant.parse("2020-01-01T00:00:00Z");
        age(directory, then);
        Files.setLastModifiedTime(directory.driverLog(), FileTime.from(then.plusSeconds(7)));

        Leftover found = leftovers.list().get(0);

        assertThat(found.bytes()).isEqualTo(1000);
        assertThat(found.since()).isEqualTo(then.plusSeconds(7));
        assertThat(((Leftover.Folder) found).busy()).isFalse();
        assertThat(((Leftover.Folder) found).inContainer()).isFalse();
    }

    @Test
    void seesThatItsScriptWasStartedInAContainer() throws IOException {
        RunDirectory directory = runFolder(ID);
        LaunchMark.of(directory).launch();

        assertThat(((Leftover.Folder) leftovers.list().get(0)).inContainer()).isTrue();
    }

    @Test
    void removesAllOfItAndNothingBehindItsLinks() throws IOException {
        RunDirectory directory = runFolder(ID);
        Path outside = Files.createDirectories(temp.resolve("outside/data"));
        Files.writeString(outside.resolve("file"), "precious");
        Files.createSymbolicLink(directory.root().resolve("data"), outside);
        Files.createSymbolicLink(directory.outputs().resolve("data"), outside);
        Path locked = Files.createDirectories(directory.root().resolve("code/locked"));
        Files.writeString(locked.resolve("file"), "x");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        Leftover found = leftovers.list().get(0);

        leftovers.remove(found);

        assertThat(directory.root()).doesNotExist();
        assertThat(outside.resolve("file")).hasContent("precious");
        assertThat(leftovers.again(found)).isEmpty();
        assertThat(runs.path()).isEmptyDirectory();
    }

    /** Somebody who may not remove it must not lose sight of it either. */
    @Test
    void whatCannotBeRemovedKeepsTheFolderOurs() throws Exception {
        RunDirectory directory = runFolder(ID);
        Path file = Files.writeString(directory.outputs().resolve("fixed"), "x");
        Files.writeString(directory.root().resolve("code.py"), "x");
        // Not everywhere may root do that.
        assumeTrue(chattr("+i", file), "chattr +i does not work here");
        try {
            assertThatThrownBy(() -> leftovers.remove(leftovers.list().get(0)))
                    .isInstanceOf(AmlException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageEndingWith("sudo rm -r " + directory.root());
        } finally {
            chattr("-i", file);
        }
        assertThat(directory.root().resolve("code.py")).doesNotExist();
        assertThat(leftovers.list()).hasSize(1);

        leftovers.remove(leftovers.list().get(0));
        assertThat(directory.root()).doesNotExist();
    }

    private static boolean chattr(String flag, Path file) throws Exception {
        try {
            return new ProcessBuilder("chattr", flag, file.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whatAStoppedRemovalHasLeftIsStillSeen() throws IOException {
        RunDirectory directory = runFolder(ID);
        for (Path gone : List.of(directory.outputs(), directory.logs())) {
            FolderRemoval.remove(gone);
        }
        assertThat(leftovers.list()).hasSize(1);
        FolderRemoval.remove(directory.setup());
        assertThat(leftovers.list()).hasSize(1);

        leftovers.remove(leftovers.list().get(0));

        assertThat(directory.root()).doesNotExist();
    }

    @Test
    void whatIsMountedInItIsNotTheRuns() {
        RunId run = new RunId(ID);
        String other = "36 25 0:30 / /tmp/azureml_runs/" + ID + "2/x rw - tmpfs tmpfs rw";

        assertThat(RunFolderLeftovers.mountIn(run, List.of("22 1 8:1 / / rw - ext4 /dev/sda1 rw", other, "")))
                .isEmpty();
        assertThat(RunFolderLeftovers.mountIn(
                        run, List.of(other, "37 25 0:31 / /tmp/azureml_runs/" + ID + "/mnt rw - tmpfs tmpfs rw")))
                .contains("/tmp/azureml_runs/" + ID + "/mnt");
    }

    @Test
    void lookingForARunsFolderMakesNone() throws IOException {
        assertThat(RunsFolder.find(temp.resolve("none"))).isEmpty();
        assertThat(temp.resolve("none")).doesNotExist();
        assertThat(RunsFolder.find(runs.path())).contains(runs);
    }

    private RunDirectory runFolder(String id) throws IOException {
        RunDirectory directory = runs.create(new RunId(id));
        directory.addRunFolders();
        return directory;
    }

    private static void age(RunDirectory directory, Instant time) throws IOException {
        for (Path each : List.of(
                directory.driverLog(), directory.outputs(), directory.logs(), directory.setup(), directory.root())) {
            Files.setLastModifiedTime(each, FileTime.from(time));
        }
    }
}
